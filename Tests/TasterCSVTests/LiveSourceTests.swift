import Foundation
import TasterCSV
import Testing

/// All bytes that a source has, and how often it had none for now.
private func drain(_ source: inout some ByteSource, most: Int = 7) throws -> (
  bytes: [UInt8], pauses: Int
) {
  var (bytes, pauses): ([UInt8], Int) = ([], 0)
  var block = [UInt8](repeating: 0, count: most)
  while true {
    do {
      let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return (bytes, pauses) }
      bytes += block[..<count]
    } catch StreamPause.idle {
      pauses += 1
    }
  }
}

/// A file that goes with its test.
private final class Grown {
  let path = NSTemporaryDirectory() + "taster-test-" + UUID().uuidString

  init(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }

  deinit { unlink(path) }

  func add(_ text: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }
}

@Suite struct `A live source` {
  @Test func `hands on a file and ends`() throws {
    let file = try Grown("a,b\n1,2\n")
    var source = try LiveSource(file.path, pause: 10, follows: false, stop: StopSign())
    let found = try drain(&source)
    #expect(found.bytes == Array("a,b\n1,2\n".utf8) && found.pauses == 0)
    #expect(source.isFile && source.ending == nil)
  }

  @Test func `waits for a pipe, and says so when nothing comes`() throws {
    let path = NSTemporaryDirectory() + "taster-test-" + UUID().uuidString
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let source = try LiveSource(path, pause: 5, follows: false, stop: StopSign())
    var block = [UInt8](repeating: 0, count: 16)
    // Nobody writes yet: that is no end.
    #expect(throws: StreamPause.idle) {
      try block.withUnsafeMutableBytes { try source.read(into: $0) }
    }
    let writer = open(path, O_WRONLY | O_NONBLOCK)
    try #require(writer >= 0)
    #expect(write(writer, "xyz", 3) == 3)
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 3)
    #expect(throws: StreamPause.idle) {
      try block.withUnsafeMutableBytes { try source.read(into: $0) }
    }
    close(writer)
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 0)
    #expect(!source.isFile)
  }

  @Test func `heeds another sign and leaves it as it is`() {
    let outer = StopSign()
    let (first, second) = (StopSign(or: outer), StopSign(or: outer))
    first.set()
    #expect(first.isSet && !outer.isSet && !second.isSet)
    outer.set()
    #expect(second.isSet)
  }

  @Test func `ends when it is asked to`() throws {
    let file = try Grown("a,b\n")
    let stop = StopSign()
    let source = try LiveSource(file.path, pause: 10, follows: true, stop: stop)
    stop.set()
    var block = [UInt8](repeating: 0, count: 16)
    #expect(throws: StreamPause.stopped) {
      try block.withUnsafeMutableBytes { try source.read(into: $0) }
    }
  }

  @Test func `follows a file that grows, until it is cut`() throws {
    let file = try Grown("a,b\n")
    let source = try LiveSource(file.path, pause: 1, follows: true, stop: StopSign())
    var block = [UInt8](repeating: 0, count: 16)
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 4)
    #expect(throws: StreamPause.idle) {
      try block.withUnsafeMutableBytes { try source.read(into: $0) }
    }
    try file.add("1,2\n3")
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 5)
    try #require(truncate(file.path, 2) == 0)
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 0)
    #expect(source.ending == "it was cut from 9 to 2 bytes")
  }

  @Test func `follows a file until another takes its name, and goes on with that`() throws {
    let file = try Grown("a,b\n")
    let source = try LiveSource(file.path, pause: 1, follows: true, stop: StopSign())
    var block = [UInt8](repeating: 0, count: 16)
    _ = try block.withUnsafeMutableBytes { try source.read(into: $0) }
    try #require(rename(file.path, file.path + ".1") == 0)
    defer { unlink(file.path + ".1") }
    // Nothing has its name: whoever writes may go on writing to the old one.
    #expect(throws: StreamPause.idle) {
      try block.withUnsafeMutableBytes { try source.read(into: $0) }
    }
    let old = try #require(FileHandle(forWritingAtPath: file.path + ".1"))
    try old.seekToEnd()
    try old.write(contentsOf: Data("last\n".utf8))
    try Data("new".utf8).write(to: URL(fileURLWithPath: file.path))
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 5)
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 0)
    #expect(source.ending == "another file took its name")
    try source.reopen()
    #expect(source.ending == nil)
    #expect(try block.withUnsafeMutableBytes { try source.read(into: $0) } == 3)
    #expect(block.prefix(3).elementsEqual("new".utf8))
  }

  @Test func `waits for a file to go on with until it is asked to end`() throws {
    let file = try Grown("a,b\n")
    let stop = StopSign()
    let source = try LiveSource(file.path, pause: 1, follows: true, stop: stop)
    unlink(file.path)
    stop.set()
    #expect(throws: StreamPause.stopped) { try source.reopen() }
  }

  @Test func `refuses what is not there, and folders`() {
    for (path, word) in [("/no/such/file", "cannot open"), ("/", "directory")] {
      let error = #expect(throws: CSVError.self) {
        _ = try LiveSource(path, pause: 1, follows: false, stop: StopSign())
      }
      #expect(error?.message.contains(word) ?? false)
    }
  }
}

