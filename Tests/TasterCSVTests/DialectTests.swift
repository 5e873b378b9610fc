import TasterCSV
import Testing

@Suite struct `A dialect` {
  @Test(arguments: [
    (44, 44), (10, 34), (44, 13), (0, 34), (44, 0), (44, 10), (13, 34), (200, 34), (44, 255),
  ])
  func `that makes no sense is refused`(delimiter: UInt8, quote: UInt8) {
    #expect {
      try Dialect(delimiter: delimiter, quote: quote)
    } throws: { ($0 as? CSVError)?.code == .badDialect }
  }

  @Test func `may do without quotes`() throws {
    #expect(try Dialect(delimiter: 9, quote: nil).quote == nil)
    #expect(throws: CSVError.self) { try Dialect(delimiter: 0xFF, quote: nil) }
  }

  @Test func `error says where, when there is a where`() {
    let error = CSVError(.unreadable, byteOffset: 7, line: 2, "it hurts")
    #expect(error.description == "line 2 (byte 7): it hurts")
    #expect(CSVError(.unreadable, byteOffset: 0, line: 0, "it hurts").description == "it hurts")
  }
}
