public import TasterKit

/// Held rows by groups: for a terminal, as JSON or as CSV.
public struct GroupList: Sendable {
  private let fields: [RowField]
  private let groups: [Ledger.Group]
  private let directory: String

  /// Reads groups.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - names: The fields that make a group, with commas between.
  ///   - filter: Which rows count.
  ///   - limit: The most groups that are wanted; nil wants all.
  /// - Throws: ``TasterKit/TableError`` where a name is none, with the nearest names.
  public init(_ ledger: Ledger, by names: String, filter: RowFilter = .all, limit: Int?) throws {
    fields = try names.split(separator: ",").map { try RowField(reading: String($0)) }
    guard !fields.isEmpty else {
      throw TableError(.unknownName, "a group needs a name, such as --group-by source,detector")
    }
    groups = try ledger.groups(by: fields, filter: filter, limit: limit)
    directory = ledger.run.directory.path
  }

  /// A line a group, the largest first.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line.
  ///   - style: How titles and scores are dressed.
  /// - Returns: Lines without their ends.
  public func lines(width: Int, style: Style = .plain) -> [String] {
    guard let first = groups.first else { return ["no held row is meant"] }
    // Where nobody has decided, nothing is to tell of it.
    let isDecided = groups.contains { $0.undecided < $0.judged }
    let words = isDecided ? ["undecided", "released", "confirmed"] : []
    var columns: [AlignedTable.Column] = fields.map { .text($0.rawValue) } + [.number("rows")]
    columns += words.map { .number($0) } + [.score("score"), .number("first row")]
    var table = AlignedTable(columns)
    for group in groups {
      let counts = isDecided ? [group.undecided, group.released, group.confirmed] : []
      var cells = group.values.map { $0 ?? "–" } + [Figures.grouped(group.judged)]
      cells += counts.map { Figures.grouped($0) }
      table.add(cells + [Figures.significant(group.meanScore, digits: 3), String(group.firstRow)])
    }
    let wish = zip(fields, first.values).compactMap { field, value in
      value.map { "\(field.rawValue)=\(Self.quoted($0))" }
    }
    return table.lines(width: width, style: style) + ["", Figures.count(groups.count, "group")]
      + [
        "next: taster inspect \(directory.shellWord) --where \(wish.joined(separator: " ").shellWord)"
      ]
  }

  /// A value as ``RowFilter`` reads it.
  private static func quoted(_ value: String) -> String {
    let isPlain = value.allSatisfy { !$0.isWhitespace && $0 != "'" && $0 != "\"" }
    if isPlain, !value.isEmpty { return value }
    return value.contains("\"") ? "'\(value)'" : "\"\(value)\""
  }

  /// One compact object with its line end.
  public var json: [UInt8] {
    let value: JSON = [
      "schema_version": 1, "directory": .string(directory),
      "fields": JSON(fields.map { $0.rawValue }),
      "groups": .array(
        groups.map { group in
          [
            "values": .array(group.values.map { JSON($0) }), "rows": .integer(group.judged),
            "undecided": .integer(group.undecided), "released": .integer(group.released),
            "confirmed": .integer(group.confirmed), "mean_score": .number(group.meanScore),
            "first_row": .integer(group.firstRow),
          ]
        }),
    ]
    return value.bytes() + [UInt8(ascii: "\n")]
  }

  /// A line a group behind a line of names.
  public var csv: [UInt8] {
    var text =
      (fields.map { $0.rawValue } + [
        "rows", "undecided", "released", "confirmed", "mean_score", "first_row",
      ]).joined(separator: ",") + "\n"
    for group in groups {
      let counts = [group.judged, group.undecided, group.released, group.confirmed]
      text +=
        (group.values.map { DriftCSV.field($0 ?? "") } + counts.map { "\($0)" }
        + ["\(group.meanScore)", "\(group.firstRow)"]).joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }
}
