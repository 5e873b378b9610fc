import Foundation
import TasterCSV
import Testing

/// What libcsv does to rows when nobody looks, one test a hazard.
@Suite struct `A hazard of libcsv` {
  private func text(rows: Int, _ row: (Int) -> String) -> [UInt8] {
    Array((0..<rows).map { row($0) }.joined().utf8)
  }

  @Test func `1: spaces taken off a field stay in the record's bytes`() throws {
    let bytes = Array(" a , \"b\" \t,c\t\r\n  d,\"  e \",\n".utf8)
    let seen = try read(bytes).records
    #expect(seen.map(\.fields) == [["a", "b", "c"], ["d", "  e ", ""]])
    #expect(seen.map(\.range) == [0..<15, 15..<27])
    #expect(seen.map(\.range.count).reduce(0, +) == bytes.count)
  }

  @Test func `2: blank lines are counted, and are records where the table has one column`() throws {
    let bytes = Array("a\n\n\t \n\r\nb\n\n".utf8)
    let (seen, account) = try read(bytes)
    #expect(seen.map(\.flags) == [[], .blank, .blank, .blank, [], .blank])
    #expect(account.records == 2 && account.blankBytes == 7)
    let kept = try read(bytes, keepsBlankLines: true)
    #expect(kept.records.map(\.fields) == [["a"], [""], [""], [""], ["b"], [""]])
    #expect(kept.account.records == 6)
  }

  @Test func `3: a lone carriage return ends a record, is flagged and costs no byte`() throws {
    let seen = try read("a,b\r1,2\r\r3,4\r\n5,\"6\r7\"\r").map { $0 }
    #expect(seen.map(\.fields) == [["a", "b"], ["1", "2"], [], ["3", "4"], ["5", "6\r7"]])
    #expect(seen.map(\.flags) == [.loneReturn, .loneReturn, .blank, [], .loneReturn])
    #expect(seen.map(\.line) == [1, 2, 3, 4, 5])
  }

  @Test func `3: a file of lone carriage returns is read in one go`() throws {
    let bytes = text(rows: 30_000) { "\($0),x\r" }
    for blockSize in [1_000, 1 << 20] {
      let (seen, account) = try read(bytes, blockSize: blockSize, maxRecords: 1_000)
      #expect(seen.count == 30_000 && account.total == bytes.count)
      #expect(seen.last?.fields == ["29999", "x"])
    }
  }

  @Test(arguments: [[700], [700, 1_300], [0, 1, 2, 1_998, 1_999]])
  func `4: a quote that never closes flags its row and loses none`(strays: [Int]) throws {
    let bytes = text(rows: 2_000) { "\($0),\(strays.contains($0) ? "\"" : "")x,q\n" }
    for openLines in [5, 64] {
      var limits = CSVLimits()
      limits.openLines = openLines
      let seen = try read(bytes, maxRecords: 500, limits: limits).records
      #expect(seen.count == 2_000)
      for (i, record) in seen.enumerated() {
        #expect(record.fields.first == "\(i)" && record.line == i + 1)
      }
      let flagged = seen.indices.filter { seen[$0].flags.contains(.strayQuote) }
      #expect(flagged == strays)
    }
  }

  @Test func `4: a file in which every row has a stray quote keeps every row`() throws {
    let seen = try read(text(rows: 2_000) { "\($0),\"x\n" }, maxRecords: 100).records
    #expect(seen.map { $0.fields.first } == (0..<2_000).map { "\($0)" })
    #expect(seen.allSatisfy { $0.flags.contains(.strayQuote) })
  }

  @Test func `4: a quote behind a closed one keeps the field open and is caught`() throws {
    let bytes = text(rows: 500) { $0 == 3 ? "3,\"ab\"c\n" : "\($0),x\n" }
    let seen = try read(bytes, maxRecords: 100).records
    #expect(seen.count == 500)
    #expect(seen[3].flags == .strayQuote && seen[3].fields == ["3", "\"ab\"c"])
  }

  @Test func `4: an honest field of many lines is left whole up to the cap`() throws {
    let lines = (0..<60).map { "line \($0)" }.joined(separator: "\n")
    let seen = try read("id,text\n1,\"\(lines)\"\n2,x\n")
    #expect(seen.map(\.fields) == [["id", "text"], ["1", lines], ["2", "x"]])
    #expect(seen.allSatisfy { $0.flags.isEmpty })
  }

