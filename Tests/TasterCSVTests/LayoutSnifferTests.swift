import TasterCSV
import Testing

@Suite struct `The sniffer of layouts` {
  private static let rows = (0..<12).map { "\($0 * 7 % 5),w\($0 % 3),\($0).5\n" }.joined()

  private func find(
    _ text: String, isWhole: Bool = true, _ tell: (inout Layout.Told) -> Void = { _ in }
  ) throws -> Layout {
    var told = Layout.Told()
    tell(&told)
    return try Layout.find(Array(text.utf8), isWhole: isWhole, told: told)
  }

  private func unusual(_ layout: Layout) -> [String] {
    layout.decisions.filter { !$0.isUsual }.map(\.text)
  }

  @Test func `finds nothing unusual in a usual file`() throws {
    let layout = try find("x,y,z\n" + Self.rows)
    #expect(unusual(layout) == [])
    #expect(layout.dialect == (try Dialect()) && layout.width == 3)
    #expect(layout.preambleLines == 0 && layout.headerLines == 1)
    #expect(layout.decisions.count == 4)
  }

  @Test(arguments: [
    ("Sales of March\n", 1), ("\nSales, of March\nby us\n\n", 4), ("TITLE,,\n,,\n", 2),
    ("A sentence, with a comma\n\n", 2), ("\n\n", 0),
  ])
  func `finds lines that stand before the header`(preamble: String, lines: Int) throws {
    let layout = try find(preamble + "x,y,z\n" + Self.rows)
    #expect(layout.preambleLines == lines && layout.width == 3)
    #expect(unusual(layout).count == (lines > 0 ? 1 : 0))
    #expect(unusual(layout).allSatisfy { $0.contains("before the header") })
  }

  @Test func `takes no rows for lines before a header`() throws {
    let holes = "x,y,z\n,,\n1,,\n" + (0..<9).map { $0 % 2 == 0 ? "\($0),,\n" : "1,2,3\n" }.joined()
    #expect(try find(holes).preambleLines == 0)
    #expect(try find("x\n1\n2\n\n3\n").preambleLines == 0)
    #expect(try find("x,y\n\n1,2,3\n4,5,6\n").headerLines == 1)
  }

  @Test func `takes a header with a stray quote for none of them, but a title with clean ones`()
    throws
  {
    let rows = (0..<12).map { "\($0),\"w, \($0 % 3)\",c,d,e,f\n" }.joined()
    #expect(try find("\"x,y,z,u,\"v\",w\n" + rows).preambleLines == 0)
    #expect(try find("x,y,z,u,\"v,w\n" + rows).preambleLines == 0)
    #expect(
      try find("\"All, by, us, of, March, and, more\"\nx,y,z,u,v,w\n" + rows).preambleLines == 1)
  }

  @Test func `finds comments by their mark and their odd number of fields`() throws {
    let rows = Self.rows.split(separator: "\n").joined(separator: "\n# a, b, c, d\n") + "\n"
    let layout = try find("# made by us\nx,y,z\n1,2,3\n1,2,4\n" + rows + Self.rows)
    #expect(layout.dialect.comment == UInt8(ascii: "#") && layout.preambleLines == 0)
    #expect(unusual(layout).count == 1 && unusual(layout)[0].contains("comments"))
    // A header with the mark, and rows with it, are what they are.
    #expect(try find("#x,y,z\n" + Self.rows).dialect.comment == nil)
    #expect(try find("x,y,z\n#1,2,3\n" + Self.rows).dialect.comment == nil)
    let told = try find("x,y,z\n# odd\n" + Self.rows) { $0.comment = .told(nil) }
    #expect(told.dialect.comment == nil)
  }

  @Test func `finds single quotes where they hold delimiters`() throws {
    let text = "x,y\n" + (0..<9).map { "'a,\($0)','it''s'\n" }.joined()
    let layout = try find(text)
    #expect(layout.dialect.quote == UInt8(ascii: "'") && layout.width == 2)
    #expect(unusual(layout)[0].hasPrefix("the quote is '''"))
    let words = "x,y\n" + (0..<9).map { "it's,men's \($0)\n" }.joined()
    #expect(try find(words).dialect.quote == UInt8(ascii: "\""))
    #expect(try find(text) { $0.quote = .told(nil) }.dialect.quote == nil)
  }

  @Test func `finds an escape character where quotes make sense with it`() throws {
    let text = "x,y\n" + (0..<9).map { "\"a \\\"\($0)\\\", b\",2\n" }.joined()
    let layout = try find(text)
    #expect(layout.dialect.escape == UInt8(ascii: "\\") && layout.width == 2)
    #expect(unusual(layout).count == 1 && unusual(layout)[0].contains("escape"))
    #expect(try find("x,y\n\"C:\\\",2\n\"D:\\\",3\n").dialect.escape == nil)
    #expect(try find(text) { $0.escape = .told(nil) }.dialect.escape == nil)
  }

  @Test func `finds spaces between numbers, but not between words`() throws {
    let numbers = "x y z\n" + (0..<9).map { "\($0) 2.5 -3\n" }.joined()
    #expect(try find(numbers).dialect.delimiter == 32)
    let words = "text\n" + (0..<9).map { "some words here \($0)\n" }.joined()
    #expect(try find(words).width == 1 && find(words).dialect.delimiter == UInt8(ascii: ","))
    let commas = "text\n" + (0..<9).map { $0 == 4 ? "one, two\n" : "some words\n" }.joined()
    #expect(try find(commas).width == 1)
  }

  @Test func `does as it is told, whatever it would have found`() throws {
    let text = "Sales\nx;y\n1;2\n3;4\n5;6\n"
    let layout = try find(text) {
      ($0.delimiter, $0.preambleLines, $0.headerLines) = (UInt8(ascii: ","), 0, 3)
      $0.escape = .told(UInt8(ascii: "\\"))
      $0.comment = .told(UInt8(ascii: "%"))
    }
    #expect(layout.dialect.delimiter == UInt8(ascii: ",") && layout.preambleLines == 0)
    #expect(layout.headerLines == 3 && layout.width == 1)
    #expect(layout.dialect.comment == UInt8(ascii: "%"))
    #expect(unusual(layout) == [] && layout.decisions.count == 6)
  }

  @Test func `leaves a line alone that the sample cuts off`() throws {
    #expect(try find("x;y\n1;2\n3,4,5,6", isWhole: false).width == 2)
    #expect(try find("x;y\r\n1;2").lineEnd == [13, 10])
    #expect(try find("").width == 1)
  }

  @Test func `takes what stands behind a mark for text, another mark too`() throws {
    let rows = Array("a,b\n1,2\n3,4\n".utf8)
    for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF]] {
      let layout = try Layout.find([0xEF, 0xBB, 0xBF] + mark + rows, isWhole: true)
      #expect(layout.width == 2 && layout.encoding == .utf8)
    }
  }

  @Test func `survives any bytes`() throws {
    var dice = Dice(seed: 8)
    for round in 0..<300 {
      let bytes =
        round % 2 == 0
        ? dice.csv(upTo: 200)
        : (0..<dice.number(0...600)).map { _ in UInt8(dice.number(0...255)) }
      let layout = try Layout.find(bytes, isWhole: round % 3 == 0)
      #expect(layout.width >= 1 && layout.preambleLines >= 0)
    }
  }
}
