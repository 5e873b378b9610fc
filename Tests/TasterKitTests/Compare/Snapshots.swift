import Foundation
import Testing

@testable import TasterKit

/// Two files to compare, and a plain way to compare them.
struct Snapshots {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Compares two texts; all that changed comes along.
  func compare(
    _ old: [UInt8], _ new: [UInt8], keys: [String] = [], names: (String, String) = ("a", "b"),
    _ change: (inout Comparer) -> Void = { _ in }
  ) throws -> (comparison: Comparison, changes: [ChangedRow]) {
    let paths = (try scratch.write(old, to: names.0), try scratch.write(new, to: names.1))
    var comparer = Comparer()
    comparer.keys = keys
    comparer.options.table.label = .column("class")
    comparer.options.table.temporaryDirectory = scratch.path
    comparer.isRowsOnly = true
    change(&comparer)
    var changes: [ChangedRow] = []
    let comparison = try comparer.compare(paths.0, paths.1, onChange: { changes.append($0) })
    return (comparison, changes)
  }

  func compare(
    _ old: String, _ new: String, keys: [String] = [], _ change: (inout Comparer) -> Void = { _ in }
  ) throws -> (comparison: Comparison, changes: [ChangedRow]) {
    try compare(Array(old.utf8), Array(new.utf8), keys: keys, change)
  }

  /// Why two texts cannot be compared.
  func fault(
    _ old: String, _ new: String, keys: [String] = [], _ change: (inout Comparer) -> Void = { _ in }
  ) -> TableError? {
    do {
      _ = try compare(old, new, keys: keys, change)
      return nil
    } catch { return error as? TableError }
  }

  /// Rows as CSV, some fields quoted by the dice.
  static func csv(
    _ header: [String], _ rows: [[String]], lineEnd: String = "\n", dice: inout Dice
  ) -> [UInt8] {
    let lines = ([header] + rows).map { row in
      row.map { field in
        let must = field.contains { "\",\n\r".contains($0) }
        guard must || dice.number(0...3) == 0 else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
      }.joined(separator: ",")
    }
    return Array((lines.joined(separator: lineEnd) + lineEnd).utf8)
  }

  /// How many rows met which end, by counting alone.
  ///
  /// - Parameters:
  ///   - old: The old rows; the label stands last.
  ///   - new: The new rows.
  ///   - key: Positions of the key's cells.
  ///   - rest: Positions of the other cells that count, the label left out.
  /// - Returns: The counts.
  static func naive(_ old: [[String]], _ new: [[String]], key: [Int], rest: [Int]) -> RowCounts {
    var counts = RowCounts()
    (counts.old, counts.new) = (old.count, new.count)
    let keys = Set((old + new).map { row in key.map { row[$0] } })
    for group in keys {
      var a = old.filter { row in key.map { row[$0] } == group }
      var b = new.filter { row in key.map { row[$0] } == group }
      if max(a.count, b.count) > 1 {
        counts.repeatedKeys += 1
        counts.repeatedRows += a.count + b.count
      }
      func cancel(_ trait: ([String]) -> [String]) -> Int {
        var count = 0
        for row in a {
          guard let k = b.firstIndex(where: { trait($0) == trait(row) }),
            let i = a.firstIndex(of: row)
          else { continue }
          a.remove(at: i)
          b.remove(at: k)
          count += 1
        }
        return count
      }
      let label = old.first?.count ?? 0
      counts.same += cancel { row in (rest + [label - 1]).map { row[$0] } }
      counts.relabelled += cancel { row in rest.map { row[$0] } }
      counts.edited += cancel { row in [row[label - 1]] }
      counts.rewritten += cancel { _ in [] }
      counts.went += a.count
      counts.came += b.count
    }
    return counts
  }
}