@Suite struct `A source that is looked at or kept` {
  @Test func `gives the bytes that were looked at to whoever reads`() throws {
    var source = PeekingSource(MemorySource(Array("abcdefghij".utf8)))
    let sample = try source.sample(4)
    #expect(sample.bytes == Array("abcd".utf8) && !sample.isWhole)
    #expect(try drain(&source, most: 3).bytes == Array("abcdefghij".utf8))
    let whole = try PeekingSource(MemorySource([1, 2])).sample(4)
    #expect(whole.bytes == [1, 2] && whole.isWhole)
  }

  @Test func `waits for enough when it is looked at`() throws {
    let source = PeekingSource(Hesitant(Array("abcdef".utf8), step: 2))
    let sample = try source.sample(6) { $0.count >= 4 }
    #expect(
      sample.bytes.count >= 4 && sample.bytes == Array("abcdef".utf8.prefix(sample.bytes.count)))
  }

  @Test func `keeps what was handed on until it is taken`() throws {
    var source = KeepingSource(MemorySource(Array("abcdefghij".utf8)))
    _ = try drain(&source, most: 4)
    #expect(source.take(3) == Array("abc".utf8))
    #expect(source.take(0).isEmpty)
    #expect(source.take(7) == Array("defghij".utf8))
  }
}

/// A source that has nothing for now before every few bytes.
struct Hesitant: ByteSource {
  private var source: MemorySource
  private let step: Int
  private var isReady = false

  init(_ bytes: [UInt8], step: Int) {
    source = MemorySource(bytes)
    self.step = step
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    isReady.toggle()
    guard !isReady else { throw StreamPause.idle }
    return try source.read(
      into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(step, buffer.count)]))
  }
}

@Suite struct `A reader whose source pauses` {
  /// Everything a reader says about bytes that come with pauses.
  private func seen(
    _ bytes: [UInt8], step: Int, _ options: CSVReader.Options = CSVReader.Options(),
    dialect: Dialect? = nil
  ) throws -> (records: [Seen], account: CSVReader.Account) {
    var source = Hesitant(bytes, step: step)
    let batch = RecordBatch()
    var reader = CSVReader(try dialect ?? Dialect(), options)
    var seen: [Seen] = []
    while true {
      do {
        guard try reader.next(batch, from: &source, maxRecords: 3) else { break }
      } catch StreamPause.idle {}
      for (i, entry) in batch.records.enumerated() {
        seen.append(
          Seen(
            (0..<entry.fieldCount).map { batch.text(i, $0) },
            entry.byteOffset..<entry.byteOffset + entry.byteLength, line: entry.line, entry.flags))
      }
    }
    return (seen, reader.account)
  }

  @Test(arguments: [1, 2, 3, 7])
  func `says what it says without pauses`(step: Int) throws {
    var dice = Dice(seed: UInt64(step))
    for _ in 0..<60 {
      let bytes = dice.csv(upTo: 40)
      var limits = CSVLimits()
      limits.openLines = 3
      var options = CSVReader.Options()
      options.limits = limits
      do {
        let expected = try read(bytes, limits: limits)
        let found = try seen(bytes, step: step, options)
        #expect(found.records == expected.records && found.account == expected.account)
      } catch let error as CSVError {
        #expect(error.code == .wrongEncoding)
      }
    }
  }

  @Test func `passes a preamble and comments that come in pieces`() throws {
    let text = Array("made by\nsomeone\na,b\n# aside, here\n1,2\n".utf8)
    var options = CSVReader.Options()
    options.preambleLines = 2
    let dialect = try Dialect(comment: UInt8(ascii: "#"))
    let expected = try read(text, options, dialect: dialect)
    #expect(expected.records.count == 4)
    for step in 1...6 {
      let found = try seen(text, step: step, options, dialect: dialect)
      #expect(found.records == expected.records && found.account == expected.account)
    }
  }
}
