/// Replaces every value by the exponential of it times `scale`; the results lie in 0…1.
///
///     x ← exp(scale · x),   scale · x ≤ 0
///
/// Four lanes at a time: 2ᵏ by exponent bits, the rest by Taylor's series to the thirteenth power on |r| ≤ ln 2 / 2; the
/// relative error is below 4 · 10⁻¹⁶, results under 10⁻³⁰⁰ are 0.
///
/// - Complexity: O(count).
package func exponential(_ values: inout [Double], scale: Double) {
  let count = values.count
  var i = 0
  while i + 4 <= count {
    var x = SIMD4(values[i], values[i + 1], values[i + 2], values[i + 3])
    x = exponential(x * scale)
    values[i] = x[0]
    values[i + 1] = x[1]
    values[i + 2] = x[2]
    values[i + 3] = x[3]
    i += 4
  }
  while i < count {
    values[i] = exponential(SIMD4(repeating: values[i] * scale))[0]
    i += 1
  }
}

@inline(__always)
private func exponential(_ x: SIMD4<Double>) -> SIMD4<Double> {
  let bounded = x.clamped(lowerBound: SIMD4(repeating: -690), upperBound: SIMD4(repeating: 690))
  let k = (bounded * 1.4426950408889634).rounded(.toNearestOrEven)
  // ln 2 in two parts, so that k ln 2 is exact enough.
  let r = bounded - k * 0.6931471803691238 - k * 1.9082149292705877e-10
  var sum = SIMD4<Double>(repeating: 1.0 / 6_227_020_800)
  sum = sum * r + 1.0 / 479_001_600
  sum = sum * r + 1.0 / 39_916_800
  sum = sum * r + 1.0 / 3_628_800
  sum = sum * r + 1.0 / 362_880
  sum = sum * r + 1.0 / 40_320
  sum = sum * r + 1.0 / 5_040
  sum = sum * r + 1.0 / 720
  sum = sum * r + 1.0 / 120
  sum = sum * r + 1.0 / 24
  sum = sum * r + 1.0 / 6
  sum = sum * r + 0.5
  sum = sum * r + 1
  sum = sum * r + 1
  let bits = SIMD4<Int64>(k) &+ 1_023
  let power = SIMD4<Double>(
    Double(bitPattern: UInt64(bitPattern: bits[0] << 52)),
    Double(bitPattern: UInt64(bitPattern: bits[1] << 52)),
    Double(bitPattern: UInt64(bitPattern: bits[2] << 52)),
    Double(bitPattern: UInt64(bitPattern: bits[3] << 52)))
  return (sum * power).replacing(with: 0, where: x .< -690)
}