  @Test func `4: where quotes are data, a byte that is no text opens none`() throws {
    // The byte that stands for "no quote" may itself stand in the data.
    let bytes: [UInt8] = Array("\"".utf8) + [44, 0xFF, 97, 44, 0xFE] + Array("b\nc,d,e\n".utf8)
    #expect(try read(bytes).records.map(\.fields.count) == [3, 3])
    let plain = try Dialect(quote: nil)
    let seen = try read([0xFF, 44, 0, 97, 10, 98, 44, 34, 10], dialect: plain).records
    #expect(seen.map(\.fields.count) == [2, 2])
    #expect(seen[1].fields == ["b", "\""])
  }

  @Test func `5: a quoted last field without a line end is no open quote`() throws {
    #expect(
      try read("a,b\n1,\"x\ny\"") == [
        Seen(["a", "b"], 0..<4, line: 1), Seen(["1", "x\ny"], 4..<11, line: 2, .unterminated),
      ])
    #expect(try read("a\n\"b\" ").last == Seen(["b"], 2..<6, line: 2, .unterminated))
    #expect(try read("a\n\"b").last == Seen(["\"b"], 2..<4, line: 2, [.unterminated, .strayQuote]))
  }

  @Test func `6: nothing in the bytes stops the parser`() throws {
    let everything = (0..<4).flatMap { _ in (UInt8.min...UInt8.max).map { $0 } }
    #expect(try read([97] + everything).account.total == everything.count + 1)
  }

  @Test func `7: the options are set once, before the first byte`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/TasterCSV")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let code = try files.map {
      try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
    }
    .joined()
    #expect(!code.contains("csv_set_opts"))
    #expect(code.components(separatedBy: "csv_init(").count == 2)
    #expect(code.components(separatedBy: "csv_free(").count == 2)
  }

  @Test func `8: a long field arrives whole, a longer one is refused at its first byte`() throws {
    let long = String(repeating: "x", count: 300_000)
    #expect(try read("a\n\(long)\nb\n")[1].fields == [long])
    var limits = CSVLimits()
    limits.fieldBytes = 100
    limits.recordBytes = 1_000
    for blockSize in [1, 64, 4_096] {
      func code(_ text: String) -> CSVError? {
        do {
          _ = try read(Array(text.utf8), blockSize: blockSize, limits: limits)
          return nil
        } catch { return error as? CSVError }
      }
      let field = code("a,b\n1,\(String(repeating: "y", count: 101))\n")
      #expect(field?.code == .fieldTooLong && field?.byteOffset == 4 && field?.line == 2)
      #expect(code("a,b\n1,\(String(repeating: "y", count: 100))\n") == nil)
      let record = code("a\n" + String(repeating: "y,", count: 5_000))
      #expect(record?.code == .recordTooLong && record?.byteOffset == 2)
      #expect(code("a\n" + String(repeating: " ", count: 5_000))?.code == .recordTooLong)
    }
  }

  @Test func `9: a byte order mark hides no quote`() throws {
    for blockSize in [1, 2, 3, 100] {
      let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("\"a,x\",b\n".utf8)
      let (seen, account) = try read(bytes, blockSize: blockSize)
      #expect(seen == [Seen(["a,x", "b"], 3..<11, line: 1)] && account.markBytes == 3)
    }
    let alone = try read([0xEF, 0xBB, 0xBF])
    #expect(alone.records.isEmpty && alone.account.total == 3)
    #expect(try read([0xEF, 0xBB]).records.count == 1)
  }

  @Test func `10: a line end at the very place of a cap stays with its record`() throws {
    let text = "abcd\r\nefgh\r\n\"ijk\r\nl\"\r\n"
    for bound in 1...12 {
      var limits = CSVLimits()
      limits.openBytes = bound
      let seen = try read(Array(text.utf8), limits: limits).records
      #expect(seen.prefix(2).map(\.range) == [0..<6, 6..<12], "\(bound)")
    }
  }

  @Test func `11: NUL bytes are data, with quotes and without`() throws {
    let bytes: [UInt8] = [97, 0, 44, 0, 10, 34, 0, 34, 44, 98, 10]
    #expect(try read(bytes).records.map(\.fields) == [["a\0", "\0"], ["\0", "b"]])
    let seen = try read(bytes, dialect: Dialect(quote: nil)).records
    #expect(seen.map(\.fields) == [["a\0", "\0"], ["\"\0\"", "b"]])
  }

  @Test func `12: a comma with a space behind it delimits, other delimiters work alike`() throws {
    #expect(try read("a, b, \"c, d\"\n")[0].fields == ["a", "b", "c, d"])
    for delimiter in Array("\t;| ".utf8) {
      let character = Character(Unicode.Scalar(delimiter))
      let text = "a\(character)\(character)\"b\(character)c\"\n"
      let seen = try read(Array(text.utf8), dialect: Dialect(delimiter: delimiter)).records
      #expect(seen[0].fields == ["a", "", "b\(character)c"])
    }
  }
}
