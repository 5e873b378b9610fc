import TasterCSV
import Testing

@Suite struct `A decoder of texts` {
  private func text(_ bytes: [UInt8], _ encoding: TextEncoding, step: Int = 3) throws -> [UInt8] {
    var decoder = TextDecoder(encoding)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      decoder.decode(bytes[start..<min(start + step, bytes.count)], into: &text)
    }
    try decoder.finish(into: &text)
    return text
  }

  @Test(arguments: TextEncoding.allCases)
  func `turns every character into the same one`(encoding: TextEncoding) throws {
    let text = encoding == .latin1 ? "aä\u{FF}\n" : "a\0äЮ€\u{FFFD}😀\u{10FFFF}\n"
    let bytes = `An encoding`.bytes(text, encoding)
    for step in [1, 2, 3, 100] {
      #expect(try self.text(bytes, encoding, step: step) == Array(text.utf8))
    }
    #expect(TextDecoder.decode(bytes, from: encoding) == Array(text.utf8))
  }

  @Test func `knows the letters that Windows has between the others`() throws {
    #expect(
      try text([0x80, 0x92, 0x9F, 0x81, 0xA0], .latin1) == Array("€’Ÿ\u{81}\u{A0}".utf8))
  }

  @Test func `makes no text of what is none`() throws {
    // A second half alone, a first half before a letter, a first half at the end.
    let halves: [UInt8] = [0x00, 0xDC, 0x41, 0, 0x00, 0xD8, 0x42, 0, 0x00, 0xD8]
    let decoded = try text(halves, .utf16Little)
    #expect(decoded == [0xED, 0xB0, 0x80, 65, 0xED, 0xA0, 0x80, 66, 0xED, 0xA0, 0x80])
    #expect(String(validating: decoded, as: UTF8.self) == nil)
    #expect(try text([0x7F, 0xFF, 0xFF, 0xFF], .utf32Big) == [0xED, 0xA0, 0x80])
  }

  @Test(arguments: [TextEncoding.utf16Little, .utf32Big])
  func `says so where the last character is cut off`(encoding: TextEncoding) {
    #expect {
      try text([0, 0, 0, 65, 0], encoding)
    } throws: { ($0 as? CSVError)?.code == .wrongEncoding }
  }

  @Test func `tells a source's hash of the bytes as they came`() throws {
    let bytes = `An encoding`.bytes("ab😀\n", .utf16Big)
    let source = HashingSource(MemorySource(bytes), encoding: .utf16Big)
    #expect(try drain(source, block: 3) == Array("ab😀\n".utf8))
    #expect(source.digest == sha256(bytes) && source.count == bytes.count)
  }
}
