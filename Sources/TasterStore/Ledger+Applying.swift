import TasterCSV
public import TasterKit

extension Ledger {
  /// Writes the decisions of a file of JSON lines, one after the other.
  ///
  /// A line is an object with `verdict`, `row`, `who` and `reason`, as ``Decision/json`` has them; other members are passed
  /// over. An undo takes back what stands.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is the standard input.
  ///   - time: The time of day, asked for every decision.
  ///   - acknowledged: Called with what was written when it is on the disk.
  /// - Throws: ``TasterKit/TableError`` that names the line that cannot be followed; those before it are written.
  public func apply(
    _ path: String, at time: () -> String, acknowledged: (Receipt) -> Void
  ) throws {
    try Self.told(path) {
      var reader = BlockReader(try InputFile(path).bytes(), blockSize: 1 << 16)
      var number = 0
      while let line = try reader.line(limit: 1 << 24) {
        number += 1
        guard let order = JSON(reading: line),
          let verdict = order["verdict"].text.flatMap({ Decision.Verdict(rawValue: $0) }),
          let row = order["row"].whole, let who = order["who"].text, row > 0,
          let reason = order["reason"].text
        else {
          throw TableError(
            .unreadable,
            "\(path), line \(number): no object with verdict (release, confirm, undo), row, who and reason"
          )
        }
        acknowledged(try decide(verdict, .rows([row...row]), by: who, because: reason, at: time()))
      }
    }
  }
}

extension Ledger.Receipt {
  /// What was written, as a value: the number and the hash of the last decision.
  public var acknowledgement: JSON {
    [
      "decided": .integer(count), "number": JSON(numbers?.upperBound),
      "last_hash": .string(lastHash),
    ]
  }
}
