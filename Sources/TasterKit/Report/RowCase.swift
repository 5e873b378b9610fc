/// All that a finished run knows about one row.
public struct RowCase: Sendable {
  private let row: Int
  private let directory: String
  private let suspect: Report.Suspect?
  /// The row's cells, where it lies farthest from its class first.
  package let cells: [CellComparison]
  /// How many rows the classes have.
  package let classRows: [String: Int]
  /// The score of a row that was not held; nil where scores were not written.
  private let score: Double?
  private let evidence: [String: Double]
  /// The rows named in the reasons that are held themselves.
  package let heldNeighbours: Set<Int>

  /// The most columns that ``lines(width:style:)`` compares.
  public var columnLimit = 20

  /// Reads what there is about a row.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - row: The row's number, from 1.
  /// - Throws: ``TableError`` where there is no such row, or where a file cannot be read.
  /// - Complexity: O(held rows + size of `report.json`).
  public init(_ run: RunReader, row: Int) throws {
    guard (1...max(run.facts.rows, 1)).contains(row), run.facts.rows > 0 else {
      throw TableError(
        .unknownName, "there is no row \(row); the data has rows 1 to \(run.facts.rows)")
    }
    if let found = try run.heldRow(row) {
      let suspect = Report.Suspect(finding: found.finding, location: found.location)
      try self.init(run, suspect, bytes: found.bytes)
    } else {
      try self.init(run, absent: row)
    }
  }

  /// What there is about a row that is not held.
  private init(_ run: RunReader, absent row: Int) throws {
    self.row = row
    directory = run.directory.path
    let known = try run.score(ofRow: row)
    suspect = nil
    cells = []
    classRows = [:]
    score = known?.score
    evidence = known?.evidence ?? [:]
    heldNeighbours = []
  }

  /// Puts together what there is about a row that the scan held, whatever became of it.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - found: What was found, and where.
  ///   - bytes: The row.
  ///   - heldRows: The rows that are held, of those that reasons name; nil has them looked for in `findings.jsonl`.
  /// - Throws: ``TableError`` where a file cannot be read.
  package init(
    _ run: RunReader, _ found: Report.Suspect, bytes: [UInt8], heldRows: Set<Int>? = nil
  ) throws {
    row = found.finding.row
    directory = run.directory.path
    let report: ReportRecord = try RunReader.object(run.directory.file("report.json"))
    suspect = found
    cells = report.compare(
      try run.fields(bytes), label: found.finding.label,
      suggested: found.finding.suggestedLabel)
    classRows = Dictionary(
      report.statistics.classes.map { ($0.name ?? "", $0.rows) }, uniquingKeysWith: +)
    score = found.finding.score
    evidence = found.finding.evidence
    if let heldRows {
      heldNeighbours = heldRows
      return
    }
    let named = Set(found.finding.reasons.flatMap { $0.rows })
    var held = Set<Int>()
    try run.forEachFinding { finding, _ in
      if named.contains(finding.row) { held.insert(finding.row) }
      return held.count < named.count
    }
    heldNeighbours = held
  }

