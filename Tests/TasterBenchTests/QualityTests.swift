import Testing
import taster_bench

@Suite struct `The quality of a ranking` {
  private static func quality(_ rows: [(score: Double, held: Bool, planted: Bool)]) -> Quality {
    Quality(
      scores: rows.map { $0.score }, flagged: rows.map { $0.held }, planted: rows.map { $0.planted }
    )
  }

  @Test func `of a perfect order is one`() {
    let quality = Self.quality([(0.9, true, true), (0.2, false, false), (0.8, true, true)])
    #expect(quality.averagePrecision == 1 && quality.area == 1)
    #expect(quality.precision == 1 && quality.recall == 1 && quality.cleanHeld == 0)
  }

  @Test func `sums precision over the steps of recall`() {
    // Down the ranks: planted, clean, planted, clean, so (1/1 + 2/3) / 2; one clean row stands above a planted one.
    let quality = Self.quality([
      (4, true, true), (3, true, false), (2, false, true), (1, false, false),
    ])
    let expected: Double = (1 + 2.0 / 3) / 2
    #expect(quality.averagePrecision == expected)
    #expect(quality.area == 0.75)
    #expect(quality.precision == 0.5 && quality.recall == 0.5 && quality.cleanHeld == 0.5)
  }

  @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
  func `lets rows of one score share a threshold, in any order`(order: [Int]) {
    // The threshold 1 takes in three rows, two of them planted: recall 2/2 at precision 2/3.
    let rows = [(1.0, false, true), (1.0, false, true), (1.0, false, false), (0.0, false, false)]
    let quality = Self.quality(order.map { rows[$0] })
    #expect(quality.averagePrecision == 2.0 / 3)
    #expect(quality.area == 0.75)
  }

  @Test func `of equal scores is that of chance`() {
    let quality = Self.quality((0..<10).map { (0.3, false, $0 < 3) })
    #expect(quality.averagePrecision == quality.chance && quality.chance == 0.3)
    #expect(quality.area == 0.5)
  }

  @Test func `knows no precision where nothing is held, and none of all where nothing was planted`()
  {
    let silent = Self.quality([(1, false, true), (0, false, false)])
    #expect(silent.precision == nil && silent.recall == 0)
    let control = Self.quality([(1, true, false), (0, false, false)])
    #expect(control.averagePrecision == nil && control.area == nil && control.chance == nil)
    #expect(control.precision == nil && control.recall == nil && control.cleanHeld == 0.5)
  }
}
