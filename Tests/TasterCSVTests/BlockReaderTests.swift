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
}
