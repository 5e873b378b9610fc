import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `The trimmed Gaussian` {
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

  @Test func `has the residuals of a regression on the other columns`() throws {
    let z = Self.pairs(400)
    let model = try TrimmedGaussian(z)
    let residuals = model.residuals(z)
    let (a, b) = (model.precision[0, 0], model.precision[0, 1])
    for i in 0..<20 {
      let expected =
        (a * (z[i, 0] - model.mean[0]) + b * (z[i, 1] - model.mean[1])) / a.squareRoot()
      #expect((residuals[i, 0] - expected).magnitude < 1e-10)
    }
  }

  @Test func `has a precision that inverts its covariance`() throws {
    let model = try TrimmedGaussian(Self.pairs(300))
    let identity = product(model.covariance, model.precision)
    for i in 0..<2 {
      for j in 0..<2 { #expect((identity[i, j] - (i == j ? 1 : 0)).magnitude < 1e-10) }
    }
  }

  @Test func `keeping all rows without steps, is the shrunk covariance of the definition`() throws {
    let z = Self.pairs(100)
    let model = try TrimmedGaussian(z, kept: 1, shrinkage: 0.1, steps: 0)
    let mean = (0..<2).map { j in (0..<100).reduce(0.0) { $0 + z[$1, j] } / 100 }
    func covariance(_ a: Int, _ b: Int) -> Double {
      (0..<100).reduce(0.0) { $0 + (z[$1, a] - mean[a]) * (z[$1, b] - mean[b]) } / 99
    }
    let average = (covariance(0, 0) + covariance(1, 1)) / 2
    for a in 0..<2 {
      #expect((model.mean[a] - mean[a]).magnitude < 1e-13)
      for b in 0..<2 {
        let expected = 0.9 * covariance(a, b) + (a == b ? 0.1 * (average + 1e-9) : 0)
        #expect((model.covariance[a, b] - expected).magnitude < 1e-12)
      }
    }
  }

  @Test func `sees a row that is odd only in combination`() throws {
    var z = Self.pairs(400)
    (z[5, 0], z[5, 1]) = (1.5, -1.5)
    let residuals = try TrimmedGaussian(z).residuals(z)
    let sizes = (0..<400).map { residuals[$0, 0].magnitude }
    #expect(sizes[5] == sizes.max())
    #expect(sizes[5] > 6)
  }

  @Test func `is not moved by poison on a seventh of the rows`() throws {
    var z = Self.pairs(400)
    let clean = try TrimmedGaussian(z)
    for i in 0..<60 { (z[i, 0], z[i, 1]) = (8, -8) }
    let poisoned = try TrimmedGaussian(z)
    for j in 0..<2 { #expect((clean.mean[j] - poisoned.mean[j]).magnitude < 0.2) }
    #expect(poisoned.residuals(z)[3, 0].magnitude > 20)
  }
}
