import TasterKit
import Testing

@Suite struct `The table reader` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static let good = (0..<100).map { "\($0),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()

  @Test func `puts records that are no rows aside, each with its place and reason`() throws {
    let text = "x,label\n1,yes\n1,2,3\n4,NA\n\u{FFFF},no\n" + Self.good
    var bytes = Array(text.utf8)
    let mark = try #require(bytes.firstIndex(of: 0xEF))
    bytes.replaceSubrange(mark..<mark + 3, with: [0xC3, 0x28])
    var options = TableOptions()
    options.label = .column("label")
    let table = try Table.read([try scratch.write(bytes)], options: options)
    #expect(table.rowCount == 101)
    #expect(
      table.rejects.map { "\($0.reason) \($0.count)" } == [
        "wrong number of fields 1", "no label 1", "not UTF-8 1",
      ])
    #expect(table.rejectExamples.map(\.record) == [2, 3, 4])
    #expect(table.rejectExamples.map(\.line) == [3, 4, 5])
    #expect(table.rejectExamples.map(\.byteOffset) == [14, 20, 25])
    #expect(table.rejectExamples.map(\.byteLength) == [6, 5, 6])
    #expect(table.rejectExamples[0].reason == "it has 3 fields, the header has 2")
    #expect(table.rejectExamples[1].reason == "it has no label")
    #expect(table.rejectExamples[2].reason.contains("iconv"))
    #expect(try table.entries().reduce(0) { $0 + $1.length } == bytes.count)
  }

  @Test func `stops when too many records are no rows, and shows the first five`() throws {
    let bad = (0..<12).map { "\($0)\n" }.joined()
    let fault = try scratch.fault("x,label\n" + bad + Self.good, label: .column("label"))
    #expect(fault?.code == .tooManyRejects)
    let lines = try #require(fault?.description.split(separator: "\n"))
    #expect(lines[0] == "12 of 112 records are no rows, more than 10 %; the first:")
    #expect(lines[1] == "  line 2 (byte 8): it has 1 fields, the header has 2")
    #expect(lines.count == 7 && lines[6].contains("--max-rejects"))
    let table = try scratch.table("x,label\n" + bad + Self.good, label: .column("label")) {
      $0.maxRejectShare = 0.11
    }
    #expect(table.rowCount == 100 && table.rejectExamples.count == 5)
  }

  @Test(arguments: TableOptions.missingTexts)
  func `takes the usual words for a missing value`(word: String) throws {
    let table = try scratch.table("x,c\n1,a\n\(word),b\n3,\(word)\n4,a\n5,b\n")
    #expect(table.column("x")?.missing == 1 && table.column("x")?.kind == .numeric)
    #expect(table.column("c")?.levels == ["a", "b"] && table.column("c")?.missing == 1)
    #expect(try table.all().numeric[1].isNaN && table.all().codes == [0, 1, -1, 0, 1])
  }

  @Test func `takes other words for a missing value when told, numbers too`() throws {
    let table = try scratch.table("x,c\n1,a\n-999,b\n3,NA\n-999,a\n") {
      $0.missing = ["-999", "b"]
    }
    #expect(table.column("x")?.missing == 2)
    #expect(table.column("c")?.levels == ["NA", "a"] && table.column("c")?.missing == 1)
    #expect(try table.all().numeric.map { $0.isNaN } == [false, true, false, true])
  }

  @Test func `takes a number for a missing value only where it is written so`() throws {
    // More rows than are gone through at a time, and what is no number between them.
    let lines = (0..<600).map { ["\($0)", "-999", "-999.0", "NA", "1e999"][$0 % 5] }
    let table = try scratch.table("x,y\n" + lines.map { "\($0),1\n" }.joined()) {
      $0.missing = ["-999", "NA"]
    }
    let x = try table.all().numeric
    #expect(table.column("x")?.missing == 240)
    for i in 0..<600 {
      let expected: Double? = i % 5 == 0 ? Double(i) : i % 5 == 2 ? -999 : nil
      #expect(expected.map { x[i] == $0 } ?? x[i].isNaN)
    }
  }

  @Test func `says where numbers are too large or too small, and never reckons with them`() throws {
    let table = try scratch.table(
      "x,y\n1,1\n1e999,2\n3,1e-999\n-1e999,3\n5,inf\n" + more("1,2\n", 40))
    let x = try table.all().numeric
    #expect(x[1].isNaN && x[3].isNaN && x[table.rowCount + 2] == 0)
    #expect(
      table.remarks.contains(
        "column 'x' holds 2 numbers beyond the range of a double, the first '1e999' in line 3; too "
          + "large ones count as missing, too small ones as 0"))
    #expect(table.remarks.contains { $0.hasPrefix("column 'y' holds 1 numbers beyond") })
    #expect(
      table.remarks.contains(
        "column 'y' holds 1 values that are no numbers, the first 'inf' in line 6; they count as missing"
      ))
  }

  private func more(_ line: String, _ count: Int) -> String {
    String(repeating: line, count: count)
  }

  @Test func `reads a column of nothing but impossible numbers as empty`() throws {
    let table = try scratch.table("x,y\n" + (0..<30).map { "1e999,\($0)\n" }.joined())
    #expect(table.column("x")?.kind == .empty && table.column("y")?.kind == .numeric)
  }

  @Test func `reads files with one header as one table`() throws {
    let paths = [
      try scratch.write("x,y\r\n1,a\r\n2,b", to: "1.csv"),
      try scratch.write(try compressed(Array("x,y\n3,a\n".utf8)), to: "2.csv"),
      try scratch.write("\u{FEFF}\nx,y\n4,b\n5\n", to: "3.csv"),
    ]
    var options = TableOptions()
    options.label = .column("y")
    options.maxRejectShare = 1
    let table = try Table.read(paths, options: options)
    #expect(table.rowCount == 4)
    #expect(try table.all().numeric == [1, 2, 3, 4])
    #expect(table.inputs.map(\.entries) == [3, 2, 4])
    #expect(table.inputs.map(\.lacksLineEnd) == [true, false, false])
    #expect(table.inputs.map(\.bytes) == [13, 8, 14])
    #expect(
      try table.entries().map(\.kind) == [
        .header, .row, .row, .repeatedHeader, .row, .blank, .repeatedHeader, .row, .wrongFieldCount,
      ])
    #expect(table.rejectExamples.map(\.record) == [2] && table.rejectExamples[0].file == paths[2])
  }

  @Test func `refuses a file with another header`() throws {
    let paths = [
      try scratch.write("x,y\n1,a\n", to: "1.csv"), try scratch.write("y,x\n1,a\n", to: "2.csv"),
    ]
    #expect {
      try Table.read(paths)
    } throws: {
      let error = $0 as? TableError
      return error?.code == .differentHeaders && error?.description.contains("2.csv") == true
    }
  }

  @Test func `reads a file without header, and a mark in front of a further one`() throws {
    let paths = [
      try scratch.write("\u{FEFF}1,a\n2,b\n", to: "1.csv"),
      try scratch.write("\u{FEFF}3,a\n", to: "2.csv"),
    ]
    var options = TableOptions()
    options.label = .column("2")
    options.hasHeader = false
    let table = try Table.read(paths, options: options)
    #expect(table.schema.columns.map(\.name) == ["column 1", "column 2"])
    #expect(try table.all().numeric == [1, 2, 3])
    #expect(try table.entries().map(\.kind) == [.row, .row, .blank, .row])
    #expect(try table.entries().map(\.length) == [7, 4, 3, 4])
  }

  @Test(arguments: [
    ("", "is empty"), ("\u{FEFF}", "is empty"), ("\n\n  \n", "nothing but blank lines"),
    ("x,y\n", "has a header and no rows"), ("x,y", "has a header and no rows"),
  ])
  func `refuses a file without rows`(text: String, word: String) throws {
    let fault = try scratch.fault(text)
    #expect(fault?.code == .empty)
    #expect(
      fault?.description.contains(word) == true && fault?.description.contains("data.csv") == true)
  }

  @Test func `keeps blank lines of a table of one column as missing values`() throws {
    let table = try scratch.table("\n x\n1\n\n3\n\n")
    #expect(table.rowCount == 4 && table.column("x")?.missing == 2 && table.blankLines == 1)
  }

  @Test func `says which delimiter it found, and takes the one it is told`() throws {
    let text = "x;y\n" + (0..<9).map { "\($0);a\n" }.joined()
    let guessed = try scratch.table(text)
    #expect(guessed.delimiter == UInt8(ascii: ";") && guessed.schema.columns.count == 2)
    #expect(guessed.remarks.contains { $0.hasPrefix("the delimiter is ';'") })
    let told = try scratch.table(text) {
      $0.delimiter = UInt8(ascii: ",")
      $0.maxRejectShare = 1
    }
    #expect(told.delimiter == UInt8(ascii: ",") && told.schema.columns.count == 1)
    #expect(try scratch.fault(text) { $0.delimiter = UInt8(ascii: "\"") }?.code == .unreadable)
  }

  @Test func `names the way out of a record that is too long`() throws {
    let fault = try scratch.fault("x\n" + String(repeating: "9", count: 5_000)) {
      $0.maxFieldBytes = 1_000
    }
    #expect(fault?.description.contains("--max-field") == true)
    #expect(fault?.description.hasPrefix("line 2 (byte 2)") == true)
  }

  /// More rows than are read before the first block, with trouble of every kind among them.
  static let long: String =
    "\u{FEFF}x,text,word,label,from\n"
    + (0..<6_000).map { i in
      switch i % 97 {
      case 5: "\(i),\"a,\n1,b,w,yes,s\n\",w1,yes,s1\n"
      case 6: "1,2\n"
      case 7: "\n"
      case 8: "1e999,t,w2,no,s2\r\n"
      case 9: "1e-999,t,w2,NA,s2\n"
      case 10: "\(i),\"stray,w3,no,s1\n"
      case 11: "NA,\(i),-999,no,\n"
      case 12: "-999,é,word,maybe\(i % 3),s\(i % 7)\n"
      default:
        "\(i),t\(i * i % 9_001),w\(i * i / 97 % 301),\(i % 2 == 0 ? "yes" : "no"),s\(i / 1_000)\n"
      }
    }.joined()

  @Test(arguments: [["", "NA"], ["", "NA", "-999"]])
  func `reads the same table on any number of threads, in blocks of any size`(
    missing: [String]
  ) throws {
    func table(_ threads: Int, _ block: Int) throws -> Table {
      try scratch.table(Self.long, label: .column("label")) {
        $0.source = "from"
        $0.missing = missing
        $0.threads = threads
        $0.blockBytes = block
      }
    }
    let one = try table(1, 1 << 20)
    #expect(one.rowCount > 5_500 && one.rejects.count == 2 && one.blankLines > 50)
    #expect(one.remarks.contains { $0.contains("beyond the range") })
    let (expected, entries) = (try one.summary(), try one.entries())
    for (threads, block) in [(1, 50), (2, 50), (2, 1_000), (3, 7_777), (2, 1 << 20)] {
      let other = try table(threads, block)
      let isSame = try other.summary() == expected
      #expect(isSame, "\(threads) threads, blocks of \(block)")
      #expect(try other.entries() == entries)
      #expect(other.headBytes == one.headBytes)
    }
  }

  @Test func `stops at the same record whatever the threads`() throws {
    let long = Self.long + "1,\"" + String(repeating: "y", count: 3_000) + "\",w,no,s\n" + Self.long
    let faults = try [(1, 1 << 20), (2, 100), (3, 5_000)].map { threads, block in
      try scratch.fault(long, label: .column("label")) {
        $0.maxFieldBytes = 2_000
        $0.threads = threads
        $0.blockBytes = block
      }?.description
    }
    #expect(faults[0]?.contains("--max-field") == true)
    #expect(faults.allSatisfy { $0 == faults[0] })
  }
}
