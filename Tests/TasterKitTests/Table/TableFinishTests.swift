import TasterKit
import Testing

@Suite struct `Finishing a table` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  @Test(arguments: [(95, Column.Kind.numeric), (94, .categorical)])
  func `takes a column for numeric when at least 95 of 100 values are numbers`(
    numbers: Int, kind: Column.Kind
  ) throws {
    let table = try scratch.table("x,y\n" + lines(100) { $0 < numbers ? "\($0 % 9),1" : "n/d,1" })
    #expect(table.column("x")?.kind == kind)
    #expect(table.remarks.contains { $0.contains("'n/d' in line 97") } == (kind == .numeric))
  }

  @Test func `tells constant, empty, categorical and free text apart, and says so`() throws {
    let table = try scratch.table(
      "one,gap,void,cat,free\n"
        + lines(60) { "7,\($0 % 2 == 0 ? "" : "7"),?,\($0 % 20),text number \($0)" })
    #expect(
      table.schema.columns.map(\.kind) == [.constant, .constant, .empty, .numeric, .text])
    for word in [
      "column 'one' has one value throughout", "column 'void' has no value",
      "column 'free' holds free text (60 different values)",
    ] {
      #expect(table.remarks.contains { $0.contains(word) })
    }
    #expect(table.schema.numeric == [3] && table.schema.categorical.isEmpty)
    #expect(table.column("gap")?.missing == 30)
  }

  @Test func `gives up counting the texts of a column at 65,536`() throws {
    let table = try scratch.table("x,y\n" + lines(66_000) { "t\($0),\($0 % 3)" })
    #expect(table.column("x")?.kind == .text)
    #expect(table.remarks.contains { $0.contains("more than 65536 different values") })
  }

  @Test func `refuses labels that are all different, quantities and crowds`() throws {
    let different = try scratch.fault("x,y\n" + lines(40) { "1,k\($0)" }, label: .column("y"))
    #expect(different?.code == .badLabel)
    #expect(different?.description.contains("--label none") == true)
    let quantity = try scratch.fault("x,y\n" + lines(500) { "1,\($0 % 51)" }, label: .column("y"))
    #expect(quantity?.description.contains("51 different numbers") == true)
    #expect(try scratch.fault("x,y\n" + lines(500) { "1,\($0 % 50)" }, label: .column("y")) == nil)
    let crowd = try scratch.fault(
      "x,y\n" + lines(3_000) { "1,k\($0 % 1_001)" }, label: .column("y"))
    #expect(crowd?.description.contains("1001 classes") == true)
  }

  @Test func `takes a single class and a single row as they are`() throws {
    #expect(try scratch.table("x,y\n1,a\n2,a\n", label: .column("y")).schema.classes == ["a"])
    #expect(try scratch.table("x,y\n1,a\n", label: .column("y")).rowCount == 1)
  }

  @Test func `orders classes by their bytes and keeps them as they are written`() throws {
    let table = try scratch.table(
      "x,y\n1,no\n2,010\n3,yes\n4,10\n5,Ähm\n6,no\n7,010\n8,yes\n9,10\n0,Ähm\n", label: .column("y")
    )
    #expect(table.schema.classes == ["010", "10", "no", "yes", "Ähm"])
    #expect(try table.all().labels.prefix(5) == [2, 0, 3, 1, 4])
  }

  @Test func `takes 0 and −0 for one level`() throws {
    let table = try scratch.table(
      "x,y\n" + lines(40) { $0 < 9 ? "a,1" : $0 % 2 == 0 ? "0,1" : "-0,1" })
    #expect(table.column("x")?.levels.count == 2)
  }
}
