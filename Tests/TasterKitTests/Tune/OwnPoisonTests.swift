import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `What a table says about itself` {
  // Rows at 0.9 are planted nine times in ten, others never.
  private static let chances = Chances([
    Chances.Copy(
      "flip", planted: Array(repeating: 0.9, count: 9),
      others: [0.9] + Array(repeating: 0.1, count: 90), rate: 0.09)
  ])

  private static func own(suspects: Int, of rows: Int = 100) -> OwnPoison {
    let scores = (0..<rows).map { $0 < suspects ? 0.9 : 0.1 }
    return OwnPoison(ascending(scores), chances)
  }

  @Test func `is the F1 to be expected`() {
    let own = Self.own(suspects: 10)
    let chance = Self.chances[0.9]
    #expect(own.f1(held: 0) == 0)
    #expect(abs(own.f1(held: 10) - 2 * 10 * chance / (10 + 10 * chance)) < 1e-12)
    #expect(abs(own.f1(held: 5) - 2 * 5 * chance / (5 + 10 * chance)) < 1e-12)
    #expect(abs(own.f1(held: 100) - 2 * 10 * chance / (100 + 10 * chance)) < 1e-12)
  }

  @Test func `weighs more the more it shows, and never all`() {
    let (none, ten) = (Self.own(suspects: 0), Self.own(suspects: 10))
    #expect(none.weight == 0)
    #expect(ten.best == ten.f1(held: 10) && ten.weight == 0.75)
    // A row at 0.9 is planted one time in five, and so is one at 0.4.
    let seldom = Chances([
      Chances.Copy(
        "flip", planted: [0.4, 0.9],
        others: Array(repeating: 0.4, count: 4)
          + Array(repeating: 0.9, count: 4) + Array(repeating: 0.1, count: 90), rate: 0.02)
    ])
    let rest = Array(repeating: 0.1, count: 99)
    let (low, high) = (OwnPoison(rest + [0.4], seldom), OwnPoison(rest + [0.9], seldom))
    #expect(low.best > 0.3 && low.best < 0.4 && low.weight == low.best && low.best == high.best)
    // 0.9 of a row is likelier planted than not; 1 row and 1 in 500 may be odd by nature.
    #expect(abs(high.weight - (1 - (1 - high.best) / (1 + 0.9 / 1.2))) < 1e-12)
  }

  @Test func `moves what is recommended towards what the table shows`() throws {
    var simulation = Simulation()
    simulation.attacks = [FlipFar(), OutlierFar()]
    simulation.rates = [0.05]
    simulation.draws = 1
    simulation.splits = 1
    let table = Sheet.planted(rows: 300).table()
    let tuning = try simulation.run(table, on: simulation.ground(table))
    let own = try #require(tuning.own)
    #expect(own.weight > 0 && own.weight < 1)
    let points = tuning.candidates().map { OperatingPoint.score($0) }
    for point in points {
      let expected = own.f1(held: tuning.heldOfTable(by: point))
      let mean = (1 - own.weight) * tuning.f1(by: point) + own.weight * expected
      #expect(tuning.worth(of: point) == mean)
    }
    let advice = try tuning.recommendation(for: TuningGoal())
    let threshold = try #require(advice.threshold)
    #expect(tuning.worth(of: .score(threshold)) == points.map { tuning.worth(of: $0) }.max())
    if let detectors = advice.detectors {
      let worth = tuning.worth(of: .detectors(detectors.thresholds))
      #expect(abs(worth - detectors.f1) < 1e-12 && worth > tuning.worth(of: .score(threshold)))
    }
  }
}
