import Foundation
import TasterCSV
import Testing

@Suite struct `An input file` {
  private let folder: TemporaryFolder
  private let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ path: String, temporaryDirectory: String? = nil) -> CSVError? {
    do {
      _ = try InputFile(path, temporaryDirectory: temporaryDirectory)
      return nil
    } catch { return error }
  }

  @Test func `is read where it lies, as often as one likes`() throws {
    let file = try InputFile(try folder.write(bytes, to: "a.csv"))
    #expect(file.size == bytes.count && !file.isCompressed && file.name == folder.file("a.csv"))
    #expect(try drain(file.bytes()) == bytes)
    var (first, second) = (BlockReader(file.bytes()), BlockReader(file.bytes(), blockSize: 3))
    #expect(try first.next(10) == Array(bytes[..<10]))
    #expect(try second.next(20) == Array(bytes[..<20]))
    #expect(try first.next(10) == Array(bytes[10..<20]))
  }

  @Test func `that is a pipe is kept, and can be read twice`() throws {
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let writer = Process()
    writer.executableURL = URL(fileURLWithPath: "/bin/sh")
    let plain = try folder.write(bytes, to: "plain")
    writer.arguments = ["-c", "cat '\(plain)' > '\(pipe)'"]
    try writer.run()
    let file = try InputFile(pipe, temporaryDirectory: folder.path)
    writer.waitUntilExit()
    #expect(file.size == bytes.count)
    #expect(try drain(file.bytes()) == bytes && drain(file.bytes()) == bytes)
    #expect(folder.names == ["pipe", "plain"])
  }

  @Test func `is read at any place, plain or not`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let path = try folder.write(bytes, to: "b.csv")
    process.arguments = ["-c", "gzip -n '\(path)'"]
    try process.run()
    process.waitUntilExit()
    let packed = try InputFile(path + ".gz", temporaryDirectory: folder.path)
    let plain = try packed.plain(directory: folder.path)
    #expect(packed.isCompressed && !plain.isCompressed && plain.name == packed.name)
    #expect(plain.size == bytes.count && folder.names == ["b.csv.gz"])
    #expect(try plain.bytes(10, at: 500) == Array(bytes[500..<510]))
    #expect(try plain.bytes(10, at: bytes.count - 4) == Array(bytes.suffix(4)))
    #expect(try plain.bytes(1, at: bytes.count + 1).isEmpty)
    #expect(try plain.plain() === plain)
    let damaged = try InputFile(try folder.write([0x1F, 0x8B, 8, 0, 1], to: "c.gz"))
    #expect(throws: CSVError.self) { try damaged.plain(directory: folder.path) }
  }

  @Test func `is known for compressed by its bytes, not by its name`() throws {
    #expect(try InputFile(try folder.write([0x1F, 0x8B, 8], to: "a.csv")).isCompressed)
    #expect(try !InputFile(try folder.write([0x1F], to: "a.csv.gz")).isCompressed)
    #expect(try !InputFile(try folder.write([], to: "empty")).isCompressed)
  }

  @Test func `that is a folder, or not there, is refused with its name`() throws {
    let directory = fault(folder.path)
    #expect(directory?.code == .unreadable)
    #expect(directory?.message == "\(folder.path) is a directory; name the CSV files in it")
    let missing = fault(folder.file("nowhere.csv"))
    #expect(missing?.code == .unreadable && missing?.message.contains("nowhere.csv") == true)
    #expect(missing?.message.contains("No such file") == true)
  }

  @Test func `that nobody can keep is refused with the way out`() throws {
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    // Both ends, so that neither this test nor the reader waits.
    let held = open(pipe, O_RDWR)
    defer { close(held) }
    let fault = fault(pipe, temporaryDirectory: folder.file("nowhere"))
    #expect(fault?.message.contains("set TMPDIR") == true)
  }
}
