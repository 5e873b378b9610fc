import Foundation
import Testing

@Suite struct `taster normalize` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  @Test func `prints what was understood, and why on the other stream`() throws {
    try shop.write("Sales of March\n\nx;y\n1;a,b\n2;'c'\n3;d\n", to: "a.csv")
    let run = try shop.taster(["normalize", "a.csv"])
    #expect(run.status == 0 && run.text == "x,y\r\n1,\"a,b\"\r\n2,'c'\r\n3,d\r\n")
    for words in ["the text is utf-8", "the delimiter is ';'", "2 lines stand before", "names the"]
    {
      #expect(run.talk.contains(words))
    }
    #expect(try shop.taster(["normalize", "a.csv", "-q"]).talk == "")
    let told = try shop.taster([
      "normalize", "a.csv", "--delimiter", ",", "--preamble", "0", "--header-lines", "0",
    ])
    #expect(told.text.hasPrefix("Sales of March\r\nx;y\r\n1;a,b\r\n"))
  }

  @Test func `reads any encoding, from a file and from a pipe, packed or not`() throws {
    try shop.write("größe,x\n1,ä\n2,ß\n3,ö\n", to: "a.csv")
    let script = """
      for e in UTF-16 UTF-16BE UTF-32LE LATIN1; do iconv -f UTF-8 -t $e a.csv > $e; $TASTER normalize -q $e; \
      gzip -c $e | $TASTER normalize -q; zstd -q -c $e | $TASTER normalize -q -; done | sort | uniq -c
      """
    let lines = try shop.shell(script).text.split(whereSeparator: \.isNewline)
    #expect(lines.map { $0.drop { $0 == " " } } == ["12 1,ä", "12 2,ß", "12 3,ö", "12 größe,x"])
  }

  @Test func `is the same when it is done again`() throws {
    try shop.write("x|y\n\" a\"|b\n\"#c\"|\"d\n\"\"e\"\"\"\n|\n", to: "a.csv")
    let script = "$TASTER normalize -q a.csv > b.csv && $TASTER normalize -q b.csv | cmp - b.csv"
    #expect(try shop.shell(script).status == 0)
  }

  @Test func `refuses what cannot be, with the way out`() throws {
    try shop.write("x,y\n1,2\n", to: "a.csv")
    func refusal(_ arguments: String...) throws -> String {
      let run = try shop.taster(["normalize", "a.csv"] + arguments)
      #expect(run.status == 2 && run.output.isEmpty)
      return run.talk
    }
    #expect(try refusal("--encoding", "ebcdic").contains("utf-8, latin-1"))
    #expect(try refusal("--escape", ",", "--delimiter", ",").contains("stand for nothing else"))
    #expect(try refusal("--preamble", "-1").contains("preamble"))
    #expect(try refusal("--header-lines", "1", "--no-header").contains("--header-lines"))
    #expect(try shop.taster(["normalize", "none.csv"]).talk.contains("cannot open none.csv"))
  }

  @Test func `ends the table and splits rows by flag alone, and says so`() throws {
    let rows = (0..<9).map { "\($0),word \($0)\n" }.joined()
    try shop.write("n,w\n\(rows)9,a, b\n\nTotal,\n", to: "a.csv")
    let plain = try shop.taster(["normalize", "a.csv"])
    #expect(plain.text.hasSuffix("9,a,b\r\nTotal,\r\n") && !plain.talk.contains("--table-stop"))
    let told = try shop.taster(["normalize", "a.csv", "--table-stop", "--split-by-type"])
    #expect(told.text.hasSuffix("8,word 8\r\n9,\"a, b\"\r\n"))
    for words in ["1 hold numbers", "the table ends before line 13", "1 rows have too many fields"]
    {
      #expect(told.talk.contains(words), "\(told.talk)")
    }
    let piped = try shop.shell("cat a.csv | $TASTER normalize --table-stop --split-by-type -q")
    #expect(piped.output == told.output)
    let compared = try shop.taster(["compare", "a.csv", "a.csv", "--label", "w", "--table-stop"])
    #expect(compared.status == 2 && compared.talk.contains("taster normalize --table-stop"))
  }
}
