import TasterCSV
import Testing

@Suite struct `A source that is made` {
  @Test func `hands on what its function makes`() throws {
    var left = Array("abcdefgh".utf8)
    let source = MadeSource { most in
      defer { left.removeFirst(min(most, 3, left.count)) }
      return Array(left.prefix(min(most, 3)))
    }
    var reader = BlockReader(source, blockSize: 5)
    #expect(try reader.next(100) == Array("abcdefgh".utf8))
    #expect(try reader.peek() == nil)
  }
}
