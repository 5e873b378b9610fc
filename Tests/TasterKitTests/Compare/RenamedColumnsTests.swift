import Testing

@testable import TasterKit

@Suite struct `Columns under another name` {
  private func text(_ names: String, rows: Range<Int>, _ cells: (Int) -> String) -> String {
    rows.reduce("k,\(names),class\n") { $0 + "\($1),\(cells($1)),c\($1 % 2)\n" }
  }

  @Test func `are known by what they hold, also where rows went`() throws {
    let shop = try Snapshots()
    let old = text("age,size", rows: 0..<1_000) { "\($0 % 90),\($0 * 7 % 1_000)" }
    let new = text("groesse,alter", rows: 10..<1_000) { "\($0 * 7 % 1_000),\($0 % 90)" }
    let (comparison, changes) = try shop.compare(old, new, keys: ["k"])
    let renamed = comparison.columns.renamed.map { "\($0.name) \($0.renamed ?? "")" }
    #expect(renamed == ["age alter", "size groesse"])
    #expect(comparison.columns.came.isEmpty && comparison.columns.went.isEmpty)
    #expect(comparison.rows.went == 10 && changes.count == 10)
    #expect(comparison.remarks.contains { $0.contains("'age' is called 'alter' now") })
  }

  @Test func `are two columns where they hold something else, or where two fit as well`() throws {
    let shop = try Snapshots()
    let old = text("a,b", rows: 0..<200) { "\($0 % 50),\($0 % 50)" }
    let twins = text("c,d", rows: 0..<200) { "\($0 % 50),\($0 % 50)" }
    #expect(try shop.compare(old, twins, keys: ["k"]).comparison.columns.renamed.isEmpty)
    let other = text("a,c", rows: 0..<200) { "\($0 % 50),\($0 % 50 + 10)" }
    let columns = try shop.compare(old, other, keys: ["k"]).comparison.columns
    #expect(columns.renamed.isEmpty && columns.went == ["b"] && columns.came == ["c"])
  }
}
