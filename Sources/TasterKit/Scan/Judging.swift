import TasterKernels

/// The pass in which every row is judged: chunks in parallel, what they say in their order.
struct Judging {
  let scan: Scan
  let rowCount: Int
  let profile: Profile

  /// Judges all chunks of a table.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - voices: Whose evidence is stored, in its order.
  ///   - progress: Called now and then.
  ///   - verdict: Judges the chunk of a number.
  /// - Returns: What was decided, in self mode.
  /// - Throws: What the table, the disk or the verdict throws.
  /// - Complexity: O(rows) and what the verdict costs.
  func judge(
    _ table: some RowTable, voices: [String], progress: @Sendable (Scan.Progress) -> Void,
    by verdict: @Sendable (_ index: Int, _ chunk: Chunk) throws -> Verdict.Part
  ) throws -> Judgement {
    var store = try ScoreStore(directory: scan.temporaryDirectory)
    var findings = try FindingStore(directory: scan.temporaryDirectory)
    var expected = Contamination()
    var slices = SliceTally(profile)
    let empty = slices
    let window = max(scan.threads, 1)
    for start in stride(from: 0, to: table.chunkCount, by: window) {
      let count = min(window, table.chunkCount - start)
      let parts = try parallelMap(count, threads: scan.threads) { k in
        let chunk = try table.chunk(start + k)
        let part = try verdict(start + k, chunk)
        var slices = empty
        slices.add(chunk, rows: part.findings.map { $0.row - 1 - chunk.firstRow })
        return (part.scores, FindingStore.Part(part.findings), part.contamination, slices)
      }
      for (scores, found, contamination, tally) in parts {
        slices.merge(tally)
        try store.append(scores)
        try findings.append(found)
        expected.merge(contamination)
      }
      let done = min((start + count) * table.rowCount / max(table.chunkCount, 1), table.rowCount)
      progress(Scan.Progress(stage: "judging", done: done, total: table.rowCount))
    }
    return Judgement(
      mode: .selfJudged, rowCount: table.rowCount, findings: findings,
      estimatedPoison: expected.interval, detectors: voices, slices: slices.slices(),
      notes: Notes.about(profile), scores: store)
  }
}
