import TasterKit
import TasterStore
import Testing

@Suite struct `A selection of rows` {
  @Test func `reads numbers and ranges, and merges them`() throws {
    #expect(try Selection.rows("3") == .rows([3...3]))
    #expect(try Selection.rows("7-12,3, 5-8,12") == .rows([3...3, 5...12]))
  }

  @Test(arguments: ["", "a", "3,", "5-3", "-3", "0", "1-2-3", "3;4"])
  func `refuses what is no list`(text: String) {
    #expect(throws: TableError.self) { try Selection.rows(text) }
  }

  @Test func `reads groups`() throws {
    #expect(try Selection.group("source:eu: 7") == .group(kind: "source", name: "eu: 7"))
    #expect(try Selection.group("flow:a -> b") == .group(kind: "flow", name: "a → b"))
    let error = #expect(throws: TableError.self) { try Selection.group("sourc:x") }
    #expect(error?.description.contains("did you mean 'source'") == true)
    #expect(throws: TableError.self) { try Selection.group("source:") }
  }
}
