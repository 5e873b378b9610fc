import TasterKit
import Testing

@Suite struct `The alarm against a slow drip` {
  /// The row of the first alarm over uniform p-values, a share of them tiny from a row on.
  private func alarm(
    seed: UInt64, rows: Int, share: Double, from start: Int, level: Double = 0.01
  ) -> Int? {
    var dice = AttackDice(seed: seed)
    var alarm = DripAlarm(level: level)
    for row in 0..<rows {
      let isPlanted = row >= start && dice.unit() < share
      if alarm.next(isPlanted ? dice.unit() / 1_000 : dice.unit()) { return row }
    }
    return nil
  }

  @Test func `is fair: one bet returns one in the mean`() {
    // Over a fine grid of p-values the capital after one row averages 1.
    let n = 200_000
    var sum = 0.0
    for k in 0..<n {
      var alarm = DripAlarm(level: 1e-12)
      _ = alarm.next((Double(k) + 0.5) / Double(n))
      sum += alarm.capital
    }
    #expect((sum / Double(n) - 1).magnitude < 0.01)
  }

  @Test func `is seldom false`() {
    let raised = (0..<200).count {
      alarm(seed: $0, rows: 3_000, share: 0, from: 0, level: 0.05) != nil
    }
    #expect(raised <= 18)
  }

  @Test(arguments: [(0.02, 0), (0.05, 2_000), (0.02, 4_000)])
  func `is raised soon behind the first planted rows`(share: Double, start: Int) {
    for seed in 0..<10 {
      let row = alarm(seed: UInt64(seed), rows: start + 4_000, share: share, from: start)
      #expect((row ?? 0) >= start && row != nil)
    }
  }

  @Test func `starts afresh, and counts`() {
    var alarm = DripAlarm(level: 0.01)
    var raised: [Int] = []
    for row in 1...400 where alarm.next(1e-4) {
      raised.append(row)
      #expect(alarm.capital == 1 && alarm.highest == 1)
    }
    #expect(raised.count > 10 && alarm.alarmCount == raised.count)
    #expect(alarm.alarms == Array(raised.prefix(100)))
  }

  @Test func `bears p-values of 0 and long quiet streams`() {
    var alarm = DripAlarm(level: 0.01)
    for _ in 0..<20_000 { _ = alarm.next(0.9) }
    #expect(alarm.capital > 0.05 && alarm.highest < 2 && alarm.alarmCount == 0)
    #expect(alarm.next(0) && alarm.capital.isFinite)
  }
}
