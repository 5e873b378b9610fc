/// Which labels became which, over rows that stand in both snapshots.
public struct LabelFlow: Sendable, Hashable {
  /// How many rows went from one class to another, against those that went back.
  public struct Pair: Sendable, Hashable {
    /// The class that lost rows.
    public let from: String
    /// The class that got them.
    public let to: String
    /// Rows that went from the one to the other; never fewer than ``back``.
    public let count: Int
    /// Rows that went the other way.
    public let back: Int
    /// The probability of a flow so uneven where both ways are equally likely.
    public let pValue: Double
    /// The same, adjusted for all pairs.
    public let qValue: Double
    /// How uneven the flow is: the larger way's share less a half, 0…0.5.
    public var effect: Double { Double(count) / Double(max(count + back, 1)) - 0.5 }
    /// Whether the flow is one-sided: q at most 0.05 and three rows of four go one way.
    public var isOneSided: Bool {
      qValue <= LabelFlow.alarmLevel && effect >= LabelFlow.leastEffect
    }
  }

  /// The q-value up to which a flow is one-sided.
  public static let alarmLevel = 0.05
  /// The least effect with which it is: Cohen's g, by his convention a large one.
  public static let leastEffect = 0.25

  /// The classes of both snapshots.
  public let classes: [String]
  /// Rows by their old label (first index) and their new one.
  public let counts: [[Int]]
  /// The pairs of classes between which rows went, most uneven first.
  public let pairs: [Pair]

  /// Tests a matrix.
  ///
  /// - Parameters:
  ///   - classes: C names.
  ///   - counts: C × C, old by new, row by row.
  /// - Complexity: O(C²).
  package init(classes: [String], counts: [Int]) {
    let n = classes.count
    self.classes = classes
    self.counts = (0..<n).map { Array(counts[$0 * n..<($0 + 1) * n]) }
    var found: [(from: Int, to: Int, count: Int, back: Int, p: Double)] = []
    for i in 0..<n {
      for j in i + 1..<max(n, i + 1) {
        let (there, back) = (counts[i * n + j], counts[j * n + i])
        guard there + back > 0 else { continue }
        let p = Distributions.evenSplit(there, back)
        found.append(there >= back ? (i, j, there, back, p) : (j, i, back, there, p))
      }
    }
    let q = Distributions.qValues(found.map { $0.p })
    pairs = zip(found, q).map { pair, q in
      Pair(
        from: classes[pair.from], to: classes[pair.to], count: pair.count, back: pair.back,
        pValue: pair.p, qValue: q)
    }.sorted { a, b in
      (a.qValue, -a.count, a.from, a.to) < (b.qValue, -b.count, b.from, b.to)
    }
  }

  /// Rows whose label is another one now.
  public var changed: Int { pairs.reduce(0) { $0 + $1.count + $1.back } }
}
