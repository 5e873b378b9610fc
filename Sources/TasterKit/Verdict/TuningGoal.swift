/// What thresholds are chosen for; parts that are not set ask for nothing.
public struct TuningGoal: Sendable, Hashable {
  /// What a mistake costs, in any unit.
  public struct Cost: Sendable, Hashable {
    /// An honest row that is held.
    public var falsePositive: Double
    /// A planted row that is not.
    public var falseNegative: Double

    /// Names both prices.
    public init(falsePositive: Double, falseNegative: Double) {
      self.falsePositive = falsePositive
      self.falseNegative = falseNegative
    }
  }

  /// Hold at most so many rows of the table at hand.
  public var budget: Int?
  /// Hold at most this share of the rows that were not planted, 0…1.
  public var maxFalseRate: Double?
  /// Of the held rows at most this share is held falsely, 0…1, at the shares of poison that the evidence has.
  public var falseDiscoveryRate: Double?
  /// Make mistakes as cheap as can be.
  public var cost: Cost?
  /// Hold at least this share, 0…1, of what an attack plants: by the name of the attack, of a family
  /// (`flip` for each whose name begins so), or `all` for each of them.
  public var minRecall: [String: Double]

  /// A goal; one that asks for nothing is met where F1 is best in the mean over the attacks.
  public init(
    budget: Int? = nil, maxFalseRate: Double? = nil, falseDiscoveryRate: Double? = nil,
    cost: Cost? = nil, minRecall: [String: Double] = [:]
  ) {
    self.budget = budget
    self.maxFalseRate = maxFalseRate
    self.falseDiscoveryRate = falseDiscoveryRate
    self.cost = cost
    self.minRecall = minRecall
  }

  /// Whether nothing is asked for.
  public var isEmpty: Bool { self == TuningGoal() }
}
