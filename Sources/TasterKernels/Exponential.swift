/// Replaces every value by the exponential of it times `scale`; the results lie in 0…1.
///
///     x ← exp(scale · x),   scale · x ≤ 0
///
/// 2ᵏ by exponent bits, the rest by Taylor's series to the thirteenth power on |r| ≤ ln 2 / 2; the relative error is
/// below 4 · 10⁻¹⁶, results under 10⁻³⁰⁰ are 0. One plain loop without a branch, which the compiler turns into vectors.
///
/// - Complexity: O(count).
package func exponential(_ values: inout [Double], scale: Double) {
  unsafe values.withUnsafeMutableBufferPointer { unsafe exponential($0, scale: scale) }
}

/// The same in place.
func exponential(_ list: UnsafeMutableBufferPointer<Double>, scale: Double) {
  var i = 0
  while i < list.count {
    unsafe list[i] = exponential(list[i] * scale)
    i &+= 1
  }
}

@inline(__always)
private func exponential(_ x: Double) -> Double {
  // Adding and taking away 1.5 · 2⁵² rounds to a whole number, which the low bits of the sum hold in between.
  let rounder = 6_755_399_441_055_744.0
  let bounded = x < -690 ? -690 : x
  let shifted = bounded * 1.4426950408889634 + rounder
  let k = shifted - rounder
  // ln 2 in two parts, so that k ln 2 is exact enough.
  let r = bounded - k * 0.6931471803691238 - k * 1.9082149292705877e-10
  // By Estrin's scheme: the powers of r are short chains, so several values are under way at a time.
  let r2 = r * r
  let r4 = r2 * r2
  let first = (1 + r) + (0.5 + r * (1.0 / 6)) * r2
  let second = (1.0 / 24 + r * (1.0 / 120)) + (1.0 / 720 + r * (1.0 / 5_040)) * r2
  let third = (1.0 / 40_320 + r * (1.0 / 362_880)) + (1.0 / 3_628_800 + r * (1.0 / 39_916_800)) * r2
  let fourth = 1.0 / 479_001_600 + r * (1.0 / 6_227_020_800)
  let sum = first + r4 * (second + r4 * (third + r4 * fourth))
  let power = Double(bitPattern: (shifted.bitPattern &+ 1_023) &<< 52)
  return x < -690 ? 0 : sum * power
}
