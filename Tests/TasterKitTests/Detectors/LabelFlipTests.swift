import TasterKit
import TasterTesting
import Testing

@Suite struct `Label flips` {
  /// Two clouds on a grid, eight labels in each flipped.
  static let flipped: Set<Int> = [
    2, 20, 40, 60, 80, 100, 120, 140, 11, 31, 51, 71, 91, 111, 131, 151,
  ]

  static func label(_ k: Int) -> String { (k % 2 == 0) != flipped.contains(k) ? "cat" : "dog" }

  static let clouds: String = {
    var lines = ["x, y, label"]
    for k in 0..<160 {
      let shift: Double = k % 2 == 0 ? 0 : 6
      let x = Double((k * 37) % 11) / 5 + shift
      let y = Double((k * 17) % 13) / 5 + shift
      lines.append("\(x), \(y), \(label(k))" + (flipped.contains(k) ? "  ⚑ label-flip" : ""))
    }
    return lines.joined(separator: "\n")
  }()

  @Test func `are held in clouds that stand apart`() throws {
    try MarkedTable(Self.clouds).expectSuspects(of: LabelFlip.self)
  }

  @Test func `come with reasons that the rows confirm`() throws {
    let table = try MarkedTable(Self.clouds)
    let reasons = try table.reasons(forRow: 21, by: LabelFlip.self)
    #expect(reasons.count == 2)
    #expect(reasons[0].text.contains("its features say 'cat'"))
    #expect(reasons[0].text.contains("its label 'dog'"))
    // Row k + 1 stands in the cats' cloud where k is even, and its row numbers are odd.
    #expect(reasons[1].rows.count == 10)
    #expect(reasons[1].rows.allSatisfy { $0 % 2 == 1 && $0 != 21 })
    let cats = reasons[1].rows.count { Self.label($0 - 1) == "cat" }
    #expect(cats >= 7)
    #expect(
      reasons[1].text.hasPrefix(
        "\(cats) of its 10 nearest rows are 'cat', \(10 - cats) are 'dog' (rows "))
    let listed = reasons[1].rows.map { String($0) }.joined(separator: ", ")
    #expect(reasons[1].text.contains("(rows \(listed))"))
    #expect(try table.reasons(forRow: 5, by: LabelFlip.self).isEmpty)
  }

  @Test func `cannot be seen where classes are one cloud`() throws {
    var sheet = Sheet.clean(rows: 200, seed: 5)
    sheet.fields[6].cells = .texts((0..<200).map { ($0 * 7 / 5) % 2 == 0 ? "a" : "b" })
    let evidence = try Learned(sheet).evidence(of: LabelFlip.self)
    #expect(evidence.count { $0.holds } <= 4)
  }

  /// Two classes of which one row in forty lies on the other's side; every fortieth label is flipped.
  private static let overlapping: Sheet = {
    var generator = SeededGenerator(seed: 8)
    var (x, y, labels): ([Double], [Double], [String]) = ([], [], [])
    for i in 0..<1_600 {
      let shift: Double = i % 2 == 0 ? -2 : 2
      x.append(generator.normal() + shift)
      y.append(generator.normal())
      labels.append((i % 2 == 0) != (i % 40 == 7) ? "a" : "b")
    }
    return Sheet(
      rowCount: 1_600,
      fields: [
        Sheet.Field("x", .numbers(x)), Sheet.Field("y", .numbers(y)),
        Sheet.Field("label", .texts(labels), role: .label),
      ])
  }()

  @Test func `are held where some of the disagreement is nature's own`() throws {
    let evidence = try Learned(Self.overlapping).evidence(of: LabelFlip.self)
    let held = evidence.indices.filter { evidence[$0].holds }
    let flipped = held.count { $0 % 40 == 7 }
    #expect(flipped >= 15)
    #expect(Double(flipped) > 0.7 * Double(held.count))
  }

  @Test func `are counted, held or not`() throws {
    let counted = try Learned(Self.overlapping).evidence(of: LabelFlip.self)
      .reduce(0) { $0 + $1.probability }
    #expect((20...60).contains(counted))
    let clean = try Learned(.clean(rows: 300, seed: 5)).evidence(of: LabelFlip.self)
    #expect(clean.allSatisfy { $0.probability == 0 })
  }

  @Test func `are not held where too few labels are contradicted to tell`() throws {
    var detector = LabelFlip()
    detector.fewestDisagreements = 1_000
    let learned = try Learned(Self.overlapping)
    let judge = try detector.learn(learned.profile)
    for chunk in learned.table.chunks {
      #expect(judge.evidence(learned.profile.batch(chunk)).allSatisfy { $0.probability == 0 })
    }
  }

  @Test func `are shares with two digits`() {
    #expect(percent(0.97) == "97 %")
    #expect(percent(0.034) == "3.4 %")
    #expect(percent(0.00345) == "0.35 %")
    #expect(percent(0) == "0 %")
    #expect(percent(0.00001) == "under 0.01 %")
    #expect(percent(1) == "100 %")
  }
}
