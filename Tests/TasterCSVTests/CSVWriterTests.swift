import TasterCSV
import Testing

@Suite struct `The writer of plain CSV` {
  private func written(_ fields: [String]) -> String {
    var writer = CSVWriter()
    writer.write(fields)
    return String(decoding: writer.take(), as: UTF8.self)
  }

  @Test(arguments: [
    (["a", "b"], "a,b\r\n"), (["", ""], ",\r\n"), ([""], "\"\"\r\n"), (["a,b"], "\"a,b\"\r\n"),
    (["say \"hi\""], "\"say \"\"hi\"\"\"\r\n"), (["a\nb", "c\rd"], "\"a\nb\",\"c\rd\"\r\n"),
    ([" a", "b\t"], "\" a\",\"b\t\"\r\n"), (["#a", "#b"], "\"#a\",#b\r\n"), (["é;|"], "é;|\r\n"),
  ])
  func `puts quotes where they are needed`(fields: [String], text: String) {
    #expect(written(fields) == text)
  }

  @Test func `writes what reads the same`() throws {
    var dice = Dice(seed: 3)
    for _ in 0..<300 {
      let bytes = dice.csv(upTo: 80)
      var source = MemorySource(bytes)
      let batch = RecordBatch()
      var reader = CSVReader(dialect: try Dialect(), keepsBlankLines: true)
      var writer = CSVWriter()
      var fields: [[String]] = []
      while try reader.next(batch, from: &source, maxRecords: 9) {
        for i in batch.records.indices {
          writer.write(i, of: batch)
          fields.append((0..<batch.records[i].fieldCount).map { batch.text(i, $0) })
        }
      }
      let plain = writer.take()
      #expect(try read(plain, keepsBlankLines: true).records.map(\.fields) == fields)
      let left = writer.count
      #expect(left == 0)
    }
  }

  @Test func `keeps bytes that are no text`() throws {
    var source = MemorySource([97, 0xFF, 0, 44, 34, 0xC3, 34, 10])
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect())
    _ = try reader.next(batch, from: &source, maxRecords: 1)
    var writer = CSVWriter()
    writer.write(0, of: batch)
    let bytes = writer.take()
    #expect(bytes == [97, 0xFF, 0, 44, 0xC3, 13, 10])
  }
}
