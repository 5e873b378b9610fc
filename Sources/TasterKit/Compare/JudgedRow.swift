import TasterKernels

/// What an old snapshot says about a row of a new one.
struct JudgedRow: Sendable {
  /// Its number, from 1.
  let row: Int
  let label: Int32
  /// nil where labels cannot be judged, or the class is not known.
  let suspicion: Double?
  let surprise: Double
  let looksLike: Int32

  var isSuspicious: Bool {
    suspicion.map { $0 >= ChangeEvidence.contradiction } ?? false
      || surprise >= ChangeEvidence.oddity
  }

  static func all(_ chunk: Chunk, by models: TrustedModels, isLabelled: Bool) -> [JudgedRow] {
    let batch = models.batch(chunk)
    let combined = isLabelled ? batch.standing.posteriors?.combined : nil
    return (0..<batch.count).map { i in
      let label = batch.label(i)
      let isKnown = label < models.classCount
      let likeliest = combined.map { posterior in
        Int32((0..<models.classCount).max { posterior[i, $0] < posterior[i, $1] } ?? 0)
      }
      return JudgedRow(
        row: chunk.firstRow + i + 1, label: Int32(label),
        suspicion: isKnown ? combined.map { TasterKit.suspicion($0, row: i, label: label) } : nil,
        surprise: batch.standing.surprises[i].value, looksLike: likeliest ?? -1)
    }
  }

  func told(at origin: RowOrigin?, classes: [String]) -> ChangedRow {
    ChangedRow(
      kind: .unmatched, old: nil, new: origin?.place, key: [], oldLabel: nil,
      newLabel: classes.isEmpty ? nil : classes[Int(label)], cells: [], source: origin?.source,
      time: origin?.time,
      suspicion: suspicion, surprise: surprise,
      looksLike: looksLike >= 0 && !classes.isEmpty ? classes[Int(looksLike)] : nil)
  }
}
