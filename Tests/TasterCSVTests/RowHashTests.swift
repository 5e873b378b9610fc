import Testing

@testable import TasterCSV

@Suite struct `The hash of a row` {
  private let hash = RowHash(key: (3, 4), missing: ["", "NA", "-999"])

  private func row(
    _ fields: [String], as reading: RowHash.Reading = .value, only: [Int]? = nil
  ) throws -> ContentHash {
    let text = fields.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    var reader = CSVReader(dialect: try Dialect())
    var source = MemorySource(Array(text.utf8))
    let batch = RecordBatch()
    #expect(try reader.next(batch, from: &source, maxRecords: 1))
    return hash(batch, 0, only ?? Array(fields.indices), as: reading)
  }

  @Test(arguments: [
    ["1.50", "1.5", "+1.5", "01.5", "15e-1", "0.15E1", "1.500000000000000000000000"],
    ["0", "-0", "0.0", ".0", "0e9", "00"], ["1000", "1e3", "1E+3", "1000.", "10e2"],
    ["NA", "", "-999", "-999.0"], ["12345678901234567", "12345678901234567.0"],
  ])
  func `knows equal cells`(same: [String]) throws {
    let hashes = try same.map { try row([$0, "x"]) }
    if same[0] == "NA" {
      // -999.0 does not stand in the list: it is a number.
      #expect(Set(hashes.dropLast()).count == 1 && hashes[3] != hashes[0])
    } else {
      #expect(Set(hashes).count == 1)
      #expect(Set(try same.map { try row([$0], as: .text) }).count == same.count)
    }
  }

  @Test func `tells different cells apart`() throws {
    let cells = [
      "1", "2", "-1", "10", "0.1", "1e300", "1e-300", "12345678901234567890123",
      "12345678901234567890124", "1.1.1", "1e", "e1", ".", "+", "-", "+-1", "0x1", "inf", "nan",
      "a", "b", "A", "aaaaaaaa", "aaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "NA", "é", "1 000",
      "9223372036854775807", "9223372036854775808", "1099511627776", "1e200", "1e-200",
    ]
    #expect(Set(try cells.map { try row([$0]) }).count == cells.count)
    #expect(Set(try cells.map { try row([$0], as: .text) }).count == cells.count)
  }

  @Test func `keeps cells apart from their neighbours, and knows their order`() throws {
    let rows = [
      ["a", "b"], ["ab", ""], ["", "ab"], ["b", "a"], ["1", "2"], ["12", ""], ["2", "1"],
      ["aaaaaaaa", "b"], ["aaaaaaaab", ""], ["aaaaaaa", "ab"],
    ]
    #expect(Set(try rows.map { try row($0, as: .text) }).count == rows.count)
    let hashes = try rows.map { try row($0) }
    #expect(Set(hashes).count == rows.count)
    #expect(try row(["x", "y"], only: [1, 0]) == row(["y", "x"]))
    #expect(try row(["x", "y"], only: [0]) == row(["x"]))
    #expect(try row(["x"], only: []) == row(["y"], only: []))
  }

  @Test func `takes for numbers what the reader takes for numbers`() throws {
    for text in ["1", "-1.5", "+2", "1e5", "1.", ".5", "x", "1x", "", "--1", "1e+", "0x10", "1_0"] {
      var reader = CSVReader(dialect: try Dialect())
      var source = MemorySource(Array("\"\(text)\",b\n".utf8))
      let batch = RecordBatch()
      _ = try reader.next(batch, from: &source, maxRecords: 1)
      let isNumber = batch.number(0, 0) != .notANumber
      let decimal = Array(text.utf8).withUnsafeBufferPointer { Decimal($0) }
      #expect((decimal != nil) == isNumber, "\(text)")
    }
  }
}
