public import TasterKit

/// All that is known about one row: the verdict and its reasons, its cells beside what is usual in its class, the rows that are
/// most like it, and what was decided.
public struct HeldCase: Sendable {
  package let base: RowCase
  package let held: HeldRow?
  package let nearest: [NearestRows.Relation: [NearestRows.Row]]
  /// What the row was compared with.
  package let company: NearestRows.Company
  /// What was decided about the nearest rows, of those that the scan held.
  package let statuses: [Int: RowStatus]
  private let columnLimit: Int

  /// Opens a case.
  ///
  /// - Parameters:
  ///   - ledger: The ledger of the run.
  ///   - row: The row's number in the data, from 1.
  ///   - columnLimit: The most columns that are compared.
  /// - Throws: ``TasterKit/TableError`` where there is no such row, or where a file cannot be read.
  /// - Complexity: O(bytes of the run's kept and held rows) when the case is opened for the first time.
  public init(_ ledger: Ledger, row: Int, columnLimit: Int = 20) throws {
    self.columnLimit = columnLimit
    held = try ledger.row(row)
    var base =
      try held.map { held in
        let named = try ledger.statuses(of: held.finding.reasons.flatMap { $0.rows })
        return try RowCase(
          ledger.run, held.suspect, bytes: held.bytes,
          heldRows: Set(named.filter { $0.value != .released }.keys))
      }
      ?? RowCase(ledger.run, row: row)
    base.columnLimit = columnLimit
    self.base = base
    let found = try held.map { try ledger.nearest(to: $0) }
    nearest = found?.rows ?? [:]
    company = found?.company ?? .everyRow
    statuses = try ledger.statuses(
      of: nearest.values.joined().filter { !$0.isTrusted }.map { $0.row })
  }

  /// The case in words and tables.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line.
  ///   - style: How headings and scores are dressed.
  /// - Returns: Lines without their ends.
  public func lines(width: Int, style: Style = .plain) -> [String] {
    let blocks = [
      base.lines(width: width, style: style), decision(width, style), comparison(width, style),
      sameSource(width, style),
      company.caution?.said(width: width) ?? [],
    ]
    return Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private func decision(_ width: Int, _ style: Style) -> [String] {
    guard let held, let decision = held.decision else { return [] }
    let text =
      "\(held.status.rawValue) by \(decision.who), \(decision.at): \(decision.reason) "
      + "(decision \(decision.number))"
    return [style.heading("decided")] + text.said(width: width)
  }

  /// The row beside the nearest of both classes, a column a row.
  private func comparison(_ width: Int, _ style: Style) -> [String] {
    let some = max((width - 36) / 26, 1)
    let others =
      (nearest[.own] ?? []).prefix(some) + (nearest[.suggested] ?? []).prefix(some)
    guard let held, !others.isEmpty else { return [] }
    var table = AlignedTable(
      [.text("column"), .text("row \(held.finding.row)")]
        + others.map { .text($0.name, least: 10) })
    func line(_ name: String, _ values: [String]) { table.add([name] + values) }
    line("class", [held.finding.label ?? "–"] + others.map { $0.label ?? "–" })
    line("distance", ["–"] + others.map { Figures.significant($0.distance, digits: 3) })
    for column in base.columns.prefix(columnLimit) {
      line(
        column.name,
        [column.value]
          + others.map { other in
            let cell =
              other.cells.indices.contains(column.position) ? other.cells[column.position] : ""
            return (Self.differs(column, cell) ? "* " : "  ") + cell
          })
    }
    return [style.heading("nearest rows")] + table.lines(width: width, style: style)
      + "* another text, or more than one spread away".said(width: width)
  }

  /// Whether a cell is another text, or a number more than one spread away.
  package static func differs(
    _ column: (name: String, position: Int, value: String, spread: Double?), _ cell: String
  ) -> Bool {
    guard let spread = column.spread, let x = Double(column.value), let y = Double(cell) else {
      return column.value != cell
    }
    return (x - y).magnitude > spread
  }

  /// The nearest rows of the same source.
  private func sameSource(_ width: Int, _ style: Style) -> [String] {
    guard let rows = nearest[.source], let source = held?.location.source else { return [] }
    var table = AlignedTable([
      .number("row"), .text("class"), .number("distance"), .text("status"),
    ])
    for row in rows {
      table.add([
        String(row.row), row.label ?? "–", Figures.significant(row.distance, digits: 3),
        word(row),
      ])
    }
    return [style.heading("nearest rows of source '\(printable(source, limit: 60))'")]
      + table.lines(width: width, style: style)
  }

  /// What a list calls a row: kept, held, released, confirmed or trusted.
  package func word(_ row: NearestRows.Row) -> String {
    guard !row.isTrusted else { return "trusted" }
    return switch statuses[row.row] {
    case nil: "kept"
    case .undecided: "held"
    case let status?: status.rawValue
    }
  }

  /// One compact object with its line end.
  public var json: [UInt8] {
    var value = base.value
    value["held"] = .bool(held.map { $0.status != .released } ?? false)
    value["status"] = JSON(held?.status.rawValue)
    if let held { value["finding"] = held.json }
    value["kept_rows_compared"] = .bool(company == .everyRow)
    value["nearest_rows"] = .object(
      NearestRows.Relation.allCases.map { relation in
        JSON.Member(
          relation.rawValue,
          .array(
            (nearest[relation] ?? []).map { row in
              [
                "row": .integer(row.row), "distance": .number(row.distance),
                "class": JSON(row.label), "source": JSON(row.source),
                "status": .string(word(row)), "cells": JSON(row.cells),
              ]
            }))
      })
    return value.bytes() + [UInt8(ascii: "\n")]
  }
}
