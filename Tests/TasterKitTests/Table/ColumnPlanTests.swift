import TasterKit
import Testing

@Suite struct `The plan of columns` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func text(_ header: String, _ rows: Int = 30, _ row: (Int) -> String) -> String {
    header + "\n" + (0..<rows).map { row($0) + "\n" }.joined()
  }

  @Test(arguments: ["class", "Label", "TARGET", "y", "Species"])
  func `guesses the label by its name, wherever it stands`(name: String) throws {
    let table = try scratch.table(
      text("\(name),x,z") { "\($0 % 3 == 0 ? "a" : "b"),\($0),\($0 % 2)" }, label: .guessed)
    #expect(table.schema.columns.map(\.role) == [.label, .feature, .feature])
    #expect(table.schema.columns[0].guess == "its name says so")
    #expect(
      table.remarks.first
        == "column '\(name)' is taken for the label: its name says so (--label tells another)")
  }

  @Test func `guesses the last column when it has few values`() throws {
    let table = try scratch.table(text("x,z,w") { "\($0),\($0),\($0 % 3)" }, label: .guessed)
    #expect(table.schema.columns.map(\.role) == [.feature, .feature, .label])
    #expect(table.schema.columns[2].guess == "it is the last column and has 3 different values")
  }

  @Test func `looks at rows, never at the header, where blank lines come first`() throws {
    let rows = (0..<90).map { "\($0),\($0 % 30)\n" }.joined()

    let table = try scratch.table("\n\nx,z\n" + rows, label: .guessed)
    #expect(table.schema.columns[1].guess == "it is the last column and has 30 different values")
  }

  @Test func `guesses no label where none is likely, and says what to do`() throws {
    let fault = try scratch.fault(text("x,z") { "\($0),\($0)" }, label: .guessed)
    #expect(fault?.code == .noLabel)
    #expect(fault?.description.contains("'x', 'z'") == true)
    #expect(fault?.description.contains("--label none") == true)
  }

  @Test func `takes a column for an id when its name says so and no value stands twice`() throws {
    let unique = try scratch.table(text("id,x") { "k\($0),\($0 % 5)" })
    #expect(unique.schema.columns[0].role == .id)
    #expect(unique.remarks.contains { $0.contains("'id' is taken for an id") })
    let twice = try scratch.table(text("id,x") { "k\($0 / 2),\($0 % 5)" })
    #expect(twice.schema.columns[0].role == .feature)
    #expect(try scratch.table(text("name,x") { "k\($0),\($0)" }).schema.columns[0].role == .feature)
  }

  @Test func `does what it is told, by name or by number`() throws {
    let table = try scratch.table(text("a,b,c,d,e,f") { "\($0),s,t,\($0 % 2),9,8" }) {
      $0.label = .column("4")
      $0.id = "a"
      $0.source = "b"
      $0.time = "3"
      $0.ignored = ["e", "f"]
    }
    #expect(
      table.schema.columns.map(\.role) == [.id, .source, .time, .label, .ignored, .ignored])
    #expect(table.schema.columns.allSatisfy { $0.guess == nil })
  }

  @Test func `prefers a name to a number`() throws {
    let table = try scratch.table(text("2,1") { "\($0),\($0 % 2)" }, label: .column("1"))
    #expect(table.schema.columns.map(\.role) == [.feature, .label])
  }

  @Test func `answers a wrong name with the nearest, a far one with all`() throws {
    let near = try scratch.fault(text("colour,class") { "\($0),a" }, label: .column("clas"))
    #expect(near?.code == .unknownColumn)
    #expect(near?.description == "there is no column 'clas' (--label); did you mean 'class'?")
    let far = try scratch.fault(text("a,b") { "\($0),a" }) { $0.ignored = ["temperature"] }
    #expect(
      far?.description
        == "there is no column 'temperature' (--ignore); the columns are: 'a', 'b'")
    #expect(
      try scratch.fault(text("a,b") { "\($0),a" }, label: .column("0"))?.code == .unknownColumn)
    #expect(
      try scratch.fault(text("a,b") { "\($0),a" }, label: .column("3"))?.code == .unknownColumn)
  }

  @Test func `refuses two roles for one column`() throws {
    let fault = try scratch.fault(text("a,b") { "\($0),a" }, label: .column("b")) {
      $0.source = "b"
    }
    #expect(fault?.description == "column 'b' cannot be both --label and --source")
  }

  @Test func `gives empty and repeated names a name of their own, and says so`() throws {
    let table = try scratch.table(text("a,,a,,a (column 3)") { "\($0),1,2,3,4" })
    #expect(
      table.schema.columns.map(\.name) == [
        "a", "(column 2)", "a (column 3)", "(column 4)", "a (column 3) (column 5)",
      ])
    #expect(table.remarks.contains { $0.hasPrefix("4 column names are empty or stand twice") })
    #expect(Set(table.schema.columns.map(\.name)).count == 5)
  }

  @Test func `plans five thousand columns`() throws {
    let header = (0..<5_000).map { "c\($0)" }.joined(separator: ",")
    let row = String(repeating: "1,", count: 4_999)
    let table = try scratch.table(text(header, 6) { row + "\($0 % 2)" }, label: .column("c4999"))
    #expect(table.schema.columns.count == 5_000 && table.rowCount == 6)
    #expect(table.schema.columns.count { $0.kind == .constant } == 4_999)
  }
}
