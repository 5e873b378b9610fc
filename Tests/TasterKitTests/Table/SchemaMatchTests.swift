import Testing

@testable import TasterKit

@Suite struct `A match of columns` {
  private func column(
    _ name: String, _ kind: Column.Kind = .numeric, _ role: Column.Role = .feature
  ) -> Column { Column(name: name, role: role, kind: kind) }

  private func schema(_ columns: [Column]) -> Schema {
    Schema(columns: columns, classes: ["a", "b"], sources: [])
  }

  private var like: Schema {
    schema([
      column("x"), column("colour", .categorical), column("kind", .categorical, .label),
      column("note", .text),
    ])
  }

  @Test func `goes by name, in any order`() throws {
    let own = schema([
      column("kind", .categorical, .label), column("colour", .categorical), column("x"),
    ])
    let match = SchemaMatch(own, like: like)
    #expect(match.places == [0: 2, 1: 1, 2: 0])
    // What is no feature is not missed.
    #expect(match.lacking.isEmpty && match.strange.isEmpty)
    #expect(match.sentences(.leftOut) + match.strangers() == [])
    try match.requireFeature()
  }

  @Test func `says what is not there, and what may be meant`() throws {
    let own = schema([
      column("kind", .categorical, .label), column("colour", .categorical),
      column("X", .text, .ignored), column("other", .text, .ignored),
    ])
    let match = SchemaMatch(own, like: like)
    #expect(match.lackingNames == ["x"] && match.places == [1: 1, 2: 0])
    #expect(
      match.sentences(.leftOut) == [
        "column 'x' of the baseline is not there (is it 'X'?): rows are judged without it, by models "
          + "of the trusted rows' other columns"
      ])
    let other = match.sentences(.missing)
    #expect(other.allSatisfy { $0.hasSuffix("(is it 'X'?): it counts as missing in every row") })
    #expect(
      match.strangers() == ["2 columns the baseline does not know, not scored: 'X', 'other'"])
    #expect(match.strangers(limit: 1)[0].hasSuffix("'X', …"))
    try match.requireFeature()
  }

  @Test func `says what a column was and what it is`() {
    func said(_ found: Column) -> [String] {
      SchemaMatch(schema([found, column("colour", .categorical)]), like: like).lacking.map {
        $0.text
      }
    }
    #expect(said(column("x")) == [])
    let was = "column 'x' is numeric in the baseline and"
    #expect(said(column("x", .text)) == ["\(was) free text here"])
    #expect(said(column("x", .empty)) == ["\(was) without a value here"])
    #expect(
      said(column("x", .numeric, .ignored)) == [
        "column 'x' is a feature in the baseline and ignored here"
      ])
    #expect(
      said(column("x", .text, .id)) == ["column 'x' is a feature in the baseline and the id here"])
    let number = SchemaMatch(schema([column("x"), column("colour")]), like: like)
    #expect(
      number.lacking.map { $0.text } == [
        "column 'colour' is categorical in the baseline and numeric here"
      ])
    #expect(number.places == [0: 0])
  }

  @Test func `sees columns of a file that hold nothing of the baseline's kind`() throws {
    var known = like
    known.columns[1].levels = ["blue", "red", "1.0"]
    func kinds(x: String, colour: String, keeps: Bool = false) throws -> [Column.Kind] {
      let rows = zip(x.split(separator: " "), colour.split(separator: " ")).enumerated().map {
        "\($1.0),\($1.1),\($0 % 2 == 0 ? "a" : "b")\n"
      }
      let table = try Scratch().table(
        "x,colour,kind\n" + rows.joined(), label: .column("kind")
      ) {
        ($0.like, $0.keepsKinds) = (known, keeps)
      }
      return table.schema.columns.prefix(2).map { $0.kind }
    }
    let colours = "red blue red blue"
    #expect(try kinds(x: "1 word 3 4", colour: colours) == [.numeric, .categorical])
    #expect(try kinds(x: "a b a b", colour: colours) == [.categorical, .categorical])
    #expect(try kinds(x: "? ? ? ?", colour: colours) == [.empty, .categorical])
    #expect(try kinds(x: "1 2 3 4", colour: "1 2 3 4") == [.numeric, .categorical])
    #expect(try kinds(x: "1 2 3 4", colour: "7 2 3 4") == [.numeric, .numeric])
    #expect(try kinds(x: "1 2 3 4", colour: "green black green grey") == [.numeric, .categorical])
    // A part of a larger table is what the whole is.
    #expect(try kinds(x: "a b a b", colour: "7 2 3 4", keeps: true) == [.numeric, .categorical])
  }

  @Test func `is refused where no feature is left`() {
    let own = schema([column("kind", .categorical, .label), column("y")])
    #expect {
      try SchemaMatch(own, like: like).requireFeature()
    } throws: {
      ($0 as? TableError)?.code == .unsuited && "\($0)".contains("of its 2 features none is there")
    }
  }
}
