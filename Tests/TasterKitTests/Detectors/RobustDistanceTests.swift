import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Robust distances` {
  /// Two columns that go together.
  private static func pairs(_ n: Int) -> Numbers {
    var generator = SeededGenerator(seed: 40)
    var z = Numbers(rows: n, columns: 2)
    for i in 0..<n {
      z[i, 0] = generator.normal()
      z[i, 1] = z[i, 0] + 0.2 * generator.normal()
    }
    return z
  }

  @Test func `are the residuals of a regression on the other columns`() throws {
    let z = Self.pairs(400)
    let model = try TrimmedGaussian(z)
    let residuals = model.residuals(z)
    // e₁ of two columns is what the precision's first row says, in its own deviations.
    let (a, b) = (model.precision[0, 0], model.precision[0, 1])
    for i in 0..<20 {
      let expected =
        (a * (z[i, 0] - model.mean[0]) + b * (z[i, 1] - model.mean[1])) / a.squareRoot()
      #expect((residuals[i, 0] - expected).magnitude < 1e-10)
    }
  }

  @Test func `see a row that is odd only in combination`() throws {
    var z = Self.pairs(400)
    (z[5, 0], z[5, 1]) = (1.5, -1.5)
    let residuals = try TrimmedGaussian(z).residuals(z)
    let sizes = (0..<400).map { residuals[$0, 0].magnitude }
    #expect(sizes[5] == sizes.max())
    #expect(sizes[5] > 6)
  }

  @Test func `are not moved by a quarter of poison`() throws {
    var z = Self.pairs(400)
    let clean = try TrimmedGaussian(z)
    for i in 0..<60 { (z[i, 0], z[i, 1]) = (8, -8) }
    let poisoned = try TrimmedGaussian(z)
    for j in 0..<2 { #expect((clean.mean[j] - poisoned.mean[j]).magnitude < 0.2) }
    #expect(poisoned.residuals(z)[3, 0].magnitude > 20)
  }

  @Test func `speak where outliers do, and give reasons in words`() throws {
    let learned = try LawTables.planted.get()
    let evidence = try learned.evidence(of: RobustDistance.self)
    #expect(evidence.allSatisfy { $0.nats >= 0 && !$0.holds })
    let far = (0..<5).map { $0 * 24 }
    let loud = far.min { evidence[$0].nats < evidence[$1].nats }
    let row = try #require(loud)
    #expect(evidence[row].nats > 0)
    let reasons = try learned.reasons(forRow: row, by: RobustDistance.self)
    #expect(reasons.count <= 3)
    for reason in reasons { #expect(reason.text.contains("standard deviations")) }
  }

  @Test func `are silent about one column`() throws {
    var sheet = Sheet.clean(rows: 60, seed: 4)
    sheet.fields.removeSubrange(1..<5)
    #expect(try Learned(sheet).evidence(of: RobustDistance.self).allSatisfy { $0 == .none })
  }
}
