import Foundation
import TasterCSV
import Testing

@Suite struct `A batch` {
  @Test func `tells text from other bytes, record by record`() throws {
    var source = MemorySource(Array("a,b\né,ü\n".utf8) + [0xFF, 44, 98, 10])
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    #expect(try reader.next(batch, from: &source, maxRecords: 10))
    #expect(batch.records.indices.map { batch.isUTF8($0) } == [true, true, false])
    #expect(batch.text(2, 0) == "\u{FFFD}")
    #expect(batch.field(1, 0).count == 2)
    #expect(try !reader.next(batch, from: &source, maxRecords: 10) && batch.records.isEmpty)
  }

  @Test func `finds the codes of fields`() throws {
    var source = MemorySource(Array("x,y,x,\n".utf8))
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    _ = try reader.next(batch, from: &source, maxRecords: 1)
    var dictionary = ByteDictionary(limit: 2)
    #expect((0..<4).map { batch.code(0, $0, in: &dictionary) } == [0, 1, 0, nil])
    #expect((0..<4).map { batch.find(0, $0, in: dictionary) } == [0, 1, 0, nil])
  }
}

@Suite struct `A number` {
  private func reading(_ text: String, quote: Bool = true) throws -> NumberReading {
    var source = MemorySource(Array((quote ? "\"\(text)\"\n" : "\(text)\n").utf8))
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    _ = try reader.next(batch, from: &source, maxRecords: 1)
    return batch.number(0, 0)
  }

  @Test(arguments: [
    ("1", 1), ("-2.5e3", -2500), ("+3", 3), ("+1", 1), (".5", 0.5), ("5.", 5), ("0.1", 0.1),
    ("-0", -0.0), ("00012", 12), ("1E+2", 100),
    ("123456789012345678901234567890", 1.2345678901234568e29),
    ("2.2250738585072014e-308", Double.leastNormalMagnitude),
    ("5e-324", Double.leastNonzeroMagnitude),
    ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
    ("1.7976931348623157e308", 1.7976931348623157e308),
    ("9007199254740993", 9_007_199_254_740_992),
  ])
  func `is read whole`(text: String, value: Double) throws {
    #expect(try reading(text) == .number(value))
  }

  @Test(arguments: [
    "", "inf", "Infinity", "nan", "-inf", "+inf", "0x1p3", "0x10", "1,5", "1 2", "+-1", "++1", "e5",
    "-", "+", ".",
    "1e", "1e+", "12a", "1_000", " 1", "1 ", "1.2.3", "٣", "1d5", "NaN(1)", "−1", "1\0",
  ])
  func `is not made of other text`(text: String) throws {
    #expect(try reading(text) == .notANumber)
  }

  @Test func `is not hindered by spaces that the parser takes off`() throws {
    #expect(try reading(" 1\t", quote: false) == .number(1))
  }

  @Test(arguments: [
    ("1e999", Double.infinity), ("-1e999", -.infinity), ("1e-999", 0), ("0.000001e400", .infinity),
    ("1000000e-400", 0), ("-1e-400", -0.0), ("1e99999999999999999999", .infinity),
    ("1.8e308", .infinity),
    ("1e-99999999999999999999", 0), ("0.0000000001e-320", 0),
  ])
  func `out of range says so`(text: String, value: Double) throws {
    #expect(try reading(text) == .overflow(value))
  }

  @Test func `has the value that strtod gives it, to the last bit`() throws {
    var dice = Dice(seed: 3)
    for _ in 0..<4_000 {
      let digits = (0..<dice.number(1...25)).map { _ in "\(dice.number(0...9))" }.joined()
      let point = dice.number(0...digits.count)
      var text = String(digits.prefix(point)) + "." + digits.dropFirst(point)
      if dice.number(0...1) == 0 { text += "e\(dice.number(-330...320))" }
      if dice.number(0...3) == 0 { text = "-" + text }
      let expected = strtod(text, nil)
      switch try reading(text, quote: false) {
      case .number(let x): #expect(x.bitPattern == expected.bitPattern, "\(text)")
      case .overflow(let x): #expect(x == expected || abs(expected) < 1e-307, "\(text)")
      case .notANumber: Issue.record("\(text) is a number")
      }
    }
  }

  @Test func `is the bits of any double that was written down`() throws {
    var dice = Dice(seed: 4)
    for _ in 0..<2_000 {
      let x = Double(bitPattern: dice.next())
      guard x.isFinite else { continue }
      #expect(try reading("\(x)", quote: false) == .number(x))
    }
  }

  @Test func `has a point in every locale`() throws {
    // Which locales there are depends on the machine; a point is asked for in all of them.
    for locale in ["de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"]
    where setlocale(LC_NUMERIC, locale) != nil {
      defer { setlocale(LC_NUMERIC, "C") }
      #expect(try reading("1.5") == .number(1.5))
      #expect(try reading("1,5") == .notANumber)
    }
  }
}
