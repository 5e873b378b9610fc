import Foundation
import TasterCSV
import Testing

@Suite struct `A Zstandard stream` {
  /// Bytes as the zstd command compresses them.
  private func compressed(_ text: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["zstd", "-q", "-c"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }

  private func records(_ bytes: [UInt8]) throws -> Int {
    var source = try ZstdSource(MemorySource(bytes), name: "a.csv.zst")
    let batch = RecordBatch()
    var reader = CSVReader(dialect: try Dialect(), blockSize: 100)
    var count = 0
    while try reader.next(batch, from: &source, maxRecords: 50) { count += batch.records.count }
    return count
  }

  private static let text = (0..<5_000).map { "\($0),x\n" }.joined()

  @Test func `reads as its text does, of one frame or of two`() throws {
    let bytes = try compressed(Self.text)
    #expect(try records(bytes) == 5_000)
    #expect(try records(bytes + bytes) == 10_000)
  }

  @Test func `that was cut short is an error`() throws {
    let bytes = try compressed(Self.text)
    #expect(throws: CSVError.self) { try records(Array(bytes.dropLast(20))) }
  }

  @Test func `that was damaged is an error`() throws {
    var bytes = try compressed(Self.text)
    bytes[bytes.count / 2] ^= 0x55
    #expect(throws: CSVError.self) { try records(bytes) }
  }
}
