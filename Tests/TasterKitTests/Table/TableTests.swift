import TasterKit
import Testing

@Suite struct `A table` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Rows of every kind of column, as texts.
  private func rows(_ count: Int, seed: UInt64) -> [[String]] {
    var dice = Dice(seed: seed)
    return (0..<count).map { i in
      [
        "row\(i)", "\(Double(dice.number(-999...999)) / 8)",
        dice.pick(["", "NA", "3", "-2.5e-3", "+7"]), dice.pick(["red", "green", "?", "blue"]),
        i % 40 == 39 ? "n/d" : "\(dice.number(0...9))", dice.pick(["1", "1.0", "x", "none", "2"]),
        "same", dice.pick(["A", "B"]), dice.pick(["yes", "no"]),
      ]
    }
  }

  private let header = ["key", "num", "gaps", "colour", "stained", "mixed", "one", "from", "label"]

  private func text(_ rows: [[String]]) -> String {
    ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private func read(_ rows: [[String]]) throws -> Table {
    try scratch.table(text(rows), label: .column("label")) {
      $0.id = "key"
      $0.source = "from"
    }
  }

  @Test func `holds what a naive parse of its text holds`() throws {
    let rows = rows(400, seed: 1)
    let table = try read(rows)
    #expect(
      table.schema.columns.map(\.kind) == [
        .text, .numeric, .numeric, .categorical, .numeric, .categorical, .constant, .text, .text,
      ])
    #expect(
      table.schema.columns.map(\.role) == [
        .id, .feature, .feature, .feature, .feature, .feature, .feature, .source, .label,
      ])
    let all = try table.all()
    #expect(all.count == 400 && table.rowCount == 400)
    let n = all.count
    for (k, j) in table.schema.numeric.enumerated() {
      for i in 0..<n {
        let expected = Double(rows[i][j]) ?? .nan
        let found = all.numeric[k * n + i]
        #expect(found == expected || found.isNaN && expected.isNaN, "\(i), \(j)")
      }
    }
    #expect(table.column("colour")?.levels == ["blue", "green", "red"])
    // Texts come first, then numbers by their value: 1 and 1.0 are one level.
    #expect(table.column("mixed")?.levels == ["x", "1.0", "2.0"])
    let levels = [
      ["blue": 0, "green": 1, "red": 2], ["x": 0, "1": 1, "1.0": 1, "2": 2],
    ]
    for (k, j) in table.schema.categorical.enumerated() {
      for i in 0..<n { #expect(Int(all.codes[k * n + i]) == levels[k][rows[i][j]] ?? -1) }
    }
    #expect(table.schema.classes == ["no", "yes"] && table.schema.sources == ["A", "B"])
    #expect(all.labels == rows.map { $0[8] == "yes" ? 1 : 0 })
    #expect(all.sources == rows.map { $0[7] == "B" ? 1 : 0 })
    #expect(table.column("gaps")?.missing == rows.count { ["", "NA"].contains($0[2]) })
  }

  @Test func `gives a level the same code whatever the order of the rows`() throws {
    let rows = rows(300, seed: 2)
    var dice = Dice(seed: 3)
    let order = rows.indices.shuffled(using: &dice)
    let (first, second) = (try read(rows), try read(order.map { rows[$0] }))
    #expect(first.schema == second.schema)
    let (a, b) = (try first.all(), try second.all())
    #expect(order.map { a.labels[$0] } == b.labels && order.map { a.sources[$0] } == b.sources)
    for k in first.schema.categorical.indices {
      #expect(order.map { a.codes[k * 300 + $0] } == Array(b.codes[k * 300..<(k + 1) * 300]))
    }
  }

  @Test func `comes in chunks whose size depends on the number of columns alone`() throws {
    let wide = (0..<2_400).map { "c\($0)" }.joined(separator: ",")
    let lines = (0..<300).map { i in (0..<2_400).map { "\(i * 2_400 + $0)" }.joined(separator: ",")
    }
    let table = try scratch.table(([wide] + lines).joined(separator: "\n"))
    #expect(table.chunkCount == 3)
    #expect(try (0..<3).map { try table.chunk($0).count } == [128, 128, 44])
    #expect(try (0..<3).map { try table.chunk($0).firstRow } == [0, 128, 256])
    let last = try table.chunk(2)
    #expect(last.numeric[0] == 256 * 2_400 && last.numeric[last.numeric.count - 1] == 719_999)
    #expect(last.labels == Array(repeating: 0, count: 44))
  }

  @Test func `is the same for blocks of 64 bytes and of 4 MiB`() throws {
    let rows = rows(600, seed: 4)
    var lines = text(rows).split(separator: "\n").map { String($0) }
    lines[100] += ",too many"
    lines[200] = "\"quoted\r\nname\",1,2,red,3,x,same,A,yes"
    lines[300] = ""
    lines[301] = "  "
    lines[400] = "\"never closed,1,2,red,3,x,same,A,yes"
    let path = try scratch.write(lines.joined(separator: "\r\n"))
    func summary(_ blockBytes: Int) throws -> Summary {
      var options = TableOptions()
      options.label = .column("label")
      options.blockBytes = blockBytes
      return try Table.read([path], options: options).summary()
    }
    let whole = try summary(4 << 20)
    #expect(whole.rowCount == 597 && whole.blankLines == 2 && whole.examples.count == 1)
    #expect(whole.remarks.contains { $0.contains("never closes") })
    for blockBytes in [1, 64, 4_096] { #expect(try summary(blockBytes) == whole) }
  }
}
