import TasterKernels
package import TasterKit

/// What every detector says about every row of a table, heard once so that any choice of them can be judged.
///
/// Detectors learn from the profile alone and none sees another, so leaving some out changes nothing in what the rest
/// say. The verdict on a choice is ``Verdict``'s own, over judges that repeat what they said.
package struct Hearing: Sendable {
  /// The names of the detectors, in the catalog's order.
  package let detectors: [String]
  private let profile: Profile
  private let batches: [Batch]
  private let witnesses: [Witness]

  /// Learns from a table and hears every detector of the catalog.
  ///
  /// - Parameters:
  ///   - table: The rows; they stay in memory.
  ///   - seed: The key of every random choice.
  ///   - threads: How many tasks work at a time; nothing depends on it.
  /// - Throws: What the table or LAPACK throws.
  package init(_ table: some RowTable, seed: UInt64 = 0, threads: Int = processorCount()) throws {
    var scan = Scan()
    scan.seed = seed
    scan.threads = threads
    let profile = try Profile(
      table, statistics: try scan.statistics(of: table), seed: seed, threads: threads)
    let batches = try parallelMap(table.chunkCount, threads: threads) {
      profile.batch(try table.chunk($0))
    }
    witnesses = try parallelMap(Catalog.detectors.count, threads: threads) {
      Witness(try Catalog.detectors[$0].init().learn(profile), on: batches)
    }
    detectors = Catalog.detectors.map { $0.name }
    self.profile = profile
    self.batches = batches
  }

  /// The score of every row and whether it is held, where only some detectors speak.
  ///
  /// - Parameter chosen: Names; the order does not matter.
  /// - Returns: Two lists in the order of rows, the same as a scan's with these detectors.
  package func verdict(of chosen: [String]) -> (scores: [Double], flagged: [Bool]) {
    let places = detectors.indices.filter { chosen.contains(detectors[$0]) }
    let verdict = Verdict(
      detectors: places.map { detectors[$0] }, judges: places.map { witnesses[$0] }, threshold: nil)
    let parts = batches.map { verdict.judge($0, profile: profile).scores }
    return (parts.flatMap { $0.scores }, parts.flatMap { $0.flagged })
  }
}

/// A judge that repeats what another one said.
private struct Witness: Judge {
  let ranksAlone: Bool
  /// The evidence on each batch, by the number of its first row.
  private let said: [Int: [Evidence]]

  init(_ judge: any Judge, on batches: [Batch]) {
    ranksAlone = judge.ranksAlone
    said = Dictionary(
      batches.map { ($0.chunk.firstRow, judge.evidence($0)) }, uniquingKeysWith: { $1 })
  }

  func evidence(_ batch: Batch) -> [Evidence] { said[batch.chunk.firstRow] ?? [] }
  func reasons(_ row: Int, of batch: Batch) -> [Reason] { [] }
}
