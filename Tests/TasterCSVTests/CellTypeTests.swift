import TasterCSV
import Testing

@Suite struct `The type of a column's cells` {
  private func fits(_ text: String, _ type: CellType, isNumber: Bool = false) -> Bool {
    type.fits(Array(text.utf8)[...], isNumber: isNumber)
  }

  @Test func `is number where nearly all of them are numbers`() {
    let words = [String](repeating: "word", count: 20)
    #expect(CellType(words, numbers: 19) == .number)
    #expect(CellType(words, numbers: 18) == .levels(["word"]))
    #expect(CellType([], numbers: 0) == .text)
  }

  @Test func `is levels where a few texts stand often, a pattern where all are of one make`() {
    let days = (0..<12).map { "2024-\($0 + 1)-0\($0 % 9 + 1)" }
    #expect(CellType(days, numbers: 0) == .pattern("9-9-9"))
    #expect(CellType(Array(days.prefix(9)), numbers: 0) == .text)
    let colours = (0..<12).map { ["red", "blue, green", "red"][$0 % 3] }
    #expect(CellType(colours, numbers: 0) == .levels(["blue, green", "red"]))
    #expect(CellType(days + ["soon"], numbers: 0) == .text)
    let long = (0..<12).map { String(repeating: "x", count: 70 + $0) }
    #expect(CellType(long, numbers: 0) == .text)
    // What is not UTF-8 is shown by a character that stands for anything.
    #expect(CellType([String](repeating: "w\u{FFFD}", count: 12), numbers: 0) == .text)
  }

  @Test func `lets in what the cells are, and missing values everywhere`() {
    #expect(fits("1", .number, isNumber: true) && !fits("x", .number))
    #expect(fits("2025-11-26", .pattern("9-9-9")) && !fits("2025-11", .pattern("9-9-9")))
    #expect(fits("größe 7", .pattern("a 9")) && !fits("7 größe", .pattern("a 9")))
    #expect(fits("a,b", .levels(["a,b"])) && !fits("a", .levels(["a,b"])))
    let types: [CellType] = [.number, .levels(["x"]), .pattern("9"), .text]
    #expect(types.allSatisfy { fits("", $0) && fits("NULL", $0) })
    #expect(fits(String(repeating: "9", count: 65), .pattern("9")) == false)
  }
}
