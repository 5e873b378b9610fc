import RealModule
import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Row distance` {
  private static func unlabelled(_ sheet: Sheet) -> Sheet {
    var other = sheet
    other.fields.removeAll { $0.role == .label }
    return other
  }

  private static func evidence(_ sheet: Sheet) throws -> [Evidence] {
    try Learned(sheet).evidence(of: RowDistance.self)
  }

  private static func column(_ list: [Double]) -> Sheet {
    Sheet(rowCount: list.count, fields: [Sheet.Field("x", .numbers(list))])
  }

  private static let planted = unlabelled(Sheet.planted(rows: 240))

  @Test func `gives the scores of an independent program`() throws {
    let sheet = RowDistanceReference.sheet
    let found = try Self.evidence(sheet)
    for (i, score) in RowDistanceReference.scores.enumerated() {
      let nats = (score - 1) / 0.15
      let expected = nats > 3 ? 3 + Double.log(onePlus: nats - 3) : nats
      #expect((found[i].nats - expected).magnitude < 1e-8, "row \(i + 1)")
    }
    #expect(found.indices.filter { found[$0].holds } == [19])
  }

  @Test func `is silent where labels can be judged`() throws {
    let found = try Learned(Sheet.planted(rows: 240)).evidence(of: RowDistance.self)
    #expect(found.allSatisfy { $0 == .none })
  }

  @Test func `speaks in a table of one class`() throws {
    var sheet = Sheet.planted(rows: 240)
    sheet.fields[6].cells = .texts(Array(repeating: "only", count: 240))
    #expect(try Self.evidence(sheet) == Self.evidence(Self.planted))
  }

  @Test func `follows rows into another order`() throws {
    let shuffle = Self.planted.shuffled(seed: 9)
    let expected = try Self.evidence(Self.planted)
    try expectSame(shuffle.order.map { expected[$0] }, Self.evidence(shuffle.sheet))
  }

  @Test func `does not mind the order of columns`() throws {
    var sheet = Self.planted
    sheet.fields.reverse()
    try expectSame(Self.evidence(Self.planted), Self.evidence(sheet))
  }

  @Test func `does not mind units`() throws {
    try expectSame(Self.evidence(Self.planted), Self.evidence(Self.planted.scaled(by: 1_000)))
  }

  @Test func `does not mind a constant column`() throws {
    var sheet = Self.planted
    sheet.fields.insert(Sheet.Field("seven", .numbers(Array(repeating: 7, count: 240))), at: 1)
    try expectSame(Self.evidence(Self.planted), Self.evidence(sheet))
  }

  @Test func `judges a row alone as among others`() throws {
    let expected = try Self.evidence(Self.planted)
    let learned = try Learned(Self.planted)
    let judge = try RowDistance().learn(learned.profile)
    let alone = Self.planted.table(chunkRows: 1).chunks
      .flatMap { judge.evidence(learned.profile.batch($0)) }
    expectSame(expected, alone)
  }

  @Test func `columns that are equally wide have no basis`() throws {
    // Eight rare flags do not vary among the central rows: their variances tie.
    var generator = SeededGenerator(seed: 3)
    let x = (0..<300).map { _ in generator.normal() }
    let flags = (0..<8).map { j in
      Sheet.Field("f\(j)", .numbers((0..<300).map { $0 % 40 == j * 3 ? 1.0 : 0 }))
    }
    let sheet = Sheet(rowCount: 300, fields: [Sheet.Field("x", .numbers(x))] + flags)
    var other = sheet
    other.fields.reverse()
    try expectSame(Self.evidence(sheet), Self.evidence(other))
  }

  @Test(arguments: [21, 22, 23]) func `a clean table stays quiet`(seed: UInt64) throws {
    let found = try Self.evidence(Self.unlabelled(Sheet.clean(rows: 1_000, seed: seed)))
    #expect(found.count { $0.holds } <= 2)
    let likely = found.count { Score(logOdds: $0.nats - 3).value > 0.5 }
    #expect(likely <= 10)
  }

  @Test func `holds a far value and tells why`() throws {
    var sheet = Self.unlabelled(Sheet.clean(rows: 400, seed: 5))
    guard case .numbers(var list) = sheet.fields[2].cells else { return }
    list[123] = 80
    sheet.fields[2].cells = .numbers(list)
    let learned = try Learned(sheet)
    let found = try learned.evidence(of: RowDistance.self)
    #expect(found[123].holds)
    #expect(found.indices.max { found[$0].nats < found[$1].nats } == 123)
    let reasons = try learned.reasons(forRow: 123, by: RowDistance.self)
    let first = try #require(reasons.first)
    #expect(first.text.hasPrefix("`x2` = 80 is "))
    #expect(first.text.contains("robust standard deviations above the column's middle"))
    #expect(first.text.contains("lead one to expect"))
    #expect(reasons.last?.text.hasPrefix("as a whole it lies ") == true)
  }

  @Test func `names the columns that contradict each other`() throws {
    // Height and weight go together; row 51 has an ordinary height and an ordinary weight that do not.
    var generator = SeededGenerator(seed: 8)
    var x = (0..<500).map { _ in 10 * generator.normal() }
    var y = x.map { 3 * $0 + 0.5 * generator.normal() }
    (x[50], y[50]) = (24, -75)
    let sheet = Sheet(
      rowCount: 500, fields: [Sheet.Field("x", .numbers(x)), Sheet.Field("y", .numbers(y))])
    let learned = try Learned(sheet)
    let found = try learned.evidence(of: RowDistance.self)
    #expect(found.indices.max { found[$0].nats < found[$1].nats } == 50)
    let texts = try learned.reasons(forRow: 50, by: RowDistance.self).map { $0.text }
    #expect(texts.contains { $0.hasPrefix("`y` = -75 ") })
    #expect(texts.contains { $0.hasPrefix("`x` = 24 ") })
    #expect(try learned.reasons(forRow: 49, by: RowDistance.self).isEmpty)
  }

  @Test func `one numeric column is enough`() throws {
    var generator = SeededGenerator(seed: 4)
    var list = (0..<200).map { _ in generator.normal() }
    list[77] = 40
    let learned = try Learned(Self.column(list))
    let found = try learned.evidence(of: RowDistance.self)
    #expect(found.indices.filter { found[$0].holds } == [77])
    let reasons = try learned.reasons(forRow: 77, by: RowDistance.self)
    #expect(reasons.first?.text.contains("expect") == false)
  }

  @Test func `fewer than twenty rows are not judged`() throws {
    let list = (0..<19).map { $0 == 9 ? 1e6 : Double($0) }
    #expect(try Self.evidence(Self.column(list)).allSatisfy { $0 == .none })
    #expect(try Self.evidence(Self.column(list + [19.5])).contains { $0 != .none })
  }

  @Test func `categories alone are ranked, never held`() throws {
    var generator = SeededGenerator(seed: 6)
    var colours = (0..<300).map { _ in ["red", "green"].randomElement(using: &generator) }
    let shapes = colours.map { $0 == "red" ? "round" : "square" }
    colours[10] = "violet"
    colours[20] = "violet"
    let sheet = Sheet(
      rowCount: 300,
      fields: [Sheet.Field("colour", .texts(colours)), Sheet.Field("shape", .texts(shapes))])
    let found = try Self.evidence(sheet)
    #expect(!found.contains { $0.holds })
    let order = found.indices.sorted { found[$0].nats > found[$1].nats }
    #expect(Set(order.prefix(2)) == [10, 20])
  }

  @Test func `more than a thousand columns are taken one by one`() throws {
    var generator = SeededGenerator(seed: 7)
    let fields = (0..<1_010).map { j in
      let list = (0..<40).map { i in generator.normal() + (i == 25 ? 4 : 0) }
      return Sheet.Field("x\(j)", .numbers(list))
    }
    let found = try Self.evidence(Sheet(rowCount: 40, fields: fields))
    #expect(found.indices.max { found[$0].nats < found[$1].nats } == 25)
    #expect(found.allSatisfy { $0.nats.isFinite })
  }

  @Test func `a scan's scores are its ranking`() throws {
    let learned = try Learned(Self.planted)
    let found = try learned.evidence(of: RowDistance.self)
    let result = try Scan().run(learned.table)
    let scores = try (0..<result.judgement.scores.partCount)
      .flatMap { try result.judgement.scores.part($0).scores }
    let order = found.indices.sorted { (found[$0].nats, $0) < (found[$1].nats, $1) }
    for (low, high) in zip(order, order.dropFirst()) where found[low].nats < found[high].nats {
      #expect(scores[low] < scores[high])
    }
    let flood = try learned.evidence(of: Flood.self)
    #expect(flood.contains { $0.nats > 0 })
    let held = Set(try result.judgement.findings.all().map { $0.row - 1 })
    #expect(held.isSuperset(of: flood.indices.filter { flood[$0].holds }))
  }

  private func expectSame(
    _ a: [Evidence], _ b: [Evidence], at location: SourceLocation = #_sourceLocation
  ) {
    #expect(a.count == b.count, sourceLocation: location)
    #expect(a.map { $0.holds } == b.map { $0.holds }, sourceLocation: location)
    let gap = zip(a, b).map { ($0.nats - $1.nats).magnitude }.max() ?? 0
    #expect(gap < 1e-7, sourceLocation: location)
  }
}
