/// `rejects.jsonl`: one JSON object a record that is no row.
public enum RejectsJSONL: Sendable {
  /// The version of the objects' members.
  public static let schemaVersion = 1

  /// One rejected record.
  ///
  /// - Parameter reject: The record.
  /// - Returns: A compact object with its line end.
  public static func line(_ reject: RunFacts.Reject) -> [UInt8] {
    var bytes = object(reject).bytes()
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// One rejected record as a value.
  static func object(_ reject: RunFacts.Reject) -> JSON {
    [
      "schema_version": .integer(schemaVersion),
      "record": .integer(reject.record),
      "file": JSON(reject.file),
      "line": .integer(reject.line),
      "byte_offset": .integer(reject.byteOffset),
      "byte_length": .integer(reject.byteLength),
      "reason": .string(reject.reason),
    ]
  }
}
