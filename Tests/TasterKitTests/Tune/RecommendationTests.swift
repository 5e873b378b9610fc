import TasterKit
import Testing

@Suite struct `A recommendation` {
  private let tuning: Tuning

  init() throws { tuning = try `A tuning`.example() }

  private func threshold(_ goal: TuningGoal) throws -> (threshold: Double, binding: String) {
    let advice = try tuning.recommendation(for: goal)
    return (try #require(advice.threshold), advice.binding)
  }

  @Test(arguments: [0, 1, 5, 35, 50])
  func `spends a budget as far as it goes`(budget: Int) throws {
    let (threshold, binding) = try threshold(TuningGoal(budget: budget))
    #expect(tuning.heldOfTable(at: threshold) == budget)
    #expect(binding == "budget \(budget)")
  }

  @Test func `holds no larger share of honest rows, and of the held ones, than allowed`() throws {
    let (rate, first) = try threshold(TuningGoal(maxFalseRate: 0.1))
    #expect(tuning.falseRate(at: rate) == 0.1 && first == "max-false-rate 0.1")
    let (share, second) = try threshold(TuningGoal(falseDiscoveryRate: 0.5))
    #expect(tuning.falseShare(at: share) <= 0.5 && second == "fdr 0.5")
  }

  @Test func `reaches a recall with the fewest rows`() throws {
    let (threshold, binding) = try threshold(TuningGoal(minRecall: ["near": 0.5]))
    #expect(tuning.recalls(at: threshold)[0].recall == 0.5)
    #expect(binding == "min-recall near=0.5")
    #expect(try self.threshold(TuningGoal(minRecall: ["all": 0.5])).threshold == threshold)
  }

  @Test func `is the cheapest where mistakes have prices`() throws {
    let dear = TuningGoal.Cost(falsePositive: 1, falseNegative: 1_000)
    let (low, binding) = try threshold(TuningGoal(cost: dear))
    #expect(tuning.combined.held(at: low).planted == 10 && binding == "cost")
    let cheap = TuningGoal.Cost(falsePositive: 1_000, falseNegative: 1)
    let high = try threshold(TuningGoal(cost: cheap)).threshold
    #expect(tuning.combined.held(at: high).others == 0)
    let limited = try threshold(TuningGoal(budget: 5, cost: dear))
    #expect(limited.binding == "budget 5" && tuning.heldOfTable(at: limited.threshold) == 5)
  }

  @Test func `is the best F1 where nothing is asked for`() throws {
    let (threshold, binding) = try threshold(TuningGoal())
    let best = tuning.candidates().map { tuning.f1(at: $0) }.max()
    #expect(tuning.f1(at: threshold) == best && binding == "f1")
  }

  @Test func `says which parts of a goal exclude each other`() throws {
    let advice = try tuning.recommendation(for: TuningGoal(budget: 3, minRecall: ["all": 0.9]))
    #expect(advice.threshold == nil && advice.unmet.count == 3)
    #expect(advice.unmet[0].hasPrefix("budget 3: a threshold of at least "))
    #expect(advice.unmet[1].hasPrefix("min-recall near=0.9: a threshold of at most "))
  }

  @Test func `takes a family of attacks for each of them`() throws {
    let flips = try `A tuning`.example(near: "flip_near", far: "flip-far")
    let family = try flips.recommendation(for: TuningGoal(minRecall: ["flip": 0.5]))
    let all = try flips.recommendation(for: TuningGoal(minRecall: ["all": 0.5]))
    #expect(family.threshold == all.threshold && family.binding == all.binding)
    #expect(throws: TableError.self) {
      _ = try flips.recommendation(for: TuningGoal(minRecall: ["fli": 0.5]))
    }
  }

  @Test func `knows the attacks by name`() {
    let error = #expect(throws: TableError.self) {
      _ = try tuning.recommendation(for: TuningGoal(minRecall: ["nera": 0.9]))
    }
    #expect(error?.description.contains("did you mean 'near'?") == true)
  }

  @Test func `lies between two scores, in few digits`() {
    let scores = tuning.table.reversed()
    for (score, below) in zip(scores, scores.dropFirst()).prefix(40) where below < score {
      let between = tuning.between(score)
      #expect(between > below && between <= score)
    }
    #expect(tuning.between(0.86) == 0.84)
  }
}
