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
    let reading = try snapshot.forEachBatch(isAhead: false) { batch, rows, first in
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
}
