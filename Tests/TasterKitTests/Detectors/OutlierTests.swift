import TasterKit
import TasterTesting
import Testing

@Suite struct `Outliers` {
  static let values: [Double] = {
    var generator = SeededGenerator(seed: 30)
    return (0..<60).map { _ in (generator.normal() * 100).rounded() / 100 }
  }()

  static func text(_ far: [Int: Double]) -> String {
    var lines = ["weight, length, label"]
    for (k, x) in values.enumerated() {
      let label = k % 2 == 0 ? "a" : "b"
      if let value = far[k] {
        lines.append("\(value), \(x), \(label)  ⚑ outlier")
      } else {
        lines.append("\(x), \(values[(k * 7) % 60]), \(label)")
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test func `are held wherever they lie`() throws {
    try MarkedTable(Self.text([7: 60, 22: -45, 40: 300])).expectSuspects(of: Outlier.self)
  }

  @Test func `are not invented`() throws {
    try MarkedTable(Self.text([:])).expectSuspects(of: Outlier.self)
  }

  @Test func `are held in a table without labels`() throws {
    let table = try MarkedTable(Self.text([7: 60]), label: nil)
    try table.expectSuspects(of: Outlier.self)
    let reason = try #require(try table.reasons(forRow: 8, by: Outlier.self).first)
    #expect(!reason.text.contains("class"))
  }

  @Test func `name the column, the value and its distance from the class`() throws {
    let table = try MarkedTable(Self.text([7: 60, 22: -45]))
    let reason = try #require(try table.reasons(forRow: 8, by: Outlier.self).first)
    var own = (0..<60).filter { $0 % 2 == 1 }.map { $0 == 7 ? 60 : Self.values[$0] }
    own.sort()
    let centre = quantile(ofSorted: own, 0.5)
    let spread = (quantile(ofSorted: own, 0.75) - quantile(ofSorted: own, 0.25)) / 1.3489795
    #expect(
      reason.text
        == "`weight` = 60 is \(Figures.significant((60 - centre) / spread)) robust standard deviations "
        + "above its class (median \(Figures.significant(centre)))")
    let low = try #require(try table.reasons(forRow: 23, by: Outlier.self).first)
    #expect(low.text.contains("`weight` = -45 is ") && low.text.contains(" below its class"))
  }

  @Test func `are told beside the other values where many rows share one`() throws {
    // Two in three are 0, the others lie from 1,000 to 1,950.
    let lines = (0..<90).map { i in
      i == 40
        ? "7, \(i % 2)" : "\(i % 3 == 0 ? 1_000 + (i * 370 / 3) % 1_000 : 0), \(i % 2)"
    }
    let table = try MarkedTable((["loss, label"] + lines).joined(separator: "\n"))
    let reasons = try table.reasons(forRow: 41, by: Outlier.self).map { $0.text }
    let expected = "`loss` = 7 is far below the column's values other than 0, nine in ten of which "
    #expect(reasons.contains { $0.hasPrefix(expected + "lie from 10") }, "\(reasons)")
  }

  @Test func `are told in words where their class has no spread`() throws {
    // The only row of its class: there is nothing to measure a distance in.
    let lines = Self.text([7: 60]).split(separator: "\n").map { line in
      line.hasPrefix("60") ? "60.0, 0.1, lonely" : String(line)
    }
    let table = try MarkedTable(lines.joined(separator: "\n"))
    let reason = try #require(try table.reasons(forRow: 8, by: Outlier.self).first)
    #expect(reason.text.hasPrefix("`weight` = 60 lies far "))
    #expect(!reason.text.contains("standard deviations"))
  }
}
