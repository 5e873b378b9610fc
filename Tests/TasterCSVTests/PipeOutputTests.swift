import Foundation
import TasterCSV
import Testing

@Suite struct `An output to a pipe` {
  @Test func `hands on bytes, counts and hashes them`() throws {
    let pipe = Pipe()
    let output = PipeOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    try output.write(Array("one\n".utf8))
    try output.write(Array("two\n".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(Array(pipe.fileHandleForReading.readDataToEndOfFile()) == Array("one\ntwo\n".utf8))
    #expect(output.count == 8 && output.delivered == 8 && !output.isClosed)
    #expect(output.digest == sha256(Array("one\ntwo\n".utf8)))
  }

  @Test func `goes on counting when the reader has gone`() throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    let output = PipeOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    try output.write([1, 2, 3])
    try pipe.fileHandleForReading.close()
    try output.write([4, 5])
    try output.write([6])
    #expect(output.isClosed && output.count == 6 && output.delivered == 3)
    #expect(output.digest == sha256([1, 2, 3, 4, 5, 6]))
  }

  @Test func `says what else is wrong`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let error = #expect(throws: CSVError.self) { try PipeOutput(descriptor: full).write([1]) }
    #expect(error?.code == .unwritable && error?.message.contains("No space left") ?? false)
  }
}
