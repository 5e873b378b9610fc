import TasterKit
import Testing

@Suite struct `An expected rate` {
  private let expected = ExpectedRate(rate: 0.04, low: 0.03, high: 0.05, rows: 10_000)

  @Test func `is its own interval for a table of its size`() {
    let interval = expected.interval(rows: 10_000)
    #expect((interval.lowerBound - 0.03).magnitude < 1e-12)
    #expect((interval.upperBound - 0.05).magnitude < 1e-12)
    #expect(expected.holds(300, of: 10_000) && expected.holds(500, of: 10_000))
    #expect(!expected.holds(298, of: 10_000) && !expected.holds(502, of: 10_000))
  }

  @Test func `is wider for a smaller table and never a point for a larger one`() {
    let small = expected.interval(rows: 100)
    let large = expected.interval(rows: 1_000_000)
    #expect(small.lowerBound < 0.03 && small.upperBound > 0.08)
    #expect(large.lowerBound > 0.03 && large.upperBound < 0.05)
    #expect(large.contains(0.04) && large.upperBound - large.lowerBound > 0.01)
  }

  @Test func `stays within 0 and 1`() {
    let wild = ExpectedRate(rate: 0.5, low: 0, high: 1, rows: 1_000)
    #expect(wild.interval(rows: 1) == 0...1 && wild.holds(0, of: 1) && wild.holds(1, of: 1))
  }
}

@Suite struct `An allowance` {
  @Test(arguments: ["0", "12", "0%", "0.5%", "7%", "29%", "0.07%", "100%"])
  func `reads back as what it was`(text: String) throws {
    let allowance = try #require(Allowance(text))
    #expect(Allowance(allowance.text) == allowance)
  }

  @Test(arguments: ["-1", "1.5", "101%", "x"])
  func `is a number of rows or a percentage`(text: String) { #expect(Allowance(text) == nil) }
}

@Suite struct `What holds a row` {
  @Test func `is its gate, or what a policy says in its place`() {
    let plain = Holding(["a", "b"], threshold: nil)
    #expect(plain.weights == [1, 1])
    #expect(plain.holds(9, by: 0, gate: false) == false && plain.holds(-9, by: 1, gate: true))
    #expect(plain.holds(0.1, holders: [1]) && !plain.holds(0.99, holders: []))
    let rules = ["a": Policy.DetectorRule(weight: 2, threshold: 3)]
    let own = Holding(["a", "b"], threshold: nil, rules: rules)
    #expect(own.weights == [2, 1])
    #expect(own.holds(3, by: 0, gate: false) && !own.holds(2.9, by: 0, gate: true))
  }

  @Test func `is a threshold that no gate overrules, but a detector's own does`() {
    let rules = ["a": Policy.DetectorRule(threshold: 3)]
    let holding = Holding(["a", "b"], threshold: 0.5, rules: rules)
    #expect(holding.holds(0.5, holders: []) && !holding.holds(0.4, holders: [1]))
    #expect(holding.holds(0.4, holders: [0]))
  }
}
