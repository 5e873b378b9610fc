import Foundation
import Testing

@testable import TasterKit

@Suite struct `Odds ratios` {
  private typealias Row = OddsRatio.Row

  @Test func `of one table are Woolf's`() {
    let bound = OddsRatio.leastLog([Row(yes: 20, no: 10)], against: [Row(yes: 30, no: 90)])
    let (a, b, c, d) = (20.5, 10.5, 30.5, 90.5)
    let woolf = log(a * d / (b * c)) - 2 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    #expect(abs(bound - woolf) < 1e-12)
  }

  @Test func `do not mistake a difference between groups for one within`() {
    // Within each group the top and the rest say yes alike; most of the top is in the group that says yes.
    let top = [Row(yes: 40, no: 40), Row(yes: 1, no: 9)]
    let rest = [Row(yes: 20, no: 20), Row(yes: 100, no: 900)]
    let pooled = OddsRatio.leastLog([Row(yes: 41, no: 49)], against: [Row(yes: 120, no: 920)])
    let grouped = OddsRatio.leastLog(top, against: rest)
    #expect(pooled > 1)
    #expect(grouped < 0)
  }

  @Test func `pass over groups that one side lacks, and say 0 where all do`() {
    let alone = OddsRatio.leastLog(
      [Row(yes: 20, no: 10), Row(yes: 5, no: 0)], against: [Row(yes: 30, no: 90), Row()])
    let one = OddsRatio.leastLog([Row(yes: 20, no: 10)], against: [Row(yes: 30, no: 90)])
    #expect(alone == one)
    #expect(OddsRatio.leastLog([Row(yes: 5, no: 5)], against: [Row()]) == 0)
  }
}
