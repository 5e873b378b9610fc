import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Trusted models` {
  @Test func `judge other rows as the profile of their rows does, to the last bit`() throws {
    for sheet in [Sheet.clean(rows: 300, seed: 1), Sheet.planted(rows: 200)] {
      let baseline = try sheet.baseline(seed: 5)
      let profile = try baseline.profile()
      let read = try Baseline(reading: try baseline.solved().bytes, name: "x")
      let chunk = Sheet.clean(rows: 60, seed: 2).table(chunkRows: 60).chunks[0]
      let expected = profile.batch(chunk)
      for models in [try baseline.models(), try read.models()] {
        let found = models.batch(chunk)
        #expect(found.q == expected.q && found.r == expected.r)
        #expect(found.standing.margins == expected.standing.margins)
        #expect(found.standing.surprises == expected.standing.surprises)
        #expect(found.standing.posteriors?.plain == expected.standing.posteriors?.plain)
        #expect(found.member.allSatisfy { $0 == -1 })
      }
    }
  }

  @Test func `know how the trusted rows stand without themselves, in the order of the draw`() throws
  {
    let baseline = try Sheet.mislabelled(rows: 200).baseline()
    let profile = try baseline.profile()
    let models = try baseline.models()
    let posteriors = try #require(profile.standing.posteriors)
    #expect(models.labels == baseline.drawn.labels && models.leftOut.shares.count == 200)
    for (i, row) in profile.sample.rows.enumerated() {
      let k = try #require(baseline.drawn.rows.firstIndex(of: row))
      #expect(models.leftOut.shares[k] == posteriors.plain[i, models.labels[k]])
      #expect(models.leftOut.surprises[k] == profile.standing.surprises[i].value)
      let joint = profile.standing.surprises[i].joint
      #expect((models.joints[k] - joint).magnitude <= 1e-9 * max(1, joint))
      // The likelier the label than all others, the lower.
      #expect((models.leftOut.suspicions[k] > 0) == (profile.standing.margins[i] > 0))
    }
  }

  @Test func `give a class that the baseline does not know no chance`() throws {
    let baseline = try Sheet.clean(rows: 200, seed: 1).baseline().solved()
    var wider = baseline.schema
    wider.classes.append("zebra")
    let models = try baseline.models(wider)
    let chunk = Sheet.clean(rows: 40, seed: 2).table(chunkRows: 40).chunks[0]
    let (own, wide) = (try baseline.models().batch(chunk), models.batch(chunk))
    let (a, b) = (
      try #require(own.standing.posteriors).plain, try #require(wide.standing.posteriors).plain
    )
    #expect(b.columns == a.columns + 1)
    for i in 0..<40 {
      #expect(Array(b.row(i)) == Array(a.row(i)) + [0])
    }
  }

  @Test func `that are not those of the rows are found out`() throws {
    let baseline = try Sheet.clean(rows: 200, seed: 1).baseline().solved()
    #expect(try baseline.departure() == 0)
    #expect(try Sheet.clean(rows: 200, seed: 1).baseline().departure() == 0)
    let other = try Sheet.clean(rows: 200, seed: 9).baseline().solved()
    var forged = baseline
    forged.kept = other.kept
    let departure = try forged.departure()
    #expect(!(departure <= Baseline.mostDeparture))
  }

  @Test func `of other columns are refused`() throws {
    var forged = try Sheet.clean(rows: 200, seed: 1).baseline()
    forged.kept = try Sheet.attacked(rows: 90).baseline().solved().kept
    let error = #expect(throws: TableError.self) { try forged.models() }
    #expect(error?.code == .badProfile && error?.description.contains("learn it again") == true)
  }

  @Test func `are solved anew where parts are merged`() throws {
    let sheet = Sheet.clean(rows: 120, seed: 1)
    let parts = [Array(0..<60), Array(60..<120)].map { sheet.rows($0) }
    let merged = try Baseline.merged(
      zip(parts, ["a", "b"]).map { try $0.baseline($1).solved() })
    #expect(!merged.isSolved)
    #expect(try merged.solved().models().leftOut.shares.count == 120)
  }
}
