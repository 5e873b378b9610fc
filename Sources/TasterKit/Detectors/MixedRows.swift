import RealModule
import TasterKernels

/// Rows that were mixed from a row of their class and one of another.
public struct MixedRows: Detector {
  public static let name = "mixed-rows"
  public static let summary = "rows mixed from two classes that keep the label of one"
  public static let explanation = """
    Who must not change labels can move a row towards another class and leave its label: the boundary gives way though \
    every label looks right. Such a row holds no odd value, and its label is not contradicted. So the attack is rehearsed: \
    rows of the table are mixed with rows of other classes, 15 to 45 % of them, and a ridge model on the rows' numbers, \
    their squares and what the other columns leave unexplained tells these from the table's own. How much likelier a row \
    looks as it does by mixing is the log odds of a cause beside the label's, and odds add up: rows that the label says \
    little about rise, flipped ones hardly.

    It ranks rows and holds none: most of what it raises is natural, rows between classes that no one mixed. It needs \
    labels and 2 to 100 numeric columns, and cannot see a mix along columns in which the classes are alike.

    Sources: Zhang et al. 2018 (mixup), arXiv:1710.09412; Shafahi et al. 2018 (clean labels), arXiv:1804.00792; Allen \
    1974, doi:10.1080/00401706.1974.10489157.
    """

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil, Set(profile.sample.labels).count > 1,
      let rehearsal = try Rehearsal(profile, change: Self.mix)
    else { return SilentJudge() }
    return MixedRowsJudge(
      rehearsal: rehearsal, label: try LabelFlip().learn(profile), line: ClassLine(profile))
  }

  /// Every row with 15 to 45 % of a row of another class.
  private static func mix(_ stage: Rehearsal.Stage) -> Numbers {
    let p = stage.z.columns
    var result = stage.z.gather(stage.rows)
    for (i, row) in stage.rows.enumerated() {
      guard let stranger = stage.stranger(to: row) else { continue }
      let share = 0.15 + 0.3 * stage.uniform(row, 2)
      for k in 0..<p {
        result[i, k] = (1 - share) * stage.z[row, k] + share * stage.z[stranger, k]
      }
    }
    return result
  }
}

/// The verdict on rows that look mixed: the log odds of that cause beside the label's, ``rivals(_:of:)``.
struct MixedRowsJudge: LabelListener {
  let rehearsal: Rehearsal
  let label: any Judge
  let line: ClassLine

  /// The log odds of a mixed row before any evidence.
  private static let prior = -6.5

  func evidence(_ batch: Batch, beside label: [Evidence]) -> [Evidence] {
    zip(rehearsal.nats(batch), label).map { nats, label in
      Evidence(nats: rivals([nats + Self.prior], of: label.nats), holds: false)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] { line.reasons(row, of: batch) }
}

/// Where rows stand between the middles of two classes.
struct ClassLine: Sendable {
  private let classes: [String]
  /// The means of the classes in the robust view, C × p.
  private let means: Numbers

  init(_ profile: Profile) {
    classes = profile.schema.classes
    let p = profile.encoder.numericCount
    var means = Numbers(rows: classes.count, columns: p)
    var counts = [Double](repeating: 0, count: classes.count)
    for (i, label) in profile.sample.labels.enumerated() {
      counts[label] += 1
      for k in 0..<p { means[label, k] += profile.r[i, k] }
    }
    self.means = means.scaledRows(by: counts.map { 1 / max($0, 1) })
  }

  /// How far from the middle of class `a` towards that of class `b` a row stands: 0 at the one, 1 at the other.
  func share(_ row: Int, of batch: Batch, from a: Int, to b: Int) -> Double {
    var (along, length) = (0.0, 1e-12)
    for k in 0..<means.columns {
      let step = means[b, k] - means[a, k]
      along += (batch.r[row, k] - means[a, k]) * step
      length += step * step
    }
    return along / length
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    let (own, other) = (batch.label(row), batch.others[row])
    guard own != other else { return [] }
    return [
      Reason(
        detector: MixedRows.name,
        text: "from the middle of class '\(classes[own])' to that of '\(classes[other])' it stands "
          + "at \(percent(share(row, of: batch, from: own, to: other))) of the way, and its values "
          + "fit each other as those of mixed rows do")
    ]
  }
}
