import RealModule

/// The quantile of a sorted list by linear interpolation between order statistics.
///
///     h = (n − 1) p;  x[⌊h⌋] + (h − ⌊h⌋) (x[⌊h⌋ + 1] − x[⌊h⌋])
///
/// - Parameters:
///   - sorted: Finite values in ascending order; an empty list answers NaN.
///   - p: The share of values below, 0…1.
/// - Returns: A value between the first and the last.
/// - Complexity: O(1).
/// - SeeAlso: Hyndman & Fan 1996, definition 7, doi:10.1080/00031305.1996.10473566
package func quantile(ofSorted sorted: [Double], _ p: Double) -> Double {
  guard let last = sorted.last else { return .nan }
  let h = Double(sorted.count - 1) * p
  let i = Int(h)
  guard i + 1 < sorted.count else { return last }
  return sorted[i] + (h - Double(i)) * (sorted[i + 1] - sorted[i])
}

/// The inverse of the standard normal distribution function, to about 16 digits.
///
/// - Parameter p: A probability; 0 and 1 answer −∞ and +∞, anything outside answers NaN.
/// - Returns: The standard deviations above the mean below which a share `p` lies.
/// - Complexity: O(1).
/// - SeeAlso: Wichura 1988, algorithm AS 241 (PPND16), doi:10.2307/2347330
package func normalQuantile(_ p: Double) -> Double {
  let q = p - 0.5
  if q.magnitude <= 0.425 {
    let r = 0.180625 - q * q
    return q * ratio(centre, at: r)
  }
  guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
  let r = Double.sqrt(-Double.log(q < 0 ? p : 1 - p))
  let x = r <= 5 ? ratio(middle, at: r - 1.6) : ratio(tail, at: r - 5)
  return q < 0 ? -x : x
}

/// The numerator's and the denominator's coefficients, lowest power first.
private typealias Rational = (above: [Double], below: [Double])

private func ratio(_ f: Rational, at r: Double) -> Double {
  var above = 0.0
  var below = 0.0
  for k in stride(from: 7, through: 0, by: -1) {
    above = above * r + f.above[k]
    below = below * r + f.below[k]
  }
  return above / below
}

private let centre: Rational = (
  [
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
  ],
  [
    1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
    5.2264952788528545610e3,
  ]
)

private let middle: Rational = (
  [
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
  ],
  [
    1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9,
  ]
)

private let tail: Rational = (
  [
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
  ]
)
