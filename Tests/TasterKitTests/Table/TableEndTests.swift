import TasterKit
import Testing

@Suite struct `The end of a table` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static let header = "n,x,w,class\n"
  private static let rows = (0..<40)
    .map { "\($0),\($0 % 7).5,word \($0),\(["a", "b"][$0 % 2])\n" }.joined()
  private static let table = header + rows

  private func read(
    _ text: String, threads: Int = 1, block: Int = 1 << 20
  ) throws -> Table {
    try scratch.table(text, label: .column("class")) {
      $0.stopsAtTableEnd = true
      $0.maxRejectShare = 1
      ($0.threads, $0.blockBytes) = (threads, block)
    }
  }

  private func kinds(_ table: Table) throws -> [RecordLog.Kind] {
    try table.entries().map(\.kind)
  }

  @Test(arguments: [
    ("\nTotal,,,\n", 43), ("Total,,,9\n", 42), ("\n\nSource: us; and, others\n* one\n", 44),
    ("\nSum,9.5,,a\n", 43), ("* one\n\n* two\n", 42),
    // Another table, of whatever width, with or without a line between.
    ("n,x,w,class\n1,2,u,a\n", 42), ("\nu,v,w,x\n1,2,u,a\n", 43), ("\nTable 2\nn,x,w,class\n", 43),
    ("\nu,v\n1,2\n3,4\n", 43), ("u,v,w\n" + String(repeating: "1,2,3\n", count: 15), 42),
    // Totals that look like a row, in front of what ends the table.
    ("\n780,9.5,word,a\nn,x,w,class\n1,2,u,a\n", 43),
    ("\n780,9.5,word,a\n\nn,x,w,class\n", 43), ("\n780,9.5,word,a\n\nu,v,w,x\n1,2,u,a\n", 43),
    ("\nSum,9.5,,a\nn,x,w,class\n", 43), ("\n780,9.5,word,a\nas of May\nn,x,w,class\n", 43),
  ])
  func `is where no row follows, or another header`(rest: String, line: Int) throws {
    let table = try read(Self.table + rest)
    #expect(table.rowCount == 40 && table.rejects.isEmpty)
    let said = table.remarks.filter { $0.contains("--table-stop") }
    #expect(said.count == 1 && said[0].hasPrefix("the table ends before line \(line) (byte "))
    #expect(try table.entries().reduce(0) { $0 + $1.length } == (Self.table + rest).utf8.count)
    #expect(try kinds(table).drop { $0 != .behindTable }.allSatisfy { $0 == .behindTable })
    let lines = try table.entries().count { $0.kind != .row && $0.kind != .header }
    #expect(table.blankLines == lines)
  }

  @Test(arguments: [
    // Rows follow, or nothing parts a full record from the rows.
    "1,2\n" + rows, "\n\n" + rows, "* note\n" + rows, "Total,,,9\n" + rows, "9,9,9\n", "",
    String(repeating: "1,2,3\n", count: 15) + rows, "\n\n\n", "# x\n", "sum,9.5,word 1,a\n",
    "u,v,w,x\n" + rows, ",,,\n" + rows,
    // One row behind a blank line is a row, where nothing says that the table ends with it.
    "\n780,9.5,word,a\n", "\n780,9.5,word,a\n\n",
  ])
  func `is the end of the file else`(rest: String) throws {
    let table = try read(Self.table + rest)
    #expect(try !kinds(table).contains(.behindTable))
    #expect(table.remarks.contains("the table ends with the file (--table-stop)"))
    let plain = try scratch.table(Self.table + rest, label: .column("class")) {
      $0.maxRejectShare = 1
    }
    #expect(try table.entries() == plain.entries())
  }

  @Test(arguments: [
    // Behind blank lines stand other rows as well: those in front of the header are rows like them.
    ("\n" + rows, 42 + 41), ("\n1,2,u,a\n2,3,u,a\n", 42 + 3),
    ("\n1,2,u,a\n\n2,3,u,a\n\n", 42 + 5), ("1,2,u,a\n", 42 + 1),
  ])
  func `is the header itself behind what are rows`(rest: String, line: Int) throws {
    let table = try read(Self.table + rest + Self.table)
    let said = table.remarks.filter { $0.contains("--table-stop") }
    #expect(said.count == 1 && said[0].hasPrefix("the table ends before line \(line) (byte "))
  }

  @Test func `is not looked for unless that is asked`() throws {
    let table = try scratch.table(Self.table + "\nTotal,,,9\n", label: .column("class"))
    #expect(try !kinds(table).contains(.behindTable))
    #expect(!table.remarks.contains { $0.contains("--table-stop") })
    // Too little is known of a row.
    let short = try read("n,class\n1,a\n2,b\n\nTotal\n")
    #expect(try !kinds(short).contains(.behindTable))
    #expect(short.remarks.contains { $0.contains("fewer than 5 rows") })
  }

  @Test func `is each file's own`() throws {
    let texts = [Self.table + "\nTotal,,,9\n", Self.table, Self.table + Self.table]
    var options = TableOptions()
    options.label = .column("class")
    options.stopsAtTableEnd = true
    let paths = try texts.enumerated().map { try scratch.write($1, to: "\($0).csv") }
    let table = try Table.read(paths, options: options)
    #expect(table.rowCount == 120)
    let said = table.remarks.filter { $0.contains("--table-stop") }
    #expect(said.count == 3 && said[0].contains("0.csv: the table ends before line 43"))
    #expect(said[1].contains("1.csv: the table ends with"))
    #expect(said[2].contains("header is repeated"))
  }

  /// Lines that look like rows, like the end of a table and like CSV gone wrong.
  private static func hostile(_ dice: inout Dice) -> String {
    let end = dice.pick(["\n", "\n", "\r\n"])
    var lines = [String(header.dropLast())]
    for i in 0..<dice.number(5...60) { lines.append("\(i),\(i % 3),word,\(i % 2)") }
    for _ in 0..<dice.number(0...30) {
      lines.append(
        dice.pick([
          "", ",,,", "Total,,,1", "1,2", "1,2,3,4,5", "n,x,w,class", "a,b,c,d", "* \"note",
          "\"x\(end)\(end)y\",1,2,3", "7,8,word,1", "7,8,word,1", "7,8,a, b,1", "# c", "\"7,8,w,1",
        ]))
    }
    return lines.joined(separator: end) + dice.pick(["", end])
  }

  @Test(arguments: 1...3)
  func `is the same on any number of threads and in any chunks`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var ends = 0
    for round in 0..<60 {
      let text = Self.hostile(&dice)
      func read(_ threads: Int, _ block: Int) throws -> Summary {
        try scratch.table(text) {
          ($0.stopsAtTableEnd, $0.splitsByType) = (true, round % 2 == 0)
          ($0.maxRejectShare, $0.headerLines) = (1, 1)
          ($0.threads, $0.blockBytes) = (threads, block)
        }.summary()
      }
      let expected = try read(1, 1 << 20)
      #expect(expected.entries.reduce(0) { $0 + $1.length } == text.utf8.count)
      if expected.entries.contains(where: { $0.kind == .behindTable }) { ends += 1 }
      for threads in 1...3 {
        let found = try read(threads, dice.pick([1, 20, 50, 300]))
        try #require(found == expected, "round \(round), \(threads) threads: \(text)")
      }
    }
    #expect(ends > 20)
  }
}
