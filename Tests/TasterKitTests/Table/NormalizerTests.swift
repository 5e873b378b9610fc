import TasterKit
import Testing

@Suite struct `The normalizer` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func normalized(
    _ text: String, _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> (text: String, result: Normalizer.Result) {
    var normalizer = Normalizer()
    change(&normalizer.table)
    var bytes: [UInt8] = []
    let result = try normalizer.run(try scratch.write(text)) { bytes += $0 }
    return (String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n"), result)
  }

  @Test func `writes header and rows, and nothing that is none`() throws {
    let (text, result) = try normalized("x,y\n\n1,2\n# a note, of, ours\n3,\"4\"\n5,6\n") {
      $0.comment = UInt8(ascii: "#")
    }
    #expect(text == "x,y\n1,2\n3,4\n5,6\n")
    #expect(result.rows == 3 && result.remarks == [])
  }

  @Test(arguments: [(2, 50), (3, 1_000), (2, 1 << 20)])
  func `writes the same on any number of threads`(threads: Int, block: Int) throws {
    let one = try normalized(`The table reader`.long) { $0.threads = 1 }
    let other = try normalized(`The table reader`.long) {
      $0.threads = threads
      $0.blockBytes = block
    }
    #expect(one.result.rows > 5_900 && other.text == one.text)
    #expect(other.result.rows == one.result.rows && other.result.remarks == one.result.remarks)
  }

  @Test func `makes no header up`() throws {
    let rows = (0..<9).map { "\($0 * 3 % 5),\($0).5\n" }.joined()
    #expect(try normalized(rows).text == rows)
    #expect(try normalized("1,2\n") { $0.hasHeader = false }.result.rows == 1)
    #expect(try normalized("").text.isEmpty)
  }

  @Test func `joins a header of several lines`() throws {
    let text = "a,,b\nx,y,z\n1,2,3\n"
    #expect(try normalized(text) { $0.headerLines = 2 }.text == "a x,a y,b z\n1,2,3\n")
    #expect(try normalized("a,b\n") { $0.headerLines = 2 }.text == "a,b\n")
  }

  @Test func `keeps rows of too few and too many fields, and counts them`() throws {
    let text = "x,y\n1\n1,2\n1,2,3\n1,2\n"
    let (same, result) = try normalized(text)
    #expect(same == text && result.rows == 4)
    #expect(
      result.remarks == ["2 rows have another number of fields than 2 (the first in line 2)"])
  }

  @Test func `keeps blank lines of a table of one column`() throws {
    #expect(try normalized("\nx\n1\n\n3\n").text == "x\n1\n\"\"\n3\n")
  }

  @Test func `says which rows have quotes that do not add up`() throws {
    let (text, result) = try normalized("x,y,z\n1,\"2,\"a\"\n1,2,3\n1,\"2,3\n")
    #expect(text == "x,y,z\n1,\"\"\"2\",a\n1,2,3\n1,\"\"\"2\",3\n")
    #expect(result.remarks.count == 2)
    #expect(result.remarks.contains { $0.hasPrefix("1 rows hold a quote that never closes") })
    #expect(result.remarks.contains { $0.hasPrefix("1 rows have quotes that do not add up") })
  }

  @Test func `names the encodings where it is told none of them`() throws {
    #expect {
      try normalized("x\n1\n") { $0.encoding = "morse" }
    } throws: { ($0 as? TableError)?.description.contains("utf-16le") == true }
  }

  @Test(arguments: [(1, 1 << 20), (2, 50), (3, 7)])
  func `ends the table and splits rows where that is asked`(threads: Int, block: Int) throws {
    let rows = (0..<9).map { "\($0),word \($0)\n" }
    let text = "n,w\n" + rows.joined() + "9,a, b\n10,c,\n\nSum,\"x\n"
    let (plain, result) = try normalized(text) {
      ($0.stopsAtTableEnd, $0.splitsByType) = (true, true)
      ($0.threads, $0.blockBytes) = (threads, block)
    }
    #expect(plain == "n,w\n" + rows.joined() + "9,\"a, b\"\n10,c\n" && result.rows == 11)
    #expect(result.decisions.last?.hasPrefix("the table ends before line 14 (byte ") == true)
    #expect(result.remarks.count == 1 && result.remarks[0].hasPrefix("2 rows have too many"))
    let whole = try normalized(text) { $0.quote = nil }
    #expect(whole.result.rows == 12 && whole.text.contains("9,a,b\n"))
  }
}
