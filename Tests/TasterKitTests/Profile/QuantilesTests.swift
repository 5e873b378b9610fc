import TasterKit
import Testing

@Suite struct `Quantiles` {
  @Test func `lie on the line between order statistics`() {
    let sorted = [1.0, 2, 4, 8]
    #expect(quantile(ofSorted: sorted, 0) == 1)
    #expect(quantile(ofSorted: sorted, 1) == 8)
    #expect(quantile(ofSorted: sorted, 0.5) == 3)
    #expect(quantile(ofSorted: sorted, 1.0 / 3) == 2)
    #expect(quantile(ofSorted: sorted, 0.75) == 5)
    #expect(quantile(ofSorted: [7], 0.3) == 7)
    #expect(quantile(ofSorted: [], 0.3).isNaN)
  }

  /// Values of the inverse normal law to sixteen digits, from tables.
  @Test(arguments: [
    (0.5, 0.0), (0.75, 0.6744897501960817), (0.975, 1.959963984540054),
    (0.9999, 3.719016485455708), (1e-10, -6.361340902404056), (0.05, -1.644853626951473),
  ])
  func `of the normal law are those of the tables`(p: Double, z: Double) {
    #expect((normalQuantile(p) - z).magnitude <= 4e-15 * max(z.magnitude, 1))
  }

  @Test func `of the normal law are odd, rising and defined at the ends`() {
    #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity)
    #expect(normalQuantile(-0.1).isNaN && normalQuantile(1.1).isNaN && normalQuantile(.nan).isNaN)
    var previous = -Double.infinity
    for k in 1..<1_000 {
      let z = normalQuantile(Double(k) / 1_000)
      #expect(z > previous)
      #expect((z + normalQuantile(1 - Double(k) / 1_000)).magnitude < 1e-12)
      previous = z
    }
  }
}
