import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `A batch` {
  @Test func `knows the rows that were learned from`() throws {
    let learned = try LawTables.planted.get()
    let profile = learned.profile
    for chunk in learned.table.chunks {
      let batch = profile.batch(chunk)
      #expect(batch.count == chunk.count)
      for i in 0..<batch.count {
        let at = batch.member[i]
        #expect(at >= 0)
        #expect(batch.margins[i] == profile.standing.margins[at])
        #expect(batch.label(i) == profile.sample.labels[at])
        for j in 0..<4 {
          let value = batch.numeric(j)[batch.numeric(j).startIndex + i]
          let known = profile.sample.numeric[at, j]
          #expect(value == known || value.isNaN && known.isNaN)
        }
      }
    }
  }

  @Test func `says the same of a row beside strangers`() throws {
    let learned = try LawTables.planted.get()
    var mixed = learned.table.chunks[0]
    let alone = learned.profile.batch(mixed)
    mixed.numeric[3] = 0.123456
    let batch = learned.profile.batch(mixed)
    #expect(batch.member[3] == -1)
    for i in 0..<mixed.count where i != 3 {
      #expect(batch.member[i] == alone.member[i])
      #expect(batch.margins[i] == alone.margins[i] && batch.others[i] == alone.others[i])
      #expect(batch.group[i] == alone.group[i])
      #expect(batch.q.row(i) == alone.q.row(i) && batch.r.row(i) == alone.r.row(i))
      #expect(
        batch.standing.posteriors?.weighted.row(i) == alone.standing.posteriors?.weighted.row(i))
    }
  }

  @Test func `judges strangers by the models`() throws {
    let learned = try LawTables.clean[0].get()
    let strangers = Sheet.clean(rows: 200, seed: 77).table(chunkRows: 200)
    let batch = learned.profile.batch(strangers.chunks[0])
    #expect(batch.member.allSatisfy { $0 == -1 })
    #expect(batch.margins.count { $0 < 0 } * 100 > 93 * batch.count)
  }

  @Test func `of no rows is empty`() throws {
    let learned = try LawTables.clean[0].get()
    let empty = Chunk(firstRow: 0, count: 0, numeric: [], codes: [], labels: [], sources: [])
    let batch = learned.profile.batch(empty)
    #expect(batch.count == 0 && batch.q.rows == 0 && batch.margins.isEmpty)
  }
}
