import TasterKit
import TasterTesting
import Testing

@Suite struct `A poisoned table` {
  private static let sheet = Sheet.attacked(rows: 20)

  @Test func `shows changed and added rows where they belong, in chunks of any size`() throws {
    for size in [1, 3, 7, 20] {
      let victim = try Victim(Self.sheet.table(chunkRows: size))
      let cells = [victim.cell(7.5, numeric: 0), victim.cell(level: 0, categorical: 1)]
      let poison = Poison(
        attack: "any",
        rows: [
          .changed(6, cells: [cells[0]], label: 2), .added(0, at: 7, cells: cells, label: 1),
          .added(19, at: 7, cells: [], label: 0), .added(4, at: 1, cells: [], label: 2),
        ])
      let table = try PoisonedTable(victim, poison)
      #expect(table.rowCount == 23)
      var (xs, shapes, labels, firsts): ([Double], [Int32], [Int32], [Int]) = ([], [], [], [])
      for c in 0..<table.chunkCount {
        let chunk = try table.chunk(c)
        firsts.append(chunk.firstRow)
        #expect(chunk.firstRow == xs.count)
        xs += chunk.numeric[0..<chunk.count]
        shapes += chunk.codes[chunk.count..<2 * chunk.count]
        labels += chunk.labels
      }
      let rows = try victim.rows(Array(0..<20))
      let old = rows.map { $0.numbers[0] }
      var expected = old
      expected[6] = 7.5
      expected.insert(contentsOf: [7.5, old[19]], at: 7)
      expected.insert(old[4], at: 1)
      #expect(xs == expected)
      #expect(labels[7] == 2 && labels[8] == 1 && labels[9] == 0 && labels[1] == 2)
      #expect(shapes[8] == 0 && shapes[9] == rows[19].levels[1] && shapes[1] == rows[4].levels[1])
      #expect(poison.truth == [2, 8, 9, 10])
    }
  }

  @Test func `is judged as if it had been read`() throws {
    let victim = try Victim(Sheet.attacked(rows: 300).table())
    let poison = try FlipRandom().poison(victim, rate: 0.05, seed: 1)
    let table = try PoisonedTable(victim, poison)
    let whole = MemoryTable(
      schema: table.schema, chunks: try (0..<table.chunkCount).map(table.chunk))
    let (a, b) = (try Scan().run(table).judgement, try Scan().run(whole).judgement)
    #expect(try a.findings.all() == b.findings.all())
    #expect(a.rowCount == 300 && !a.findings.isEmpty)
  }
}
