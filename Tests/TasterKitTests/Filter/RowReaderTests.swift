import Foundation
import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A reader of streams` {
  private let text: String = {
    "x,colour,class\n"
      + (0..<60).map { "\($0 % 7).\($0 % 3),\(["red", "blue"][$0 % 2]),\(["a", "b"][$0 % 2])\n" }
      .joined()
  }()

  private func schema(_ scratch: Scratch) throws -> Schema {
    try scratch.table(text, label: .column("class")).schema
  }

  /// All batches of some bytes, and what the head said.
  private func read(
    _ bytes: [UInt8], batchRows: Int = 7, _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> (batches: [RowBatch], end: StreamEnd?) {
    let scratch = try Scratch()
    let schema = try schema(scratch)
    var options = TableOptions()
    change(&options)
    let path = try scratch.write(bytes, to: "stream")
    var reader = RowReader(
      try OpenStream(path, options: options, stream: StreamOptions(), stop: StopSign()),
      options: options,
      like: schema, batchRows: batchRows)
    var batches: [RowBatch] = []
    while let batch = try reader.next() { batches.append(batch) }
    return (batches, reader.end)
  }

  private func fault(_ text: String) -> TableError? {
    do {
      _ = try read(Array(text.utf8))
      return nil
    } catch { return error as? TableError }
  }

  @Test(arguments: [1, 2, 7, 100])
  func `keeps every byte, whatever the bytes are`(batchRows: Int) throws {
    for bytes in [
      Array(text.utf8), Array(text.utf8.dropLast()), Array(("\u{FEFF}# by me\n\n" + text).utf8),
      Array(text.replacing("\n", with: "\r\n").utf8),
      Array((text + "1,2\n\n\"two\nlines\",red,a\n1,red,\n,,b\n").utf8),
      try compressed(Array(text.utf8)),
    ] {
      let plain = bytes.starts(with: [0x1F, 0x8B]) ? Array(text.utf8) : bytes
      let (batches, end) = try read(bytes, batchRows: batchRows)
      #expect(batches.flatMap { $0.bytes } == plain)
      let lengths = batches.reduce(0) { sum, batch in
        sum + batch.markBytes + batch.entries.reduce(0) { $0 + $1.length }
      }
      #expect(lengths == plain.count && end?.isStopped == false)
      #expect(batches.count { $0.head != nil } == 1)
      #expect(batches.allSatisfy { $0.entries.count <= batchRows })
    }
  }

  @Test func `types rows as the baseline's, by the names of columns`() throws {
    let (batches, _) = try read(
      Array("class,extra,x\nb,9,1.5\nnew,9,word\na,9,\n".utf8), batchRows: 100)
    let rows = try #require(batches.last).rows
    #expect(rows.chunk.numeric[0] == 1.5 && rows.chunk.numeric[1].isNaN)
    // What is not there is no missing value.
    #expect(rows.chunk.codes == [] && rows.strangers == [1: "new"])
    let head = try #require(batches.first { $0.head != nil }?.head)
    #expect(head.width == 3 && head.departures.count == 2 && head.lacking == ["colour"])
    #expect(head.departures[0].contains("'colour' of the baseline is not there"))
    #expect(head.departures[1].contains("'extra'"))
  }

  @Test func `understands wide characters and several lines of header`() throws {
    let wide = Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let (batches, _) = try read([0xFF, 0xFE] + wide)
    #expect(batches.flatMap { $0.bytes } == [0xFF, 0xFE] + wide)
    #expect(batches.reduce(0) { $0 + $1.rows.chunk.count } == 60)
    let two = Array(text.replacing("x,colour,class\n", with: "x,colour,class\ncm,-,-\n").utf8)
    #expect(throws: TableError.self) { try read(two) { $0.headerLines = 2 } }
  }

  @Test func `refuses a stream without rows' labels or any feature, and an empty one`() {
    #expect(fault("X,shade,class\n1,red,a\n")?.description.contains("is it 'X'?") ?? false)
    #expect(fault("x,colour\n1,red\n")?.description.contains("'class'") ?? false)
    #expect(fault("")?.code == .empty && fault("\n\n")?.code == .empty)
    #expect(fault("x,colour,class\n") == nil)
  }

  @Test func `ends where it is asked to, behind a complete record`() throws {
    let scratch = try Scratch()
    let schema = try schema(scratch)
    var stream = StreamOptions()
    stream.follows = true
    stream.pause = 5
    let path = try scratch.write(text + "1.0,red", to: "stream")
    var reader = RowReader(
      try OpenStream(path, options: TableOptions(), stream: stream, stop: stream.stop.sign),
      options: TableOptions(),
      like: schema, batchRows: 1_000)
    _ = try reader.next()
    let batch = try #require(try reader.next())
    #expect(batch.rows.chunk.count == 60)
    stream.stop.ask()
    #expect(try reader.next() == nil)
    #expect(reader.end?.isStopped == true)
  }

  /// Rows, odd records among them, and what may stand behind a table.
  private static let ends = [
    "1.0,red,a\n1,2\n\n1.0,blue,b\nTotal,,\n\n* one, two\n", "x,colour,class\n1,red,a\n",
    "\nTable 2\nx,colour,class\n1.0,red,a\n", String(repeating: "1,2\n", count: 30) + "1,red,a\n",
    "1,2\n3\n", "\n\n1,light, red,a\n\"x\n", "",
  ]

  @Test(arguments: ends)
  func `finds the end of the table where a scan does, in any batches`(rest: String) throws {
    let bytes = Array((text + rest).utf8)
    let scratch = try Scratch()
    func tell(_ options: inout TableOptions) {
      options.label = .column("class")
      (options.stopsAtTableEnd, options.splitsByType, options.maxRejectShare) = (true, true, 1)
    }
    let table = try scratch.table(text + rest, label: .column("class")) { tell(&$0) }
    let said = table.remarks.filter { $0.hasPrefix("the table ends before") }
    for batchRows in [1, 2, 7, 100] {
      let (batches, end) = try read(bytes, batchRows: batchRows) { tell(&$0) }
      #expect(try batches.flatMap { $0.entries } == table.entries(), "batches of \(batchRows)")
      #expect(batches.flatMap { $0.bytes } == bytes && end?.isStopped == false)
      #expect(batches.compactMap { $0.tableEnd?.sentence } == said)
      #expect(batches.reduce(0) { $0 + $1.rows.chunk.count } == table.rowCount)
    }
  }

  @Test func `tells at the end of a stream what it waited for`() throws {
    let scratch = try Scratch()
    let schema = try schema(scratch)
    var options = TableOptions()
    options.stopsAtTableEnd = true
    var stream = StreamOptions()
    stream.follows = true
    stream.pause = 5
    let path = try scratch.write(text + "Total,,\n", to: "stream")
    var reader = RowReader(
      try OpenStream(path, options: options, stream: stream, stop: stream.stop.sign),
      options: options, like: schema, batchRows: 20)
    var entries: [RecordLog.Entry] = []
    while entries.count < 41, let batch = try reader.next() { entries += batch.entries }
    #expect(entries.allSatisfy { $0.kind != .behindTable })
    stream.stop.ask()
    while let batch = try reader.next() { entries += batch.entries }
    #expect(entries.count == 62 && entries.last?.kind == .behindTable)
    #expect(reader.end?.isStopped == true)
  }
}
