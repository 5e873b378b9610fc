import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `The share of flips` {
  /// 400 rows predicted 0 with rising confidence; every `step`-th carries the label 1.
  private static func shares(every step: Int) -> (share: FlipShare, posterior: Numbers) {
    var posterior = Numbers(rows: 400, columns: 2)
    for i in 0..<400 {
      let confidence = 0.5 + (Double(i) + 0.5) / 800
      (posterior[i, 0], posterior[i, 1]) = (confidence, 1 - confidence)
    }
    let labels = (0..<400).map { $0 % step == 0 ? 1 : 0 }
    return (FlipShare(plain: posterior, refitted: posterior, labels: labels), posterior)
  }

  @Test func `is what a level rate of disagreement leaves to flips`() {
    // One row in ten disagrees, near the boundary and far from it: overlap explains none of it.
    let (share, _) = Self.shares(every: 10)
    #expect(share.plausibility == 1)
    #expect((share.rate - 0.1).magnitude < 1e-12)
  }

  @Test func `is not believed where flips would have to be everywhere`() {
    let (share, _) = Self.shares(every: 2)
    #expect(share.plausibility == 0 && share.rate == 0)
    // A quarter is claimed: (0.38 - 0.25) / 0.15 of it is believed.
    let (some, _) = Self.shares(every: 4)
    #expect((some.plausibility - 0.13 / 0.15).magnitude < 1e-12)
    #expect((some.rate - 0.25 * 0.13 / 0.15).magnitude < 1e-12)
  }

  @Test func `is 0 for a row that agrees`() throws {
    let learned = try LawTables.planted.get()
    let models = try #require(learned.profile.labels)
    let posteriors = models.posteriors
    for (i, label) in learned.profile.sample.labels.enumerated() {
      let share = models.flips.share(posteriors, row: i, label: label)
      #expect((0...1).contains(share))
      let plain = margin(posteriors.plain, row: i, label: label).value
      let refitted = margin(posteriors.refitted, row: i, label: label).value
      if plain < 0, refitted < 0 { #expect(share == 0) }
    }
  }

  @Test func `is larger where labels were flipped`() throws {
    let planted = try #require(try LawTables.planted.get().profile.labels).flips
    let clean = try #require(try LawTables.clean[0].get().profile.labels).flips
    #expect(planted.rate > clean.rate + 0.03)
    #expect(clean.rate < 0.02)
  }
}
