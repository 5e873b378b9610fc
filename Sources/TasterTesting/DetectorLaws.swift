public import TasterKit
public import Testing

/// What every detector must obey, as tests that anyone can run over their own.
///
///     @Test(arguments: DetectorLaws.Law.allCases)
///     func `mine is a detector`(law: DetectorLaws.Law) throws {
///       try DetectorLaws(MyDetector.self).verify(law)
///     }
///
/// The laws run on small tables that follow from fixed seeds; what is learned from them is shared by all laws and
/// detectors of a process. They say nothing about how well a detector finds what it looks for.
public struct DetectorLaws: Sendable {
  /// One law.
  public enum Law: String, Sendable, Hashable, CaseIterable, CustomTestStringConvertible {
    /// A batch of *n* rows gets *n* pieces of evidence, an empty one none.
    case oneEach = "one piece of evidence per row"
    /// Learning and judging again gives the same bits.
    case repeatable = "same input, same evidence"
    /// A row gets the same evidence alone, in a small chunk and in a large one.
    case batchFree = "evidence does not depend on the batch"
    /// Rows in another order get the same evidence, each its own.
    case orderFree = "permuting rows permutes evidence"
    /// A column that says nothing changes no decision.
    case constantFree = "a constant column changes no decision"
    /// Other column names change no decision.
    case nameFree = "renaming columns changes no decision"
    /// Columns in another order change no decision.
    case columnFree = "reordering columns changes no decision"
    /// Metres instead of kilometres change no decision.
    case unitFree = "scaling columns by 1000 changes no decision"
    /// A table of one row is judged without a trap.
    case oneRow = "one row is no trap"
    /// A table of one class, and one without labels, is judged without a trap.
    case oneClass = "one class is no trap"
    /// Rows without a single value are judged without a trap, and so is a table of them.
    case allMissing = "all-missing columns are no trap"
    /// At most 2 % of the rows of a clean table are held.
    case quiet = "a clean table stays quiet"
    /// Evidence is a finite number of nats.
    case finite = "evidence is finite"
    /// A held row comes with a reason from this detector, in words.
    case reasoned = "a held row has a reason"

    /// The law as a sentence.
    public var testDescription: String { rawValue }
  }

  /// How far evidence may move, in nats, where a law says that it does not.
  public static let tolerance = 1e-6
  /// The largest share of a clean table's rows that a detector may hold.
  public static let quietShare = 0.02

  /// The detector on trial.
  public let detector: any Detector.Type

  /// The laws for one detector.
  public init(_ detector: any Detector.Type) { self.detector = detector }

  /// Checks every law.
  ///
  /// - Parameter location: Where a failure is reported.
  /// - Throws: What the detector cannot compute.
  public func verifyAll(at location: SourceLocation = #_sourceLocation) throws {
    for law in Law.allCases { try verify(law, at: location) }
  }

  /// Checks one law; what breaks it is recorded as an issue.
  ///
  /// - Parameters:
  ///   - law: Which one.
  ///   - location: Where a failure is reported.
  /// - Throws: What the detector cannot compute.
  public func verify(_ law: Law, at location: SourceLocation = #_sourceLocation) throws {
    for breach in try breaches(of: law) {
      Issue.record("\(detector.name): \(law.rawValue), but \(breach)", sourceLocation: location)
    }
  }

  /// What breaks a law, one sentence each; empty where it is obeyed.
  ///
  /// - Parameter law: Which one.
  /// - Returns: The breaches.
  /// - Throws: What the detector cannot compute.
  public func breaches(of law: Law) throws -> [String] {
    switch law {
    case .oneEach: try countBreaches()
    case .repeatable: try repeatBreaches()
    case .batchFree: try batchBreaches()
    case .orderFree: try orderBreaches()
    case .constantFree: try decisionBreaches(LawTables.withConstant.get())
    case .nameFree: try decisionBreaches(LawTables.renamed.get())
    case .columnFree: try decisionBreaches(LawTables.reordered.get())
    case .unitFree: try decisionBreaches(LawTables.scaled.get())
    case .oneRow: try shapeBreaches([LawTables.oneRow.get()])
    case .oneClass: try shapeBreaches([LawTables.oneClass.get(), LawTables.unlabelled.get()])
    case .allMissing: try missingBreaches()
    case .quiet: try quietBreaches()
    case .finite: try finiteBreaches()
    case .reasoned: try reasonBreaches()
    }
  }
}
