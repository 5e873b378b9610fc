import TasterKit
import Testing

@Suite struct `What is known about rows` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func complaint(_ text: String, rows: Int = 3) throws -> String {
    let path = try scratch.write(text, to: "truth.csv")
    do {
      _ = try RowTruth(contentsOf: path, rowCount: rows)
      return ""
    } catch let error as TableError { return error.description }
  }

  @Test func `is read from a truth file, in any order of rows`() throws {
    let path = try scratch.write(
      "row,poisoned,attack\n2,1,flip\n1,0,none\n3,1,flood\n", to: "truth.csv")
    let truth = try RowTruth(contentsOf: path, rowCount: 3)
    #expect(truth.attacks == ["flip", "flood"] && truth.rowCount == 3)
    #expect(truth.codes == [RowTruth.honest, 0, 1])
    let plain = try scratch.write("row,poisoned\n1,1\n2,0\n", to: "plain.csv")
    #expect(try RowTruth(contentsOf: plain, rowCount: 2) == RowTruth(planted: [true, false]))
  }

  @Test(arguments: [
    ("id,poisoned\n1,0\n", "does not begin with the columns row, poisoned"),
    ("row,poisoned\n1,0\n2,0\n4,1\n", "line 4: no row of the table's 3"),
    ("row,poisoned\n1,0\n1,0\n", "line 3: row 1 stands twice"),
    ("row,poisoned\n1,yes\n", "line 2: poisoned is 1 or 0"),
    ("row,poisoned\n1,0\n3,0\n", "says nothing about row 2"),
    ("row,poisoned\n1,0,x\n", "line 2: 3 fields instead of 2"),
    ("", "does not begin with"),
  ])
  func `is refused where it does not fit the table`(text: String, words: String) throws {
    let complaint = try complaint(text)
    #expect(complaint.contains(words), "\(complaint)")
  }

  @Test func `is what reviewers decided last; all other rows are unknown`() throws {
    let lines = """
      {"row":2,"verdict":"confirmed","by":"ann"}
      {"row":4,"verdict":"confirmed"}
      {"row":4,"verdict":"released","because":"checked"}
      """
    let truth = try RowTruth(decisions: scratch.write(lines, to: "d.jsonl"), rowCount: 4)
    let wanted = [RowTruth.unknown, 0, RowTruth.unknown, RowTruth.honest]
    #expect(truth.codes == wanted && truth.attacks == ["confirmed"])
    let table = "row,verdict,by\n2,confirmed,ann\n4,confirmed,bob\n4,released,bob\n"
    #expect(try RowTruth(decisions: scratch.write(table, to: "d.csv"), rowCount: 4) == truth)
  }

  @Test func `passes over decisions that were undone`() throws {
    let lines = """
      {"number":1,"row":1,"verdict":"confirm"}
      {"number":2,"row":2,"verdict":"confirm"}
      {"number":3,"row":2,"verdict":"undo","undoes":2}
      {"number":4,"row":1,"verdict":"release"}
      {"number":5,"row":1,"verdict":"undo","undoes":4}

      """
    let truth = try RowTruth(decisions: scratch.write(lines, to: "u.jsonl"), rowCount: 2)
    let first = "{\"row\":1,\"verdict\":\"confirm\"}\n"
    #expect(try RowTruth(decisions: scratch.write(first, to: "f.jsonl"), rowCount: 2) == truth)
  }

  @Test(arguments: [
    ("{\"row\":9,\"verdict\":\"released\"}\n", "line 1: row 9 is none of the table's 3"),
    ("{\"row\":1,\"verdict\":\"maybe\"}\n", "a verdict is release or confirm, not 'maybe'"),
    ("{\"row\":1,\"verdict\":\"released\"}\n{\n", "line 2"),
  ])
  func `refuses decisions that make no sense`(text: String, words: String) throws {
    let path = try scratch.write(text, to: "d.jsonl")
    let error = #expect(throws: TableError.self) {
      _ = try RowTruth(decisions: path, rowCount: 3)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
