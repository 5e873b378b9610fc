import TasterKernels

/// How two snapshots are compared, whether rows can be matched or not.
package struct ComparerOptions: Sendable {
  /// How CSV files are read.
  package var table = TableOptions()
  /// The SHA-256 that a snapshot has to have, in hexadecimal: of its text or its file; of a profile also that of its data.
  package var expectedOld: String?
  package var expectedNew: String?
  /// When a difference in distribution is an alarm.
  package var driftPolicy = DriftTest.Policy()
  /// The key of every random choice where a snapshot is learned from.
  package var seed: UInt64 = 0
  /// How many tasks work at a time; nothing depends on it.
  package var threads = processorCount()

  package init() {}

  /// Called now and then with what is being done, how much of it is done, and how much there is.
  package typealias Progress = @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void
}

extension Comparison.Finding {
  /// A snapshot is another one than the one that was pinned.
  ///
  /// - Parameters:
  ///   - side: Which of the two.
  ///   - sha256: What it hashes to.
  ///   - expected: What was expected.
  /// - Returns: S0200.
  static func notPinned(_ side: String, sha256: String, expected: String) -> Self {
    Comparison.Finding(
      code: Taxonomy.supplyChainCompromise.code,
      text:
        "the \(side) snapshot is not the pinned one: its SHA-256 is \(sha256), expected was "
        + expected)
  }
}
