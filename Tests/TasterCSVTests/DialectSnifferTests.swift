import TasterCSV
import Testing

@Suite struct `The sniffer` {
  private func guess(
    _ text: String, quote: UInt8? = UInt8(ascii: "\""), told: Dialect? = nil
  ) throws -> (delimiter: Character, width: Int, share: Double) {
    let found = try Dialect.guess(Array(text.utf8), quote: quote, told: told)
    return (Character(Unicode.Scalar(found.dialect.delimiter)), found.width, found.share)
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func `finds the delimiter that splits records alike`(delimiter: String) throws {
    let row = ["1", "a, b; c", "2.5"].map { "\"\($0)\"" }.joined(separator: delimiter)
    let found = try guess(String(repeating: row + "\r\n", count: 20))
    #expect(found == (Character(delimiter), 3, 1))
  }

  @Test func `prefers the delimiter of most records to that of many fields`() throws {
    let text = (0..<20).map { "\($0);\($0 % 3 == 0 ? "a,b,c,d" : "x")\n" }.joined()
    #expect(try guess(text) == (";", 2, 1))
  }

  @Test func `takes the comma where nothing splits anything, and where there is nothing`() throws {
    #expect(try guess("a\nb\nc\n") == (",", 1, 1))
    #expect(try guess("") == (",", 1, 1))
  }

  @Test func `leaves a cut-off last line out`() throws {
    #expect(try guess("a,b,c\n1,2,3\n4,5") == (",", 3, 1))
  }

  @Test func `looks for the width alone where the delimiter is told`() throws {
    let told = try Dialect(delimiter: UInt8(ascii: ";"))
    #expect(try guess("a,b\n1,2\n", told: told) == (";", 1, 1))
    #expect(try guess("a;b\n1;2\n1;2;3\n", told: told).width == 2)
  }

  @Test func `never takes the quote for a delimiter`() throws {
    #expect(try guess("a|b|,c\n", quote: UInt8(ascii: "|")).delimiter == ",")
  }
}
