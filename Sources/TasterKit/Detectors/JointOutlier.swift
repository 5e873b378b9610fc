import RealModule

/// Rows whose values are each a little off what the row's other values lead one to expect.
public struct JointOutlier: Detector {
  public static let name = "joint-outlier"
  public static let summary = "rows whose values do not go together, each of them a little"
  public static let explanation = """
    A row that was shaken, mixed from several others or moved along one direction may hold no value that is odd by \
    itself. What its values lack is each other: given the row's other columns, many of them are a little off. Their \
    sum over the columns, as a surprise by the rows' own tail, is the evidence.

    How such rows look in this very table is also rehearsed: rows of the table are shaken by noise of 0.4 to 2 \
    deviations in every column, and a ridge model tells them from the table's own.

    It is a rival of the label's evidence, not its ally: who flips labels need not touch features, who shakes features \
    need not touch labels. So the odds of the causes are added, and only rows that the label says little about rise. \
    It says more in tables where more rows lie far out, or look shaken, than in natural ones, and holds rows only \
    there.

    It cannot see rows that were moved along with the table's own ways to vary.

    Sources: Allen 1974, doi:10.1080/00401706.1974.10489157; Rousseeuw & Van Driessen 1999, \
    doi:10.1080/00401706.1999.10485670; Efron 2004, doi:10.1198/016214504000000089.
    """

  /// The least joint surprise of a held row.
  public var surpriseToHold = 4.5
  /// The least rise of the table at which rows are held, in nats: 2.4 where 4.5 % of the rows lie beyond 4 nats.
  public var riseToHold = 2.4
  /// How much likelier by shaking than by nature a held row looks, in nats.
  public var shakenToHold = 3.0
  /// The least share of rows beyond 3 nats at which such rows are held; at most 1.1 % in tables without such rows.
  public var shareToHold = 0.014

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil, profile.surprise.jointTail != nil else { return SilentJudge() }
    let context = JointContext(profile.standing.surprises)
    let shaken = try Shaken(profile)
    let isOpen = context.isSure && context.rise > riseToHold
    // Tails of the central rows alone make more of what lies beyond.
    let bound = profile.surprise.isCentral ? 2 * surpriseToHold : surpriseToHold
    return JointOutlierJudge(
      surpriseToHold: isOpen ? bound : .infinity,
      shakenToHold: shaken.map { $0.isSure && $0.share > shareToHold } == true
        ? shakenToHold : .infinity,
      rise: context.rise, shaken: shaken, label: try LabelFlip().learn(profile),
      words: SurpriseWords(profile))
  }
}

/// What the number of rows far out in a table adds to everyone's evidence.
///
///     rise = 8 ln((s + 0.002) / (0.033 + 0.002)),   −4…4 nats
///
/// with s the share of rows whose joint surprise is beyond 4 nats: e⁻⁴, 1.8 %, by the tail, up to 3.6 % in tables without
/// odd plants.
struct JointContext: Sendable {
  let rise: Double
  /// Whether such rows outnumber what the tail leads one to expect by three standard deviations of their count.
  let isSure: Bool

  static let bound = 4.0
  private static let natural = 0.033

  init(_ surprises: [Surprise]) {
    self.init(far: surprises.count { $0.joint > Self.bound }, of: surprises.count)
  }

  /// - Parameters:
  ///   - far: How many rows lie beyond ``bound``.
  ///   - rows: How many rows there are.
  init(far: Int, of rows: Int) {
    let (far, n) = (Double(far), Double(max(rows, 1)))
    rise = min(max(8 * Double.log((far / n + 0.002) / (Self.natural + 0.002)), -4), 4)
    let expected = n * Double.exp(-Self.bound)
    isSure = far > expected + 3 * Double.sqrt(expected)
  }
}

/// The verdict on rows whose values do not go together.
///
///     x = 4 (1 − exp((1.7 − j) / 2.2)) + rise − 7,     y = min(r, 4) + rise of r − 6
///
/// with j the row's joint surprise and r how much likelier it looks so by shaking: the log odds of two such causes, whose
/// evidence is ``rivals(_:of:)``. The curve is the log ratio of how often planted and natural rows lie so far out, on
/// tables with heavy tails too: beyond 6 nats more distance says little more.
struct JointOutlierJudge: LabelListener {
  /// Infinite where no row is held.
  let surpriseToHold: Double
  /// The same for what looks shaken.
  let shakenToHold: Double
  let rise: Double
  /// Nil where nothing can be rehearsed.
  let shaken: Shaken?
  let label: any Judge
  let words: SurpriseWords

  /// The log odds of an odd plant before any evidence.
  private static let prior = -7.0

  func evidence(_ batch: Batch, beside label: [Evidence]) -> [Evidence] {
    let nats = shaken?.nats(batch)
    return batch.standing.surprises.indices.map { i in
      let j = batch.standing.surprises[i].joint
      var causes = [Self.logOdds(j, rise: rise)]
      var isHeld = j > surpriseToHold
      if let shaken, let nats {
        causes.append(shaken.logOdds(nats[i]))
        isHeld = isHeld || nats[i] > shakenToHold
      }
      return Evidence(nats: rivals(causes, of: label[i].nats), holds: isHeld)
    }
  }

  /// What a row's joint surprise is worth beside the evidence against its label.
  static func nats(_ joint: Double, rise: Double, label: Double) -> Double {
    rivals([logOdds(joint, rise: rise)], of: label)
  }

  /// The log odds of an odd plant.
  private static func logOdds(_ joint: Double, rise: Double) -> Double {
    4 * (1 - Double.exp((1.7 - joint) / 2.2)) + rise + prior
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    var reasons =
      batch.standing.surprises[row].joint > JointContext.bound
      ? words.reasons(row, of: batch, detector: JointOutlier.name) : []
    if let shaken, shaken.nats(row, of: batch) > Shaken.bound {
      reasons.append(
        words.together(
          row, of: batch, residuals: shaken.residuals(row, of: batch), detector: JointOutlier.name))
    }
    return reasons
  }
}
