import Foundation
import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A snapshot` {
  private func snapshot(
    _ text: String, _ scratch: Scratch, _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> Snapshot {
    var options = TableOptions()
    options.label = .column("class")
    options.maxRejectShare = 0.6
    change(&options)
    return try Snapshot(
      SnapshotText(try scratch.write(text), options: options), options: options, others: [])
  }

  @Test func `gives rows their numbers and their places, and reads them again`() throws {
    let scratch = try Scratch()
    // A mark, a blank line, line ends of two kinds, a quote that never closes, a last line without an end.
    let text =
      "\u{FEFF}x,class\r\n1,a\n\n\"two\nlines\",b\r\nnot,a,row\n\"open,a\n5,\n6,b\n\"open again,a\n7,b"
    let snapshot = try snapshot(text, scratch)
    var places: [RowChange.Place] = []
    var cells: [String] = []
    let reading = try snapshot.forEachBatch(threads: 2) { batch, rows, first, _ in
      for (k, i) in rows.enumerated() {
        let entry = batch.records[i]
        places.append(
          RowChange.Place(
            row: first + k, offset: entry.byteOffset, length: entry.byteLength, label: 0))
        cells.append(batch.text(i, 0))
      }
    }
    let table = try scratch.table(text, label: .column("class")) { $0.maxRejectShare = 0.6 }
    #expect(reading.rows == table.rowCount && reading.bytes == text.utf8.count)
    #expect(reading.sha256 == table.inputs[0].sha256)
    #expect(reading.rejected == table.rejects.reduce(0) { $0 + $1.count })
    for order in [places, places.reversed()] {
      var again: [String] = []
      try snapshot.read(order) { k, batch, i in
        #expect(k == again.count)
        again.append(batch.text(i, 0))
      }
      #expect(again == (order.first == places.first ? cells : cells.reversed()))
    }
  }

  @Test func `leaves out options for columns that only the other one has`() throws {
    let scratch = try Scratch()
    var options = TableOptions()
    options.label = .column("class")
    (options.source, options.ignored) = ("from", ["junk", "x"])
    let text = try SnapshotText(try scratch.write("x,class\n1,a\n2,b\n"), options: options)
    let snapshot = try Snapshot(text, options: options, others: ["x", "from", "junk", "class"])
    #expect(snapshot.options.source == nil && snapshot.options.ignored == ["x"])
    #expect(throws: TableError.self) {
      _ = try Snapshot(text, options: options, others: ["x", "class"])
    }
  }

  @Test func `is refused where it holds nothing`() throws {
    let scratch = try Scratch()
    for text in ["", "\n\n"] {
      #expect(throws: TableError.self) { _ = try snapshot(text, scratch) }
    }
  }

  @Test(arguments: [
    ("a report\nof two lines\nx,y,class\n1,2,a\n1,3,b\n2,2,a\n", "before the header"),
    ("\u{FF}\u{FE}" + "x,class\n1,a\n2,b\n".map { "\($0)\0" }.joined(), "utf-16le"),
  ])
  func `is plain CSV or refused with the way out`(text: String, oddity: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write("")
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: TableError.self) {
      _ = try SnapshotText(path, options: TableOptions())
    }
    let said = try #require(error?.description)
    #expect(said.contains(oddity) && said.contains("taster normalize"))
  }

  @Test func `passes over comments`() throws {
    let scratch = try Scratch()
    let text = "# one\nx,class\n1,a\n# two\n2,b\n"
    let snapshot = try snapshot(text, scratch) { $0.comment = UInt8(ascii: "#") }
    var cells: [String] = []
    let reading = try snapshot.forEachBatch(threads: 1) { batch, rows, _, _ in
      cells += rows.map { batch.text($0, 0) }
    }
    #expect(cells == ["1", "2"] && reading.rejected == 0)
    #expect(snapshot.plan.names == ["x", "class"])
  }
}
