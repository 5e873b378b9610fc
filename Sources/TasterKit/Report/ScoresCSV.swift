/// `scores.csv`: the score, the flag, the open gates and the evidence of every row, and what a trusted baseline makes of it.
public struct ScoresCSV: Sendable {
  /// The detectors, a column each.
  public let detectors: [String]
  /// What a trusted baseline rejects; nil where none judged.
  public let discoveries: Discoveries?

  private let hasStanding: Bool

  /// The columns before those of the detectors.
  public static let firstColumns = ScoreStore.firstColumns
  /// The columns behind the detectors where a baseline judged: the p-value and the q-value.
  public static let baselineColumns = ScoreStore.baselineColumns

  /// A writer for these detectors, in the order of a store's evidence.
  public init(detectors: [String], discoveries: Discoveries? = nil) {
    self.detectors = detectors
    self.discoveries = discoveries
    hasStanding = discoveries != nil
  }

  /// A writer for the rows of a stream, which a baseline alone judges.
  package init(streamOf detectors: [String]) {
    self.detectors = detectors
    (discoveries, hasStanding) = (nil, true)
  }

  /// The first line: `row,score,flagged,gates`, the detectors, and `p_value,q_value` where a baseline judged.
  public var header: [UInt8] {
    var names = Self.firstColumns + detectors
    if hasStanding { names += Self.baselineColumns }
    return names.map { Self.quoted($0) }.joined(separator: [UInt8(ascii: ",")])
      + [UInt8(ascii: "\n")]
  }

  /// The lines of one part of a store.
  ///
  /// - Parameter part: Consecutive rows; its evidence in the order of ``detectors``.
  /// - Returns: A line a row: the row number from 1, the score and the evidence in as many digits as read back as the
  ///   same double (ties stay ties), the flag as 0 or 1, the names of those that would hold it by themselves with `|` between.
  /// - Complexity: O(rows × detectors); parts may be written by several tasks.
  public func lines(_ part: ScoreStore.Part) -> [UInt8] {
    lines(
      firstRow: part.firstRow, scores: part.scores, flagged: part.flagged, gates: part.gates,
      evidence: part.evidence + standing(part.pValues))
  }

  /// The lines of some rows given column by column.
  package func lines(
    firstRow: Int, scores: [Double], flagged: [Bool], gates: [Gates], evidence: [[Double]]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var names: [Gates: [UInt8]] = [:]
    func written(_ gates: Gates) -> [UInt8] {
      if let known = names[gates] { return known }
      let text = Self.quoted(gates.text(detectors))
      names[gates] = text
      return text
    }
    bytes.reserveCapacity(scores.count * (30 + 12 * evidence.count))
    for i in scores.indices {
      append(firstRow + i + 1, to: &bytes)
      bytes.append(UInt8(ascii: ","))
      append(scores[i], to: &bytes)
      bytes.append(UInt8(ascii: ","))
      bytes.append(UInt8(ascii: flagged[i] ? "1" : "0"))
      bytes.append(UInt8(ascii: ","))
      if !gates[i].isEmpty { bytes += written(gates[i]) }
      for column in evidence {
        bytes.append(UInt8(ascii: ","))
        append(column[i], to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// A name, in quotes where it needs them.
  private static func quoted(_ name: String) -> [UInt8] {
    guard name.contains(where: { "\",\r\n".contains($0) }) else { return Array(name.utf8) }
    return Array(("\"" + name.replacing("\"", with: "\"\"") + "\"").utf8)
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
