import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `What a table says about itself` {
  // Rows at 0.9 are planted nine times in ten, others never.
  private static let chances = Chances([
    Chances.Copy(
      planted: Array(repeating: 0.9, count: 9),
      others: [0.9] + Array(repeating: 0.1, count: 90), rate: 0.09)
  ])

  private static func own(suspects: Int, of rows: Int) -> OwnPoison {
    let scores = (0..<rows).map { $0 < suspects ? 0.9 : 0.1 }
    return OwnPoison(ascending(scores), chances)
  }

  @Test func `is the F1 to be expected`() {
    let own = Self.own(suspects: 10, of: 100)
    let chance = Self.chances[0.9]
    #expect(own.f1(held: 0) == 0)
    #expect(abs(own.f1(held: 10) - 2 * 10 * chance / (10 + 10 * chance)) < 1e-12)
    #expect(abs(own.f1(held: 5) - 2 * 5 * chance / (5 + 10 * chance)) < 1e-12)
    #expect(abs(own.f1(held: 100) - 2 * 10 * chance / (100 + 10 * chance)) < 1e-12)
  }

  @Test func `weighs the square of the best one`() {
    let own = Self.own(suspects: 10, of: 100)
    #expect(own.weight == own.f1(held: 10) * own.f1(held: 10) && own.weight > 0.8)
    #expect(Self.own(suspects: 0, of: 100).weight == 0)
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
