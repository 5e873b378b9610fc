import RealModule
import TasterKernels

/// Rows whose values are each a little off what the row's other values lead one to expect.
public struct JointOutlier: Detector {
  public static let name = "joint-outlier"
  public static let summary = "rows whose values do not go together, each of them a little"
  public static let explanation = """
    A row that was shaken, mixed from several others or moved along one direction may hold no value that is odd by \
    itself. What its values lack is each other: given the row's other columns, many of them are a little off. Their \
    sum over the columns, as a surprise by the rows' own tail, is the evidence.

    It is a rival of the label's evidence, not its ally: who flips labels need not touch features, who shakes features \
    need not touch labels. So the odds of the two causes are added, and only rows that the label says little about \
    rise. It says more in tables where more rows lie far out than in natural ones, and holds rows only where they are \
    two and a half times those that the tail leads one to expect.

    It cannot see poison that fills the twentieth part of the table evenly: the tail takes it for its own.

    Sources: Rousseeuw & Van Driessen 1999, doi:10.1080/00401706.1999.10485670; Efron 2004, \
    doi:10.1198/016214504000000089.
    """

  /// The least joint surprise of a held row.
  public var surpriseToHold = 4.5
  /// The least rise of the table at which rows are held, in nats: 2.4 where 4.5 % of the rows lie beyond 4 nats.
  public var riseToHold = 2.4

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil, profile.surprise.jointTail != nil else { return SilentJudge() }
    let context = JointContext(profile.standing.surprises)
    return JointOutlierJudge(
      surpriseToHold: context.isSure && context.rise > riseToHold ? surpriseToHold : .infinity,
      rise: context.rise, label: try LabelFlip().learn(profile), words: SurpriseWords(profile))
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
///     x = 4 (1 − exp((1.7 − j) / 2.2)) + rise,     nats = ln(1 + exp(x − 7 − (0.8 a − 3)))
///
/// with j the row's joint surprise and a the evidence against its label: the log odds of either cause, less those by the
/// label alone. The curve is the log ratio of how often planted and natural rows lie so far out, on tables with heavy tails
/// too: beyond 6 nats more distance says little more.
struct JointOutlierJudge: Judge {
  /// Infinite where no row is held.
  let surpriseToHold: Double
  let rise: Double
  let label: any Judge
  let words: SurpriseWords

  /// The log odds of an odd plant before any evidence.
  private static let prior = -7.0

  func evidence(_ batch: Batch) -> [Evidence] {
    zip(batch.standing.surprises, label.evidence(batch)).map { surprise, label in
      Evidence(
        nats: Self.nats(surprise.joint, rise: rise, label: label.nats),
        holds: surprise.joint > surpriseToHold)
    }
  }

  /// What a row's joint surprise is worth beside the evidence against its label.
  static func nats(_ joint: Double, rise: Double, label: Double) -> Double {
    rival(4 * (1 - Double.exp((1.7 - joint) / 2.2)) + rise, of: label)
  }

  /// The log odds of either cause, less those by the label alone.
  static func rival(_ nats: Double, of label: Double) -> Double {
    Double.log(onePlus: Double.exp(nats + prior - (0.8 * label - Score.prior)))
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    batch.standing.surprises[row].joint > JointContext.bound
      ? words.reasons(row, of: batch, detector: JointOutlier.name) : []
  }
}
