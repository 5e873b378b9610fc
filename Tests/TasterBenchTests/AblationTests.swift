import Testing
import taster_bench

@Suite struct `An ablation` {
  private static let planted = [true, false, false, false]
  /// The planted row first, and held.
  private static let good = Quality(
    scores: [4, 3, 2, 1], flagged: [true, false, false, false], planted: planted)
  /// The planted row last, another one held.
  private static let bad = Quality(
    scores: [1, 4, 3, 2], flagged: [false, true, false, false], planted: planted)
  /// A control with one row of four held.
  private static let control = Quality(
    scores: [4, 3, 2, 1], flagged: [true, false, false, false],
    planted: [Bool](repeating: false, count: 4))

  private static var sample: Ablation {
    var ablation = Ablation(detectors: ["a", "b"])
    for variation in Variation.all(of: ["a", "b"]) {
      let isGood = variation.chosen(of: ["a", "b"]).contains("a")
      ablation.add(isGood ? good : bad, of: variation, attack: "flip")
      ablation.add(good, of: variation, attack: "flood")
      ablation.add(control, of: variation, attack: "none")
    }
    return ablation
  }

  @Test func `takes out and leaves alone each detector in turn`() {
    let variations = Variation.all(of: ["a", "b"])
    #expect(
      variations.map { $0.chosen(of: ["a", "b"]) } == [["a", "b"], ["b"], ["a"], ["a"], ["b"]])
    #expect(
      variations.map { $0.title } == ["all", "without a", "without b", "a alone", "b alone"])
  }

  @Test func `averages over cases, controls apart`() {
    let all = Self.sample.mean(.catalog)
    #expect(all.averagePrecision == 1 && all.area == 1 && all.precision == 1 && all.recall == 1)
    #expect(all.cleanHeld == 0.25 && all.mostCleanHeld == 0.25 && all.chance == 0.25)
    let without = Self.sample.mean(.without("a"))
    #expect(without.averagePrecision == 0.625 && without.area == 0.5)
    #expect(without.precision == 0.5 && without.recall == 0.5)
    #expect(Self.sample.mean(.without("a"), attack: "flip").averagePrecision == 0.25)
    #expect(Self.sample.mean(.catalog, attack: "none").averagePrecision == nil)
    #expect(Self.sample.count == 3 && Self.sample.attacks == ["flip", "flood"])
  }

  @Test func `shows losses with their sign`() {
    #expect(
      Self.sample.losses.markdown == """
        | Attack | all | − a | − b |
        | --- | ---: | ---: | ---: |
        | flip | 1.000 | −0.750 | 0 |
        | flood | 1.000 | 0 | 0 |
        """)
  }

  @Test func `names the attacks on which a detector beats chance alone`() {
    #expect(
      Self.sample.solo("b").markdown == """
        | Attack | chance | alone | all | all but it |
        | --- | ---: | ---: | ---: | ---: |
        | flood | 0.250 | 1.000 | 1.000 | 1.000 |
        """)
    #expect(!Self.sample.solo("a").isEmpty)
    #expect(Ablation(detectors: ["a"]).solo("a").isEmpty)
  }
}
