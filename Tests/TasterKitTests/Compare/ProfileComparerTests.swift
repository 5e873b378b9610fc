import Testing

@testable import TasterKit

@Suite struct `A snapshot beside a profile` {
  /// Two clear classes; of the new file the labels of some rows are flipped.
  private static func text(
    hasOrigins: Bool, mark: String = "", _ isFlipped: (Int) -> Bool = { _ in false }
  ) -> String {
    (0..<1_000).reduce("\(mark)x,y\(hasOrigins ? ",from,when" : ""),class\n") { text, i in
      let x = Double(i % 2 * 3) + Double(i * 37 % 101) / 101
      let y = Double(i * 53 % 97) / 97
      let origin = hasOrigins ? ",s\(i % 5),2026-01-\(10 + i / 100) 00:00" : ""
      return text + "\(x),\(y)\(origin),\((i % 2 == 0) == isFlipped(i) ? "b" : "a")\n"
    }
  }

  /// Compares a file with the profile of clean rows.
  private static func compare(
    _ text: String, hasOrigins: Bool = true
  ) throws -> (comparison: Comparison, changes: [ChangedRow]) {
    let scratch = try Scratch()
    var options = ComparerOptions()
    options.table.label = .column("class")
    options.table.temporaryDirectory = scratch.path
    let clean = try Table.read(
      [try scratch.write(Array(Self.text(hasOrigins: false).utf8), to: "old.csv")],
      options: options.table)
    let baseline = try Baseline(
      clean, statistics: try Scan().statistics(of: clean),
      origins: [Baseline.Origin(bytes: 1, sha256: "", rows: clean.rowCount)], seed: 0, version: "")
    if hasOrigins { (options.table.source, options.table.time) = ("from", "when") }
    var changes: [ChangedRow] = []
    let comparison = try ProfileComparer(options).compare(
      .profile(baseline, RunFacts.File(name: "old.taster", bytes: 1, sha256: "")),
      .table(try scratch.write(Array(text.utf8), to: "new.csv")), onChange: { changes.append($0) })
    return (comparison, changes)
  }

  @Test func `tells the source in which contradicted rows gather`() throws {
    let (comparison, changes) = try Self.compare(
      Self.text(hasOrigins: true) { $0 % 5 == 3 && $0 % 4 == 0 })
    #expect(changes.count == 50)
    #expect(changes.allSatisfy { $0.source == "s3" && $0.time?.hasPrefix("2026-01-1") == true })
    let found = try #require(comparison.attribution.first)
    #expect(found.kind == .source && found.name == "s3" && found.side == .suspicious)
    #expect(found.touched == 50 && found.rows == 200 && found.allRows == 1_000)
  }

  @Test func `tells the time and the part of the file`() throws {
    let found = try Self.compare(
      Self.text(hasOrigins: true) { (500..<600).contains($0) && $0 % 2 == 0 }
    ).comparison.attribution
    let times = found.filter { $0.kind == .time }
    #expect(times.map { $0.name } == ["after 2026-01-14 00:00, up to 2026-01-15 00:00"])
    let places = found.filter { $0.kind == .position }
    #expect(places.map { $0.name } == ["rows 501 to 550", "rows 551 to 600"])
  }

  @Test func `tells the part of a file without columns of origins, and where a row stands`() throws
  {
    let text = Self.text(hasOrigins: false, mark: "\u{FEFF}") { (500..<550).contains($0) }
    let (comparison, changes) = try Self.compare(text, hasOrigins: false)
    #expect(comparison.attribution.map { $0.name } == ["rows 501 to 550"])
    let bytes = Array(text.utf8)
    let lines = text.split(separator: "\n")
    #expect(changes.count == 50)
    for change in changes {
      let place = try #require(change.new)
      let record = bytes[place.byteOffset..<place.byteOffset + place.byteLength]
      #expect(String(decoding: record, as: UTF8.self) == lines[place.row] + "\n")
    }
  }

  @Test func `judges new rows by the columns that they have`() throws {
    let text = Self.text(hasOrigins: false).split(separator: "\n").map { line in
      let cells = line.split(separator: ",")
      return "\(cells[0]),\(cells[2])\n"
    }
    let (comparison, changes) = try Self.compare(text.joined(), hasOrigins: false)
    #expect(comparison.columns.went == ["y"])
    #expect(changes.isEmpty && comparison.findings.isEmpty)
    #expect(comparison.remarks.contains { $0.hasPrefix("new rows are judged without 'y',") })
  }

  @Test func `tells nothing where nothing is contradicted`() throws {
    let (comparison, changes) = try Self.compare(Self.text(hasOrigins: true))
    #expect(changes.isEmpty && comparison.attribution.isEmpty && comparison.findings.isEmpty)
  }
}
