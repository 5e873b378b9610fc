import RealModule

/// Probabilities that tests need.
enum Distributions: Sendable {
  /// The two-sided probability of a split at least as uneven as `a` to `b` where both sides are equally likely.
  ///
  ///     p = min(1, 2 · P(X ≥ max(a, b))),   X ~ Binomial(a + b, ½)
  ///
  /// - Returns: 0…1; 1 where both are 0.
  /// - Complexity: O(√(a + b)) terms that count.
  /// - SeeAlso: McNemar 1947, doi:10.1007/BF02295996 (this is its exact form)
  static func evenSplit(_ a: Int, _ b: Int) -> Double {
    let n = a + b
    let k = max(a, b)
    guard n > 0 else { return 1 }
    var term = Double.exp(
      logFactorial(n) - logFactorial(k) - logFactorial(n - k) - Double(n) * Double.log(2))
    var sum = 0.0
    var i = k
    while i <= n, term > sum * 1e-17 {
      sum += term
      term *= Double(n - i) / Double(i + 1)
      i += 1
    }
    return min(1, 2 * sum)
  }

  /// The probability of at least `k` marked ones among `n` drawn from `total` with `marked` marked.
  ///
  /// - Returns: 0…1.
  /// - SeeAlso: Fisher 1922, doi:10.2307/2340521 (one side of his exact test)
  static func hypergeometricTail(_ k: Int, drawn n: Int, marked: Int, total: Int) -> Double {
    let (least, most) = (max(0, n + marked - total), min(n, marked))
    guard k > least else { return 1 }
    guard k <= most else { return 0 }
    func choose(_ n: Int, _ k: Int) -> Double {
      logFactorial(n) - logFactorial(k) - logFactorial(n - k)
    }
    // From the nearer side of the mean the terms only fall.
    let isAbove = Double(k) > Double(n) * Double(marked) / Double(total)
    var i = isAbove ? k : k - 1
    var term = Double.exp(choose(marked, i) + choose(total - marked, n - i) - choose(total, n))
    var sum = 0.0
    while i >= least, i <= most, term > sum * 1e-17 {
      sum += term
      if isAbove {
        term *=
          Double(marked - i) * Double(n - i) / (Double(i + 1) * Double(total - marked - n + i + 1))
        i += 1
      } else {
        term *=
          Double(i) * Double(total - marked - n + i) / (Double(marked - i + 1) * Double(n - i + 1))
        i -= 1
      }
    }
    return min(1, max(0, isAbove ? sum : 1 - sum))
  }

  /// The probability of a χ² at least as large.
  ///
  ///     Q(df / 2, x / 2),   the upper incomplete gamma function over Γ
  ///
  /// - Parameters:
  ///   - x: The statistic, at least 0.
  ///   - df: Degrees of freedom, at least 1.
  /// - Returns: 0…1.
  static func chiSquareTail(_ x: Double, _ df: Int) -> Double {
    let (a, z) = (Double(df) / 2, x / 2)
    guard z > 0 else { return 1 }
    let front = Double.exp(a * Double.log(z) - z - Double.logGamma(a))
    if z < a + 1 {
      var (term, sum, n) = (1 / a, 1 / a, a)
      while term > sum * 1e-16 {
        n += 1
        term *= z / n
        sum += term
      }
      return max(0, 1 - front * sum)
    }
    // Lentz's continued fraction.
    let tiny = 1e-300
    var b = z + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for i in 1...10_000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      if d.magnitude < tiny { d = tiny }
      c = b + an / c
      if c.magnitude < tiny { c = tiny }
      d = 1 / d
      let step = d * c
      h *= step
      if (step - 1).magnitude < 1e-15 { break }
    }
    return min(1, front * h)
  }

  /// The probability of a two-sample Kolmogorov–Smirnov distance at least as large, for samples of one law.
  ///
  ///     λ = (√e + 0.12 + 0.11 / √e) D,   e = n m / (n + m);   2 Σ (−1)^(k−1) exp(−2 k² λ²)
  ///
  /// Where values repeat, the true probability is smaller.
  ///
  /// - SeeAlso: Stephens 1970, doi:10.1111/j.2517-6161.1970.tb00821.x
  static func kolmogorovTail(_ distance: Double, _ n: Int, _ m: Int) -> Double {
    guard n > 0, m > 0, distance > 0 else { return 1 }
    let e = Double.sqrt(Double(n) * Double(m) / (Double(n) + Double(m)))
    let lambda = (e + 0.12 + 0.11 / e) * distance
    if lambda < 1 {
      // The other form of the same function: it converges where this one does not.
      let scale = Double.pi * Double.pi / (8 * lambda * lambda)
      var sum = 0.0
      for k in 0..<20 {
        let odd = Double(2 * k + 1)
        sum += Double.exp(-odd * odd * scale)
      }
      return max(0, min(1, 1 - Double.sqrt(2 * Double.pi) / lambda * sum))
    }
    var sum = 0.0
    for k in 1...100 {
      let term = Double.exp(-2 * Double(k * k) * lambda * lambda)
      sum += k % 2 == 1 ? term : -term
      if term < 1e-300 { break }
    }
    return max(0, min(1, 2 * sum))
  }

  /// Adjusted p-values: to reject those at most α keeps the expected share of false rejections at most α.
  ///
  /// - Parameter p: p-values.
  /// - Returns: One q-value each, in the same order.
  /// - SeeAlso: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x
  static func qValues(_ p: [Double]) -> [Double] {
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    var result = p
    var least = 1.0
    for (rank, k) in order.enumerated().reversed() {
      least = min(least, p[k] * Double(p.count) / Double(rank + 1))
      result[k] = least
    }
    return result
  }

  private static func logFactorial(_ n: Int) -> Double { Double.logGamma(Double(n) + 1) }
}
