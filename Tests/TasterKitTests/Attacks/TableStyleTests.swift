import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A table's style` {
  @Test func `is read from the file: decimals, quotes, numbers among texts`() async throws {
    try await Workshop.open { shop in
      let rows = (0..<60).map { i in
        "\(i % 7).50,\"w\(i % 3)\",\(i % 2 == 0 ? "007" : "x\(i % 4)"),\(i % 2 == 0 ? "a" : "b")"
      }
      try shop.write("t.csv", (["x,word,mixed,class"] + rows).map { $0 + "\r\n" }.joined())
      var options = TableOptions()
      options.label = .column("class")
      let table = try Table.read([shop.file("t.csv")], options: options)
      let style = try TableStyle(reading: table)
      #expect(style.numeric[0].write(3) == "3.00" || style.numeric[0].write(3) == "3.50")
      #expect(style.isQuoted == [false, true, false, false])
      #expect(style.levels == [[:], ["7.0": "007"]])
    }
  }

  @Test func `is learned from rows all over the table`() {
    #expect(TableStyle.stride(rows: 100, columns: 3) == 1)
    #expect(TableStyle.stride(rows: 1_000_000, columns: 20) == 50)
    #expect(TableStyle.stride(rows: 100_000, columns: 5_000) == 250)
  }

  @Test func `is refused where the file changes meanwhile`() async throws {
    try await Workshop.open { shop in
      try shop.write("t.csv", Workshop.table(30))
      var options = TableOptions()
      options.label = .column("class")
      let table = try Table.read([shop.file("t.csv")], options: options)
      try shop.write("t.csv", Workshop.table(29) + "1,2,w,even\n")
      #expect(throws: TableError.self) { _ = try TableStyle(reading: table) }
    }
  }
}
