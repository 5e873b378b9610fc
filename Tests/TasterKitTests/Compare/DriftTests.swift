import Foundation
import Testing

@testable import TasterKit

@Suite struct `The drift` {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  private func drift(
    _ old: String, _ new: String, label: String = "class", exactRows: Int = 1 << 21
  ) throws -> Drift {
    let scratch = try Scratch()
    let a = try scratch.table(old, label: .column(label))
    let b = try scratch.table(new, label: .column(label))
    let names = { (table: Table) in table.schema.columns.map { (name: $0.name, role: $0.role) } }
    let match = ColumnMatch(old: names(a), new: b.schema.columns.map { $0.name })
    return try Drift(a, b, columns: match, threads: 1, exactRows: exactRows)
  }

  /// A table of two classes in which class b has its own middle and its own colours.
  private func csv(_ rows: Int, seed: UInt64, _ change: (inout [String], Int) -> Void = { _, _ in })
    -> String
  {
    var dice = Dice(seed: seed)
    var text = "x,colour,class\n"
    for i in 0..<rows {
      let isB = i % 3 == 0
      let x = Double((0..<6).reduce(0) { sum, _ in sum + dice.number(0...100) }) / 10
      var row = ["\(x + (isB ? 40 : 0))", dice.pick(["red", "green", "blue"]), isB ? "b" : "a"]
      change(&row, i)
      text += row.joined(separator: ",") + "\n"
    }
    return text
  }

  /// The figure: random halves of a shipped table raise an alarm in at most one run of twenty, noise allowed for.
  @Test func `of two halves of one table raises hardly any alarm`() throws {
    let file = Self.package.appending(path: "Datasets/penguins/clean.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let label = "Species"
    var dice = Dice(seed: 11)
    var (alarms, certain) = (0, 0)
    for _ in 0..<60 {
      let rows = lines.dropFirst().shuffled(using: &dice)
      let half = rows.count / 2
      let found = try drift(
        ([lines[0]] + rows[..<half]).joined(separator: "\n"),
        ([lines[0]] + rows[half...]).joined(separator: "\n"), label: label)
      if !found.alarms().isEmpty { alarms += 1 }
      if found.tests.contains(where: { $0.qValue <= 0.05 }) { certain += 1 }
    }
    // 0.05 · 60 and two standard deviations; `taster-bench drift` has 200 runs of every shipped table.
    #expect(alarms <= 6, "\(alarms) alarms, \(certain) with a q-value alone")
  }

  @Test func `of values is seen in the class that moved, with its size`() throws {
    let found = try drift(
      csv(1_200, seed: 1),
      csv(1_200, seed: 2) { row, i in
        if row[2] == "b" { row[0] = "\((Double(row[0]) ?? 0) + 5)" }
      })
    let alarms = found.alarms()
    #expect(alarms.map { $0.className } == ["b"] && alarms[0].column == "x")
    #expect(alarms[0].kind == .values && alarms[0].effect > 0.2)
    // Six uniform draws have a standard deviation of about 7.1.
    let shift = try #require(alarms[0].shift)
    #expect(shift > 0.5 && shift < 0.95)
    #expect(alarms[0].oldCount == 400 && alarms[0].newCount == 400)
  }

  @Test func `of a few rows that moved far is seen by the shift alone`() throws {
    let found = try drift(
      csv(1_200, seed: 1),
      csv(1_200, seed: 1) { row, i in if i % 12 == 1 { row[0] = "900" } })
    let alarm = try #require(found.alarms().first)
    #expect(alarm.column == "x" && alarm.className == "a")
    #expect((alarm.shift ?? 0) > 5)
  }

  @Test func `of levels, missing values and classes is seen, with what is new`() throws {
    let found = try drift(
      csv(1_200, seed: 1),
      csv(1_200, seed: 2) { row, i in
        if row[2] == "a", i % 4 == 1 { row[1] = "violet" }
        if row[2] == "b", i % 5 == 0 { row[0] = "" }
        if i % 7 == 2 { row[2] = "c" }
      })
    let alarms = found.alarms()
    #expect(alarms.contains { $0.kind == .classes && $0.newLevels.map { $0.name } == ["c"] })
    let colour = try #require(alarms.first { $0.kind == .levels && $0.className == "a" })
    #expect(colour.column == "colour" && colour.newLevels.map { $0.name } == ["violet"])
    #expect(colour.vanishedLevels.isEmpty)
    let missing = try #require(alarms.first { $0.kind == .missing })
    #expect(missing.column == "x" && missing.className == "b" && missing.effect > 0.8)
  }

  @Test func `that is certain but small is no alarm`() throws {
    let found = try drift(
      csv(30_000, seed: 1),
      csv(30_000, seed: 2) { row, _ in row[0] = "\((Double(row[0]) ?? 0) + 0.4)" })
    #expect(found.tests.contains { $0.kind == .values && $0.qValue < 0.001 })
    #expect(found.alarms().isEmpty)
  }

  @Test func `is much the same through sketches`() throws {
    let (old, new) = (
      csv(6_000, seed: 1), csv(6_000, seed: 2) { row, _ in row[0] = "\((Double(row[0]) ?? 0) + 5)" }
    )
    let (exact, near) = (try drift(old, new), try drift(old, new, exactRows: 100))
    #expect(!exact.isSketched && near.isSketched)
    for (a, b) in zip(exact.tests, near.tests) where a.kind == .values {
      #expect((a.effect - b.effect).magnitude < 0.01)
      #expect(b.pValue >= a.pValue * 0.1)
    }
    #expect(exact.alarms().map { $0.className } == near.alarms().map { $0.className })
  }

  @Test func `names columns that hold something else`() throws {
    let found = try drift(
      csv(300, seed: 1),
      csv(300, seed: 2) { row, i in row[0] = ["low", "high", "middle"][i % 3] })
    #expect(found.retyped == ["x"])
    #expect(found.remarks == ["column 'x' was numeric and is categorical now"])
    let constant = try drift(csv(300, seed: 1), csv(300, seed: 2) { row, _ in row[0] = "7" })
    #expect(constant.retyped == [] && constant.alarms().contains { $0.column == "x" })
  }
}
