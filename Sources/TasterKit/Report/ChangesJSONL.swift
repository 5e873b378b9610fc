/// `changes.jsonl`: one JSON object a changed row.
public enum ChangesJSONL: Sendable {
  /// The version of the objects' members; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  /// One changed row.
  ///
  /// - Parameter row: What changed.
  /// - Returns: A compact object with its line end.
  public static func line(_ row: ChangedRow) -> [UInt8] {
    var bytes = object(row).bytes()
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// One changed row as a value.
  static func object(_ row: ChangedRow) -> JSON {
    [
      "schema_version": .integer(schemaVersion),
      "kind": .string(row.kind.rawValue),
      "old": place(row.old),
      "new": place(row.new),
      "key": JSON(row.key),
      "old_label": JSON(row.oldLabel),
      "new_label": JSON(row.newLabel),
      "looks_like": JSON(row.looksLike),
      "suspicion": JSON(row.suspicion),
      "surprise": JSON(row.surprise),
      "source": JSON(row.source),
      "time": JSON(row.time),
      "cells": .array(
        row.cells.map { cell in
          ["column": .string(cell.column), "old": .string(cell.old), "new": .string(cell.new)]
        }),
    ]
  }

  private static func place(_ place: ChangedRow.Place?) -> JSON {
    guard let place else { return .null }
    return [
      "row": .integer(place.row), "byte_offset": .integer(place.byteOffset),
      "byte_length": .integer(place.byteLength),
    ]
  }
}
