import RealModule

/// What changed between two snapshots of a data set, and what speaks for an attack.
public struct Comparison: Sendable {
  /// One of the two files.
  public struct Side: Sendable, Hashable {
    /// Its name, size and hash; of a compressed file those of the text.
    public let file: RunFacts.File
    /// How many rows it has.
    public let rows: Int
    /// Records that are no rows and take no part, by reason.
    public let rejects: [RunFacts.RejectCount]
  }

  /// Something that a person should look at.
  public struct Finding: Sendable, Hashable {
    /// AVID's code: S0601 for what looks planted, S0200 for a hash that does not match.
    public let code: String
    /// What was found, in a sentence.
    public let text: String
  }

  /// What a policy may mind.
  public enum Alarm: String, Sendable, Hashable, CaseIterable {
    /// Something looks planted (S0601).
    case planted
    /// A pinned hash does not match (S0200).
    case hash
    /// A class or a column is distributed otherwise.
    case drift
    /// A column came, went, or holds something else.
    case columns
    /// Any row is another one.
    case rows
  }

  /// The old snapshot.
  public let old: Side
  /// The new snapshot.
  public let new: Side
  /// Which columns are the same.
  public let columns: ColumnMatch
  /// The columns that rows go by; none where rows go by their content.
  public let keys: [String]
  /// The column of labels; nil without labels.
  public let label: String?
  /// How many rows met which end; where they are not matched, how many there are on either side.
  public let rows: RowCounts
  /// Why rows are not matched, in a sentence; nil where they are.
  public var unmatched: String?
  /// Which labels became which; nil without labels.
  public let flow: LabelFlow?
  /// What the old profile says about the changes; nil where nothing was learned.
  public let evidence: ChangeEvidence?
  /// The rows whose change raises suspicion most, at most 100.
  public let suspects: [ChangedRow]
  /// Whether columns and classes are distributed as they were; nil where that was not asked, or nothing changed.
  public let drift: Drift?
  /// When a difference in distribution is an alarm.
  public let driftPolicy: DriftTest.Policy
  /// The parts of the files in which changed rows gather.
  public let attribution: [Attribution]
  /// What a person should look at.
  public let findings: [Finding]
  /// What is worth knowing about how the files were read.
  public let remarks: [String]

  /// Everything that a policy could mind here.
  public var alarms: Set<Alarm> {
    var alarms: Set<Alarm> = []
    if findings.contains(where: { $0.code == Taxonomy.ingestPoisoning.code }) {
      alarms.insert(.planted)
    }
    if findings.contains(where: { $0.code == Taxonomy.supplyChainCompromise.code }) {
      alarms.insert(.hash)
    }
    if let drift, !drift.alarms(driftPolicy).isEmpty { alarms.insert(.drift) }
    if !columns.came.isEmpty || !columns.went.isEmpty || drift?.retyped.isEmpty == false {
      alarms.insert(.columns)
    }
    if rows.isDifferent { alarms.insert(.rows) }
    return alarms
  }
}

/// How many changes the old profile contradicts.
public struct ChangeEvidence: Sendable, Hashable {
  /// Rows that were judged, and how many of them look wrong.
  public struct Share: Sendable, Hashable {
    /// Rows that look wrong.
    public internal(set) var suspicious = 0
    /// Rows that could be judged.
    public internal(set) var judged = 0
  }

  /// From this suspicion on a label is contradicted: another class is three times as likely.
  public static let contradiction = 1.0986122886681098
  /// From this surprise on a row's numbers are odd, in nats.
  public static let oddity = 6.0

  /// Rows with another label.
  public internal(set) var relabelled = Share()
  /// Rows that came: how many carry a label that the old snapshot contradicts.
  public internal(set) var contradicted = Share()
  /// Rows that came: how many hold numbers that are odd there.
  public internal(set) var odd = Share()
  /// Rows of the old snapshot itself, judged without themselves: how many are contradicted.
  public internal(set) var oldContradicted = Share()
  /// Rows of the old snapshot itself: how many are odd.
  public internal(set) var oldOdd = Share()

  /// The trusted rows of a profile as the yardstick.
  init(_ trusted: SolvedModels.LeftOut, isLabelled: Bool) {
    let count = trusted.suspicions.count
    oldContradicted = Share(
      suspicious: trusted.suspicions.count { $0 >= Self.contradiction },
      judged: isLabelled ? count : 0)
    oldOdd = Share(suspicious: trusted.surprises.count { $0 >= Self.oddity }, judged: count)
  }

  init(_ judge: ChangeJudge) {
    let found = judge.yardstick(suspicion: Self.contradiction, surprise: Self.oddity)
    oldContradicted = Share(suspicious: found.contradicted, judged: found.of)
    oldOdd = Share(suspicious: found.odd, judged: found.of)
  }

  /// The probability of so many suspicious rows among those that came, and how many times the old share that is.
  static func excess(_ share: Share, over old: Share) -> (pValue: Double, lift: Double) {
    guard share.judged > 0, old.judged > 0 else { return (1, 0) }
    let p = Distributions.hypergeometricTail(
      share.suspicious, drawn: share.judged, marked: share.suspicious + old.suspicious,
      total: share.judged + old.judged)
    let own = Double(share.suspicious) / Double(share.judged)
    // Half a row more, so that none is not infinitely few.
    let base = (Double(old.suspicious) + 0.5) / (Double(old.judged) + 1)
    return (p, own / base)
  }
}