  /// The case in words and tables.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line.
  ///   - style: How headings and scores are dressed.
  /// - Returns: Lines without their ends.
  public func lines(width: Int, style: Style = .plain) -> [String] {
    guard let suspect else { return absent(width, style) }
    let blocks = [
      opening(suspect, width, style), reasons(suspect.finding, width, style),
      detectors(suspect.finding, width, style), comparison(suspect.finding, width, style),
    ]
    return Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private func absent(_ width: Int, _ style: Style) -> [String] {
    let known =
      score.map { "its score is \(Figures.significant($0, digits: 3))" }
      ?? "its score is not known: `taster scan --scores` writes the scores of all rows"
    let lines = "row \(row) is not held; \(known)".said(width: width)
    return evidence.isEmpty ? lines : lines + [""] + table(of: evidence, held: nil, width, style)
  }

  private func opening(_ suspect: Report.Suspect, _ width: Int, _ style: Style) -> [String] {
    let finding = suspect.finding
    var lines = [style.heading("row \(row)")]
    if let place = suspect.location {
      let file = place.file.map { " of \($0)" } ?? ""
      lines +=
        "line \(place.line), bytes \(place.byteOffset) to \(place.byteOffset + place.byteLength)\(file)"
        .said(width: width)
      if let id = place.id { lines += "id '\(id)'".said(width: width, limit: 200) }
      if let source = place.source { lines += "source '\(source)'".said(width: width, limit: 200) }
      lines += "fingerprint \(place.fingerprint)".said(width: width)
    }
    if let label = finding.label {
      let looks = finding.suggestedLabel.map { ", looks like '\($0)'" } ?? ""
      lines += "carries '\(label)'\(looks)".said(width: width, limit: 400)
    }
    let holders =
      finding.heldBy.isEmpty ? "the threshold" : finding.heldBy.joined(separator: ", ")
    lines.append(
      "score \(style.score(Figures.significant(finding.score, digits: 3))), held by "
        + printable(holders))
    return lines
      + "\(Taxonomy.ingestPoisoning.reportName), \(Taxonomy.poisonTrainingData.id)"
      .said(width: width)
  }

  private func reasons(_ finding: Finding, _ width: Int, _ style: Style) -> [String] {
    guard !finding.reasons.isEmpty else { return [] }
    var lines = [style.heading("why")]
    for reason in finding.reasons {
      lines += "- \(reason.detector): \(reason.text)".said(width: width, limit: 2_000)
      lines += neighbours(reason, width)
    }
    return lines
  }

  /// The rows that a reason rests on, where its sentence does not name them, and those of them that are held.
  private func neighbours(_ reason: Reason, _ width: Int) -> [String] {
    guard let first = reason.rows.first else { return [] }
    func list(_ rows: [Int]) -> String {
      let shown = rows.prefix(50).map { String($0) }.joined(separator: ", ")
      return rows.count > 50 ? "\(shown) and \(rows.count - 50) more" : shown
    }
    let held = reason.rows.filter { heldNeighbours.contains($0) }
    var lines: [String] = []
    if !reason.text.contains("(rows \(first)") { lines.append("rows \(list(reason.rows))") }
    if !held.isEmpty { lines.append("held themselves: \(list(held))") }
    return lines.flatMap { $0.said(width: width - 2, indent: 0) }.map { "  " + $0 }
  }

  private func detectors(_ finding: Finding, _ width: Int, _ style: Style) -> [String] {
    evidence.isEmpty ? [] : table(of: evidence, held: Set(finding.heldBy), width, style)
  }

  private func table(
    of evidence: [String: Double], held: Set<String>?, _ width: Int, _ style: Style
  ) -> [String] {
    var table = AlignedTable([.text("detector"), .number("nats"), .text("")])
    for (name, nats) in evidence.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      table.add([
        name, Figures.significant(nats, digits: 3),
        held?.contains(name) == true ? "holds the row" : "",
      ])
    }
    return table.lines(width: width, style: style)
  }

  private func comparison(_ finding: Finding, _ width: Int, _ style: Style) -> [String] {
    guard !cells.isEmpty else { return [] }
    func title(_ name: String?) -> String {
      name.map { "in '\(printable($0, limit: 24))' (\(classRows[$0] ?? 0))" } ?? "in all rows"
    }
    var columns: [AlignedTable.Column] = [
      .text("column"), .text("value"), .text(title(finding.label)), .number("z"),
    ]
    if let suggested = finding.suggestedLabel {
      columns += [.text(title(suggested)), .number("z")]
    }
    var table = AlignedTable(columns)
    let shown = cells.prefix(columnLimit)
    for cell in shown {
      let own = cell.own.figures
      let role = cell.role == Column.Role.feature.rawValue ? cell.kind : cell.role
      var line = [
        cell.column, cell.text, own.usual.isEmpty ? "(\(role))" : own.usual, own.distance,
      ]
      if let other = cell.other?.figures { line += [other.usual, other.distance] }
      table.add(line)
    }
    let more = cells.count - shown.count
    return table.lines(width: width, style: style)
      + (more > 0 ? ["and \(Figures.count(more, "column")) more (--columns)"] : [])
      + [""] + "median ± spread of the class; z counts spreads from the median".said(width: width)
  }

  /// The columns in the order in which they are compared: where the row lies farthest from its class first.
  package var columns: [(name: String, position: Int, value: String, spread: Double?)] {
    cells.map { cell in
      var spread: Double?
      if case .numeric(_, let known, _) = cell.own { spread = known }
      return (cell.column, cell.position, cell.text, spread)
    }
  }

  /// One compact object with its line end; the finding is an object as in `findings.jsonl`.
  public var json: [UInt8] { value.bytes() + [UInt8(ascii: "\n")] }

  /// All of it as a value.
  package var value: JSON {
    [
      "schema_version": 1, "directory": .string(directory), "row": .integer(row),
      "held": .bool(suspect != nil), "score": JSON(score),
      "detectors": .object(
        evidence.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .number($0.value)) }),
      "finding": suspect.map { FindingsJSONL.object($0.finding, at: $0.location) } ?? .null,
      "held_rows_in_reasons": JSON(heldNeighbours.sorted()),
      "cells": .array(cells.map { $0.json }),
    ]
  }
}
