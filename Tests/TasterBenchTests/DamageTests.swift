import Testing
import taster_bench

@Suite struct `The damage` {
  private static func result(
    _ name: String, _ cleaning: String, _ model: String, _ accuracy: Double, _ success: Double?
  ) -> Damage.Result {
    Damage.Result(
      name: name, cleaning: cleaning, model: model, removed: 0, accuracy: accuracy,
      success: success)
  }

  private static let damage = Damage(
    [
      result("a", "poisoned", "logistic", 0.5, 0.9), result("a", "poisoned", "boosting", 0.7, 0.7),
      result("b", "poisoned", "logistic", 1, nil), result("a", "cleanlab", "logistic", 0.6, 0.5),
      result("a", "iforest", "logistic", 0.8, 0.6),
    ], attacks: ["a": "backdoor", "b": "flip"])

  @Test func `is averaged over cases and models, or one of them`() throws {
    #expect(Self.damage.attacks == ["backdoor", "flip"])
    let mean: Double = (0.5 + 0.7 + 1) / 3
    #expect(Self.damage.accuracy("poisoned") == mean)
    #expect(Self.damage.accuracy("poisoned", model: "logistic") == 0.75)
    #expect(Self.damage.accuracy("poisoned", model: "logistic", attack: "flip") == 1)
    #expect(Self.damage.accuracy("oracle") == nil)
  }

  @Test func `of backdoors leaves cases without one out`() {
    #expect(Self.damage.success("poisoned", model: "logistic") == 0.9)
    #expect(Self.damage.success("oracle") == nil)
  }

  @Test func `names the better of the peers`() {
    #expect(Self.damage.bestPeer(attack: "backdoor") == 0.8)
    #expect(Self.damage.bestPeer(attack: "flip") == nil)
    #expect(
      Self.damage.accuracies.markdown.contains(
        "| flip | 1.000 | – | – | – | – | – |"))
  }
}
