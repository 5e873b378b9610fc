/// `scores.csv`: the score, the flag and the evidence of every row, and what a trusted baseline makes of it.
public struct ScoresCSV: Sendable {
  /// The detectors, a column each.
  public let detectors: [String]
  /// What a trusted baseline rejects; nil where none judged.
  public let discoveries: Discoveries?

  /// The columns behind the detectors where a baseline judged: the p-value and the q-value.
  public static let baselineColumns = ["p_value", "q_value"]

  /// A writer for these detectors, in the order of a store's evidence.
  public init(detectors: [String], discoveries: Discoveries? = nil) {
    self.detectors = detectors
    self.discoveries = discoveries
  }

  /// The first line: `row,score,flagged`, the detectors, and `p_value,q_value` where a baseline judged.
  public var header: [UInt8] {
    var text = "row,score,flagged"
    for name in detectors {
      let needsQuotes = name.contains { "\",\r\n".contains($0) }
      text += "," + (needsQuotes ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name)
    }
    if discoveries != nil { for name in Self.baselineColumns { text += "," + name } }
    return Array((text + "\n").utf8)
  }

  /// The lines of one part of a store.
  ///
  /// - Parameter part: Consecutive rows; its evidence in the order of ``detectors``.
  /// - Returns: A line a row: the row number from 1, the score and the evidence in as many digits as read back as the
  ///   same double (ties stay ties), the flag as 0 or 1.
  /// - Complexity: O(rows × detectors); parts may be written by several tasks.
  public func lines(_ part: ScoreStore.Part) -> [UInt8] {
    lines(
      firstRow: part.firstRow, scores: part.scores, flagged: part.flagged,
      evidence: part.evidence + standing(part.pValues))
  }

  /// The lines of some rows given column by column.
  package func lines(
    firstRow: Int, scores: [Double], flagged: [Bool], evidence: [[Double]]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scores.count * (30 + 12 * evidence.count))
    for i in scores.indices {
      append(firstRow + i + 1, to: &bytes)
      bytes.append(UInt8(ascii: ","))
      append(scores[i], to: &bytes)
      bytes.append(UInt8(ascii: ","))
      bytes.append(UInt8(ascii: flagged[i] ? "1" : "0"))
      for column in evidence {
        bytes.append(UInt8(ascii: ","))
        append(column[i], to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// The columns that a baseline adds.
  private func standing(_ pValues: [Double]) -> [[Double]] {
    guard let discoveries else { return [] }
    return [pValues, pValues.map { discoveries.qValue($0) }]
  }

  private func append(_ number: Int, to bytes: inout [UInt8]) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    var rest = number
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  private func append(_ number: Double, to bytes: inout [UInt8]) {
    if number == 0 {
      bytes.append(UInt8(ascii: "0"))
    } else {
      bytes.append(contentsOf: number.description.utf8)
    }
  }
}
