import Foundation
import TasterKit
import Testing

@Suite struct `Discoveries in a stream` {
  /// Benjamini and Hochberg over the last rows less the root of their number, told in the plainest way.
  private func rejected(_ pValues: [Double], level: Double, window: Int) -> [Bool] {
    pValues.indices.map { t in
      let last = pValues[max(0, t - window + 1)...t]
      return last.contains { u in
        let odd = Double(last.count { $0 <= u })
        return u >= pValues[t]
          && (Double(window) * u / level - 1e-9).rounded(.up) <= odd - odd.squareRoot()
      }
    }
  }

  @Test(arguments: [1, 2, 7, 40, 300])
  func `are those of the plain procedure over the last rows`(window: Int) {
    var dice = AttackDice(seed: UInt64(window))
    for level in [0.05, 0.1, 0.2] {
      // As conformal p-values are: multiples of 1 / (n + 1), some rows odd.
      let pValues = (0..<400).map { i in
        Double(1 + dice.below(dice.below(10) == 0 ? 4 : 200)) / 201
      }
      var running = RunningDiscoveries(level: level, window: window)
      let found = pValues.map { running.next($0) }
      let expected = rejected(pValues, level: level, window: window)
      #expect(found.map { $0.isRejected } == expected)
      #expect(running.rows == 400 && running.rejected == expected.count { $0 })
      for (one, p) in zip(found, pValues) {
        #expect(one.isRejected == (one.qValue <= level) && one.qValue >= 0 && one.qValue <= 1)
        #expect(!one.isRejected || p <= level)
      }
    }
  }

  @Test func `need as many odd rows as the level, the window and the least p-value say`() {
    let leastP = 1.0 / 1_000
    let window = RunningDiscoveries.window(level: 0.1, leastP: leastP)
    #expect(window == 1_000)
    var running = RunningDiscoveries(level: 0.1, window: window)
    #expect(running.fewestRejectable(leastP: leastP) == 14)
    // Thirteen pass, the next is held, whatever stands between them: 14 − √14 is more than 10.
    var held: [Int] = []
    for row in 0..<200 where running.next(row % 10 == 0 ? leastP : 0.5).isRejected {
      held.append(row)
    }
    #expect(held.first == 130 && held == stride(from: 130, to: 200, by: 10).map { $0 })
    // What lies a window back counts no more.
    for _ in 0..<window { _ = running.next(0.9) }
    #expect(!running.next(leastP).isRejected)
    #expect(RunningDiscoveries.window(level: 0.1, leastP: 0.5) == 10)
    #expect(RunningDiscoveries.window(level: 0.1, leastP: 1e-9) == 1_000_000)
  }

  @Test func `are rare where nothing is planted`() {
    var dice = AttackDice(seed: 5)
    var false_ = 0
    for _ in 0..<60 {
      // A fresh draw of trusted rows each time, as the promise has it.
      let trusted = (0..<300).map { _ in dice.unit() }.sorted()
      var running = RunningDiscoveries(
        level: 0.1, window: RunningDiscoveries.window(level: 0.1, leastP: 1 / 301.0))
      for _ in 0..<1_500 {
        let odd = dice.unit()
        _ = running.next(Double(1 + trusted.count { $0 >= odd }) / 301)
      }
      if running.rejected > 0 { false_ += 1 }
    }
    // Five windows each; a tenth of the windows may hold something falsely, and far fewer do.
    #expect(false_ <= 6)
  }
}
