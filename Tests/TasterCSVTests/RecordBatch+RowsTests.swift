import Foundation
import TasterCSV
import Testing

@Suite struct `A column of numbers` {
  private static let odd = [
    "", "x", "NA", "-", ".", "1e999", "-1e-999", "1.2.3", "--1", "0x1", "1_0", "12345678x",
    "1234567x8",
    "1:", "/2", "12345678.x", "+5", "inf",
  ]

  /// Numbers and other texts of every length, some of them halfway between two doubles.
  private func texts(_ count: Int) -> [String] {
    var dice = Dice(seed: 9)
    return (0..<count).map { i in
      if dice.number(0...9) == 0 { return Self.odd[dice.number(0...Self.odd.count - 1)] }
      if dice.number(0...9) == 0 {
        return "\(4_503_599_627_370_496 + dice.number(0...1_000_000)).\(dice.number(4...6))"
      }
      let digits = (0..<dice.number(1...24)).map { _ in "\(dice.number(0...9))" }.joined()
      let sign = dice.number(0...2) == 0 ? "-" : ""
      let point = dice.number(0...30)
      guard point <= digits.count else { return sign + digits }
      return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
  }

  @Test func `is what its fields are, one by one`() throws {
    let texts = texts(3_000)
    var lines = ""
    for (i, text) in texts.enumerated() { lines += "w\(i),\(text),\(texts[texts.count - 1 - i])\n" }
    var source = MemorySource(Array(lines.utf8))
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    #expect(try reader.next(batch, from: &source, maxRecords: .max))
    try #require(batch.records.count == texts.count)
    let places = (0..<texts.count).filter { $0 % 3 != 1 }
    let rows = batch.rows(places, width: 3)
    for column in 1...2 {
      var cells = [Double](repeating: 7, count: places.count + 2)
      var (range, others) = (NumberRange(), [UInt32]())
      let left = batch.readNumbers(
        column, of: rows, 0..<places.count, into: &cells, at: 1, range: &range, others: &others)
      var expected = NumberRange()
      var odd: [UInt32] = []
      for (i, place) in places.enumerated() {
        let (text, cell) = (batch.text(place, column), cells[i + 1])
        switch batch.number(place, column) {
        case .number(let x):
          expected.add(x)
          #expect(cell.bitPattern == x.bitPattern && x.bitPattern == strtod(text, nil).bitPattern)
        case .overflow(let x):
          odd.append(UInt32(i))
          #expect(cell.bitPattern == x.bitPattern)
        case .notANumber:
          odd.append(UInt32(i))
          #expect(cell.isNaN)
        }
      }
      #expect(Array(others.prefix(left)) == odd && range == expected)
      #expect(cells[0] == 7 && cells[places.count + 1] == 7)
    }
  }

  @Test func `has codes among what is no plain number`() throws {
    let texts = ["1", "-999", "x", "-999.0", "2.5", "0", "-0", "1e999", "-998"]
    var source = MemorySource(Array((texts.joined(separator: "\n") + "\n").utf8))
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    #expect(try reader.next(batch, from: &source, maxRecords: .max))
    let rows = batch.rows(Array(texts.indices), width: 1)
    var cells = [Double](repeating: 7, count: texts.count)
    var (range, others) = (NumberRange(), [UInt32]())
    let left = batch.readNumbers(
      0, of: rows, texts.indices, into: &cells, at: 0, besides: [-999, 0], range: &range,
      others: &others)
    #expect(Array(others.prefix(left)) == [1, 2, 3, 5, 6, 7])
    #expect(range.count == 3 && range.smallest == -998 && range.largest == 2.5)
    #expect(cells[1] == -999 && cells[2].isNaN && cells[3] == -999 && cells[7] == .infinity)
  }

  @Test func `has codes for its texts`() throws {
    var source = MemorySource(Array("a,long enough for two words,c\nb,,c\n".utf8))
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    _ = try reader.next(batch, from: &source, maxRecords: 2)
    let rows = batch.rows([0, 1], width: 3)
    var dictionary = ByteDictionary(limit: 4)
    let codes = (0..<3).map { j in (0..<2).map { batch.code($0, j, of: rows, in: &dictionary) } }
    #expect(codes == [[0, 1], [2, 3], [nil, nil]])
    #expect(dictionary.text(2) == "long enough for two words")
  }
}
