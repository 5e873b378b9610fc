import RealModule
import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Rehearsals` {
  // Every number of the changed rows moved by one deviation, up or down by turns.
  private static func moved(_ stage: Rehearsal.Stage) -> Numbers {
    var z = stage.z.gather(stage.rows)
    for i in 0..<z.rows { for k in 0..<z.columns { z[i, k] += k % 2 == 0 ? 1 : -1 } }
    return z
  }

  private static func rehearsed(
    _ sheet: Sheet
  ) throws -> (learned: Learned, rehearsal: Rehearsal)? {
    let learned = try Learned(sheet)
    return try Rehearsal(learned.profile, change: moved).map { (learned, $0) }
  }

  @Test func `tell changed rows from the table's own, unseen ones too`() throws {
    let (learned, rehearsal) = try #require(try Self.rehearsed(.clean(rows: 600, seed: 3)))
    let own = rehearsal.known.sorted()[300]
    var strange = Sheet.clean(rows: 300, seed: 4)
    for j in 0..<4 {
      guard case .numbers(let list) = strange.fields[j].cells else { continue }
      strange.fields[j].cells = .numbers(list.map { $0 + (j % 2 == 0 ? 2.4 : -2.4) })
    }
    func middle(_ sheet: Sheet) -> Double {
      let nats = sheet.table(chunkRows: 64).chunks.flatMap {
        rehearsal.nats(learned.profile.batch($0))
      }
      return nats.sorted()[nats.count / 2]
    }
    let (changed, natural) = (middle(strange), middle(.clean(rows: 300, seed: 4)))
    #expect(changed > 1)
    #expect(natural < 0)
    #expect((natural - own).magnitude < 0.5)
  }

  @Test func `judge a row alone as in its batch, learned from or not`() throws {
    let (learned, rehearsal) = try #require(try Self.rehearsed(.clean(rows: 300, seed: 3)))
    for sheet in [Sheet.clean(rows: 40, seed: 3), Sheet.clean(rows: 40, seed: 9)] {
      for chunk in sheet.table(chunkRows: 16).chunks {
        let batch = learned.profile.batch(chunk)
        let nats = rehearsal.nats(batch)
        for i in nats.indices {
          let difference = (nats[i] - rehearsal.nats(i, of: batch)).magnitude
          #expect(difference < 1e-12)
        }
      }
    }
  }

  @Test func `judge the table's own rows without themselves`() throws {
    // Told as a stranger, a row that was learned from looks more like the table's own, for the model has seen it; but not
    // where it is predicted beyond the mark without itself.
    let (learned, rehearsal) = try #require(try Self.rehearsed(.clean(rows: 60, seed: 5)))
    let sample = learned.profile.sample
    var closer = 0
    for chunk in learned.table.chunks {
      let batch = learned.profile.batch(chunk)
      let strangers = Batch(
        chunk: chunk, member: Array(repeating: -1, count: chunk.count), q: batch.q, r: batch.r,
        standing: batch.standing, group: batch.group)
      closer += zip(rehearsal.nats(strangers), rehearsal.nats(batch)).count { $0 < $1 }
    }
    #expect(closer * 3 >= 2 * sample.count)
  }

  @Test func `mind neither the order of rows and columns nor units`() throws {
    let sheet = Sheet.clean(rows: 300, seed: 3)
    let (learned, rehearsal) = try #require(try Self.rehearsed(sheet))
    func nats(_ learned: Learned, _ rehearsal: Rehearsal) -> [Double] {
      learned.table.chunks.flatMap { rehearsal.nats(learned.profile.batch($0)) }
    }
    let expected = nats(learned, rehearsal)
    // The changes must mind columns as little: up in all of them.
    func up(_ stage: Rehearsal.Stage) -> Numbers {
      var z = stage.z.gather(stage.rows)
      for i in 0..<z.rows {
        for k in 0..<z.columns { z[i, k] += 1 + stage.normal(stage.rows[i], column: k) }
      }
      return z
    }
    func judged(_ sheet: Sheet) throws -> [Double] {
      let learned = try Learned(sheet)
      return nats(learned, try #require(try Rehearsal(learned.profile, change: up)))
    }
    let plain = try judged(sheet)
    var turned = sheet
    turned.fields.swapAt(0, 3)
    let (shuffled, order) = sheet.shuffled(seed: 5)
    let (columns, units, rows) = (
      try judged(turned), try judged(sheet.scaled(by: 1_000)), try judged(shuffled)
    )
    func largest(_ other: [Double]) -> Double {
      zip(plain, other).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    }
    #expect(expected != plain)
    #expect(largest(columns) < 1e-6)
    #expect(largest(units) < 1e-6)
    var back = rows
    for (k, i) in order.enumerated() { back[i] = rows[k] }
    #expect(largest(back) < 1e-6)
  }

  @Test func `ask for the class where there are at most twenty`() throws {
    for classes in [20, 21] {
      var sheet = Sheet.clean(rows: 420, seed: 3)
      sheet.fields[6].cells = .texts((0..<420).map { "class \($0 % classes)" })
      let (learned, rehearsal) = try #require(try Self.rehearsed(sheet))
      let chunk = try #require(Sheet.clean(rows: 40, seed: 9).table(chunkRows: 64).chunks.first)
      func nats(_ label: Int32) -> [Double] {
        rehearsal.nats(
          learned.profile.batch(
            Chunk(
              firstRow: 0, count: chunk.count, numeric: chunk.numeric, codes: chunk.codes,
              labels: Array(repeating: label, count: chunk.count), sources: chunk.sources)))
      }
      #expect((nats(0) == nats(1)) == (classes > 20))
    }
  }

  @Test func `need forty rows and from 2 to 100 numeric columns`() throws {
    #expect(try Self.rehearsed(.clean(rows: 39, seed: 3)) == nil)
    #expect(try Self.rehearsed(.clean(rows: 40, seed: 3)) != nil)
    var narrow = Sheet.clean(rows: 60, seed: 3)
    narrow.fields.removeSubrange(1..<4)
    #expect(try Self.rehearsed(narrow) == nil)
    var wide = Sheet.clean(rows: 60, seed: 3)
    for seed in 0..<25 {
      let more = Sheet.clean(rows: 60, seed: UInt64(seed) + 50).fields[..<4]
      wide.fields += more.enumerated().map {
        Sheet.Field("y\(seed)\($0)", $1.cells)
      }
    }
    #expect(try Self.rehearsed(wide) == nil)
  }
}
