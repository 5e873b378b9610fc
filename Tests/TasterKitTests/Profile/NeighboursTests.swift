import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Neighbours` {
  @Test func `are the nearest rows by the naive loop, the row itself left out`() throws {
    let learned = try LawTables.clean[0].get()
    let profile = learned.profile
    let neighbours = TasterKit.Neighbours(profile)
    let batch = profile.batch(learned.table.chunks[1])
    let place = Dictionary(
      uniqueKeysWithValues: profile.sample.rows.enumerated().map { ($0.element, $0.offset) })
    for row in [0, 5, 33] {
      let own = batch.chunk.firstRow + row
      let me = try #require(place[own])
      let distances = profile.sample.rows.indices.filter { $0 != me }.map { i in
        (
          row: profile.sample.rows[i] + 1,
          distance: zip(profile.r.row(i), profile.r.row(me))
            .reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        )
      }
      let expected = distances.sorted { $0.distance < $1.distance }.prefix(7).map(\.row)
      let found = neighbours.nearest(row, of: batch, count: 7)
      #expect(found.map(\.row) == expected)
      for (number, label) in found {
        let at = try #require(place[number - 1])
        #expect(profile.sample.labels[at] == label)
      }
    }
  }

  @Test func `are as many as there are`() throws {
    let learned = try Learned(Sheet.clean(rows: 12, seed: 3))
    let batch = learned.profile.batch(learned.table.chunks[0])
    #expect(TasterKit.Neighbours(learned.profile).nearest(0, of: batch, count: 50).count == 11)
  }
}
