import Glibc
import TasterKernels
import Testing

@Suite struct `The spill` {
  @Test func `gives back the very bits it was given`() throws {
    let spill = try Spill()
    let values = [0.0, -0.0, 1 / 3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1e308]
    let extent = try spill.write(values, at: 0)
    #expect((extent.offset, extent.count) == (0, 8))
    #expect(try spill.read(extent, as: Double.self).map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func `keeps runs of several types apart`() throws {
    let spill = try Spill()
    let bytes = try spill.write([UInt8(1), 2, 3], at: 0)
    let numbers = try spill.write([1.5, 2.5], at: 3)
    let codes = try spill.write([Int32(-1), 7, .max], at: 19)
    #expect(try spill.read(codes, as: Int32.self) == [-1, 7, .max])
    #expect(try spill.read(numbers, as: Double.self) == [1.5, 2.5])
    #expect(try spill.read(bytes, as: UInt8.self) == [1, 2, 3])
  }

  @Test func `holds empty runs and long ones`() throws {
    let spill = try Spill()
    let empty = try spill.write([Double](), at: 0)
    #expect(try spill.read(empty, as: Double.self).isEmpty)
    let values = (0..<300_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    let extent = try spill.write(values, at: 5)
    #expect(try spill.read(extent, as: UInt64.self) == values)
  }

  @Test func `is read by several tasks at once`() throws {
    let spill = try Spill()
    var extents: [Extent] = []
    for k in 0..<20 {
      extents.append(try spill.write(Array(repeating: k, count: 1_000), at: k * 8_000))
    }
    let places = extents
    let sums = try parallelMap(20, threads: 4) { k in
      try spill.read(places[k], as: Int.self).reduce(0, +)
    }
    #expect(sums == (0..<20).map { $0 * 1_000 })
  }

  @Test func `says where it could not be made`() {
    #expect {
      try Spill(directory: "/nowhere/at/all")
    } throws: { error in
      String(describing: error).contains("/nowhere/at/all")
    }
  }

  @Test func `refuses to invent what was never written`() throws {
    let spill = try Spill()
    _ = try spill.write([1.0, 2.0], at: 0)
    let beyond = try Spill().write([1.0, 2.0, 3.0], at: 0)
    #expect(throws: KernelError.self) { try spill.read(beyond, as: Double.self) }
  }

  @Test func `leaves no name behind`() throws {
    var template = Array("/var/tmp/taster-test-XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    try #require(made)
    let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
    let directory = String(decoding: bytes, as: UTF8.self)
    let spill = try Spill(directory: directory)
    let extent = try spill.write([1, 2, 3], at: 0)
    // A folder that holds a name cannot be removed.
    #expect(rmdir(directory) == 0)
    #expect(try spill.read(extent, as: Int.self) == [1, 2, 3])
  }
}
