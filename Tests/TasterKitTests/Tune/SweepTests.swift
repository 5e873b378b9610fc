import TasterKit
import TasterTesting
import Testing

@Suite struct `A sweep` {
  private static func random(_ n: Int, seed: UInt64) -> (scores: [Double], planted: [Bool]) {
    var generator = SeededGenerator(seed: seed)
    let planted = (0..<n).map { _ in generator.next() % 5 == 0 }
    // Few different scores: ties are what goes wrong.
    let scores = planted.map { Double(generator.next() % 12) / 10 + ($0 ? 0.4 : 0) }
    return (scores, planted)
  }

  private static func ranking(_ scores: [Double], _ planted: [Bool]) -> Ranking {
    Ranking(
      planted: scores.indices.filter { planted[$0] }.map { scores[$0] },
      others: scores.indices.filter { !planted[$0] }.map { scores[$0] })
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `agrees with the naive figures`(seed: UInt64) {
    let (scores, planted) = Self.random(240, seed: seed)
    let sweep = Sweep(Self.ranking(scores, planted))
    #expect((sweep.averagePrecision - averagePrecision(scores, planted)).magnitude < 1e-12)
    var pairs = 0.0
    for i in scores.indices where planted[i] {
      for j in scores.indices where !planted[j] {
        pairs += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
      }
    }
    #expect((sweep.area - pairs / Double(sweep.planted * sweep.others)).magnitude < 1e-12)
    for point in sweep.points {
      let held = scores.indices.filter { scores[$0] >= point.threshold }
      #expect(point.held == held.count && point.planted == held.count { planted[$0] })
    }
    #expect(sweep.points.last?.held == scores.count)
  }

  @Test func `shares ties at the budget in the mean`() {
    // Ten rows of one score: any one of them may be the one that is read.
    let sweep = Sweep(Ranking(planted: [1, 1], others: Array(repeating: 1, count: 8)))
    for (budget, recall) in zip(Sweep.budgets, sweep.recallAtBudget) {
      #expect((recall - budget).magnitude < 1e-12)
    }
  }

  @Test func `keeps the first rows one by one and about as many points as asked`() {
    let ranks = Sweep.ranks(1_000_000, count: 200)
    #expect(Array(ranks.prefix(60)) == Array(1...60) && ranks.last == 1_000_000)
    #expect((150...220).contains(ranks.count) && ranks == ranks.sorted())
    #expect(Sweep.ranks(7, count: 200) == Array(1...7) && Sweep.ranks(0, count: 200).isEmpty)
  }
}
