import TasterKit
import TasterTesting
import Testing

@Suite struct `A victim` {
  private static let sheet = Sheet.attacked(rows: 120)

  @Test func `gives rows in the order asked for`() throws {
    let victim = try Victim(Self.sheet.table(chunkRows: 7))
    let rows = try victim.rows([119, 3, 50, 3])
    #expect(rows.map(\.row) == [119, 3, 50, 3])
    var all: [Victim.Row] = []
    try victim.forEachRow { all.append($0) }
    #expect(all.count == 120 && all.map(\.row) == Array(0..<120))
    #expect(rows[1].numbers[0] == all[3].numbers[0] && rows[1].label == victim.labels[3])
    let xs = try victim.numbers(0)
    #expect(xs == all.map { $0.numbers[0] })
  }

  @Test func `knows its columns`() throws {
    let victim = try Victim(Self.sheet.table())
    let xs = try victim.numbers(0)
    let mean = xs.reduce(0, +) / 120
    #expect((victim.ranges[0].mean - mean).magnitude < 1e-12)
    #expect(victim.ranges[0].minimum == xs.min() && victim.ranges[0].maximum == xs.max())
    #expect(victim.ranges[0].floor == -.infinity && victim.ranges[3].floor == 0)
    #expect(victim.isAtom(0, numeric: 3) && !victim.isAtom(0, numeric: 0))
    #expect(!victim.isAtom(25, numeric: 3))
    #expect(victim.cell(-3, numeric: 3).text == "0.0")
    #expect(victim.cell(61, numeric: 3).value == .number(50))
  }

  @Test func `finds classes, sources and columns, or the nearest names`() throws {
    let victim = try Victim(Self.sheet.table())
    #expect(try victim.classCode("birch") == 1)
    #expect(try victim.sourceCode("north") == 1)
    #expect(try victim.numericColumn("count") == 2)
    for (name, look) in [("brich", victim.classCode), ("nort", victim.sourceCode)] {
      let error = #expect(throws: TableError.self) { _ = try look(name) }
      #expect(error?.description.contains("did you mean") == true)
    }
    #expect(throws: TableError.self) { try victim.numericColumn("colour") }
    #expect(victim.classSizes == [60, 36, 24])
  }

  @Test func `has margins of models that have not seen the row`() throws {
    let victim = try Victim(Self.sheet.table())
    let margins = try #require(try victim.margins())
    #expect(margins.count == 120)
    #expect(margins.count { $0.value < 0 } > 90)
    #expect(zip(margins, victim.labels).allSatisfy { $0.other != $1 })
    #expect(try Victim(Self.sheet.rows([1, 2]).table()).margins()?.count == nil)
  }
}
