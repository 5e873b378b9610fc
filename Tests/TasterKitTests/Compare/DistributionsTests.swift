import Testing

@testable import TasterKit

@Suite struct `Probabilities` {
  private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    (a - b).magnitude <= tolerance * max(b.magnitude, 1e-300)
  }

  /// SciPy's binomtest(k, n, 0.5).pvalue.
  @Test(arguments: [
    (0, 0, 1.0), (1, 1, 1.0), (6, 0, 0.03125), (5, 15, 0.04138946533203125),
    (60, 40, 0.05688793364098078), (5_100, 4_900, 0.04658552770494645),
  ])
  func `of an uneven split are the exact binomial ones`(a: Int, b: Int, p: Double) {
    #expect(near(Distributions.evenSplit(a, b), p, 1e-6), "\(Distributions.evenSplit(a, b))")
    #expect(Distributions.evenSplit(a, b) == Distributions.evenSplit(b, a))
  }

  @Test func `of drawing marked ones sum up over all counts`() {
    let (n, marked, total) = (8, 5, 20)
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    for k in 0...6 {
      let exact = (k...8).reduce(0.0) {
        $0 + choose(marked, $1) * choose(total - marked, n - $1) / choose(total, n)
      }
      let p = Distributions.hypergeometricTail(k, drawn: n, marked: marked, total: total)
      #expect((p - exact).magnitude < 1e-12, "\(k)")
    }
    // Far out: scipy.stats.hypergeom(1000000, 507, 50000).sf(99).
    let far = Distributions.hypergeometricTail(100, drawn: 50_000, marked: 507, total: 1_000_000)
    #expect(far > 0 && far < 1e-25)
  }

  /// SciPy's chi2.sf.
  @Test(arguments: [
    (0.0, 3, 1.0), (3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05),
    (1.0, 10, 0.9998278843700441), (100.0, 10, 5.44970198e-17), (18.307038053275146, 10, 0.05),
  ])
  func `of a large χ² are the incomplete gamma's`(x: Double, df: Int, p: Double) {
    #expect(near(Distributions.chiSquareTail(x, df), p, 1e-4))
  }

  @Test func `of a distance are Kolmogorov's`() {
    // Large samples: the correction vanishes, and the classical table of the limit holds.
    let n = 200_000_000
    let e = Double(n / 2).squareRoot()
    for (lambda, p) in [(1.3581, 0.05), (1.6276, 0.01), (0.8276, 0.5), (0.5, 0.9639452436)] {
      #expect(near(Distributions.kolmogorovTail(lambda / e, n, n), p, 2e-3), "\(lambda)")
    }
    #expect(Distributions.kolmogorovTail(0, 10, 10) == 1)
    #expect(Distributions.kolmogorovTail(1, 100, 100) < 1e-30)
  }

  @Test func `are adjusted as Benjamini and Hochberg do`() {
    let p = [0.01, 0.04, 0.03, 0.005, 0.5]
    let q = Distributions.qValues(p)
    let wanted = [0.025, 0.05, 0.05, 0.025, 0.5]
    for (a, b) in zip(q, wanted) { #expect((a - b).magnitude < 1e-12) }
    #expect(Distributions.qValues([]) == [])
  }
}
