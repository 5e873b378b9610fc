import Testing

@testable import TasterKit

@Suite struct `Bytes of a profile` {
  @Test func `are the lowest first, and read back`() throws {
    var writer = ByteWriter()
    writer.add(UInt64(0x0102_0304_0506_0708))
    writer.add(UInt32(0x0A0B_0C0D))
    writer.add(-1.5)
    writer.add("héé")
    writer.add([Int32(-1), 4]) { $0.add($1) }
    #expect(writer.bytes.prefix(8).elementsEqual([8, 7, 6, 5, 4, 3, 2, 1]))
    var reader = ByteReader(writer.bytes)
    #expect(try reader.word() == 0x0102_0304_0506_0708)
    #expect(try reader.half() == 0x0A0B_0C0D)
    #expect(try reader.number() == -1.5)
    #expect(try reader.text() == "héé")
    #expect(try reader.length(each: 4) == 2)
    #expect(try reader.code(below: 5) == -1)
    #expect(try reader.code(below: 5) == 4)
    try reader.finish("it")
  }

  @Test func `are never taken at their word`() {
    var writer = ByteWriter()
    writer.add(UInt32.max)
    func faults(_ read: (inout ByteReader) throws -> Void) -> Bool {
      var reader = ByteReader(writer.bytes)
      do {
        try read(&reader)
        return false
      } catch {
        return true
      }
    }
    #expect(faults { _ = try $0.text() })
    #expect(faults { _ = try $0.length(each: 1) })
    #expect(faults { _ = try $0.word() })
    #expect(faults { _ = try $0.section("ABCD") })
    #expect(faults { _ = try $0.code(below: -1) })
    #expect(faults { try $0.finish("it") })
    #expect(!faults { _ = try $0.half() })
  }
}
