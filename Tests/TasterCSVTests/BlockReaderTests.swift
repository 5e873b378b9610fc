import TasterCSV
import Testing

@Suite struct `A block reader` {
  private static let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }

  @Test(arguments: [1, 3, 64, 999, 1_000, 5_000])
  func `hands on runs of any length, whatever its blocks`(blockSize: Int) throws {
    var dice = Dice(seed: UInt64(blockSize))
    var reader = BlockReader(MemorySource(Self.bytes), blockSize: blockSize)
    var position = 0
    while position < Self.bytes.count {
      let count = dice.number(0...200)
      let expected = Self.bytes[position..<min(position + count, Self.bytes.count)]
      #expect(try reader.next(count) == Array(expected))
      position += expected.count
    }
    #expect(try reader.next(1).isEmpty)
  }

  @Test func `tells how many bytes there were`() throws {
    var reader = BlockReader(MemorySource(Self.bytes), blockSize: 7)
    var pieces: [UInt8] = []
    #expect(try reader.forEachPiece(of: 600) { pieces += $0 } == 600)
    #expect(try reader.forEachPiece(of: 600) { pieces += $0 } == 400)
    #expect(pieces == Self.bytes)
  }

  private static let lines = Array("ab\ncd\r\n\n\nlast".utf8)

  @Test(arguments: [1, 2, 3, 100])
  func `hands on lines, whatever its blocks`(blockSize: Int) throws {
    var reader = BlockReader(MemorySource(Self.lines), blockSize: blockSize)
    var lines: [String] = []
    while let line = try reader.line(limit: 100) {
      lines.append(String(decoding: line, as: UTF8.self))
    }
    #expect(lines == ["ab", "cd\r", "", "", "last"])
  }

  @Test(arguments: [1, 2, 3, 100])
  func `shows the next byte and leaves it there`(blockSize: Int) throws {
    var reader = BlockReader(MemorySource(Self.lines), blockSize: blockSize)
    var read: [UInt8] = []
    while let byte = try reader.peek() {
      #expect(try reader.peek() == byte)
      read += try reader.next(1)
    }
    #expect(read == Self.lines)
  }

  @Test func `refuses a line without end`() throws {
    var reader = BlockReader(MemorySource(Array(repeating: 65, count: 1_000)), blockSize: 10)
    #expect(throws: CSVError.self) { _ = try reader.line(limit: 100) }
  }

  @Test func `reads what a hash of pieces takes in as one`() {
    var hash = StreamingHash()
    #expect(hash.digest == sha256([UInt8]()))
    hash.add(Self.lines[0..<4])
    hash.add(Self.lines[4...])
    #expect(hash.digest == sha256(Self.lines))
  }
}
