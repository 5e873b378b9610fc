import TasterCSV
import Testing

@Suite struct `The shape of a sample` {
  private func guess(
    _ text: String, quote: UInt8? = UInt8(ascii: "\""), delimiter: UInt8? = nil,
    isWhole: Bool = true
  ) throws -> (delimiter: Character, width: Int) {
    var told = Layout.Told()
    told.quote = .told(quote)
    told.delimiter = delimiter
    let found = try Layout.find(Array(text.utf8), isWhole: isWhole, told: told)
    return (Character(Unicode.Scalar(found.dialect.delimiter)), found.width)
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func `finds the delimiter that splits records alike`(delimiter: String) throws {
    let row = ["1", "a, b; c", "2.5"].map { "\"\($0)\"" }.joined(separator: delimiter)
    let found = try guess(String(repeating: row + "\r\n", count: 20))
    #expect(found == (Character(delimiter), 3))
  }

  @Test func `prefers the delimiter of most records to that of many fields`() throws {
    let text = (0..<20).map { "\($0);\($0 % 3 == 0 ? "a,b,c,d" : "x")\n" }.joined()
    #expect(try guess(text) == (";", 2))
  }

  @Test func `takes the comma where nothing splits anything, and where there is nothing`() throws {
    #expect(try guess("a\nb\nc\n") == (",", 1))
    #expect(try guess("") == (",", 1))
  }

  @Test func `leaves a cut-off last line out`() throws {
    #expect(try guess("a,b,c\n1,2,3\n4,5", isWhole: false) == (",", 3))
  }

  @Test func `looks for the width alone where the delimiter is told`() throws {
    let told = UInt8(ascii: ";")
    #expect(try guess("a,b\n1,2\n", delimiter: told) == (";", 1))
    #expect(try guess("a;b\n1;2\n1;2;3\n", delimiter: told).width == 2)
  }

  @Test func `never takes the quote for a delimiter`() throws {
    #expect(try guess("a|b|,c\n", quote: UInt8(ascii: "|")).delimiter == ",")
  }
}
