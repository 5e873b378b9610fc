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

  @Test func `has escape and comment that stand for nothing else`() throws {
    let backslash = UInt8(ascii: "\\")
    #expect(try Dialect(escape: backslash, comment: UInt8(ascii: "#")).escape == backslash)
    for byte in [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 0, 32, 9, 200] {
      #expect(throws: CSVError.self) { try Dialect(escape: byte) }
      #expect(throws: CSVError.self) { try Dialect(comment: byte) }
    }
    #expect(throws: CSVError.self) { try Dialect(escape: backslash, comment: backslash) }
  }

  @Test func `error says where, when there is a where`() {
    let error = CSVError(.unreadable, byteOffset: 7, line: 2, "it hurts")
    #expect(error.description == "line 2 (byte 7): it hurts")
    #expect(CSVError(.unreadable, byteOffset: 0, line: 0, "it hurts").description == "it hurts")
  }
}
