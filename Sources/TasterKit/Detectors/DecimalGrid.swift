import RealModule

/// The decimal places that a column is written in, and what the last digits of a value say about a change of unit.
///
/// A column of prices has two places. A price × 100 ends in two zeros, a price ÷ 10 has a place too many, a price × 2.54
/// has places that vanish when it is divided by 2.54. Columns that are written with five significant digits or more say
/// nothing: there the places follow the size of the value.
package struct DecimalGrid: Sendable {
  /// The places of nearly all values, negative where they end in zeros.
  private let places: Int
  /// How often a value ends in 0, 1, 2, 3, 4 or more zeros.
  private let zeros: [Double]
  /// The same at most, among small values or among large ones, and where values are rounded as they grow.
  private let naturalZeros: [Double]
  /// How many values have more places, at least one in a hundred.
  private let finer: Double

  private static let mostDigits = 5.0
  private static let mostPlaces = 9
  /// One large value in so many is rounded, to any number of zeros.
  private static let rounded = 0.15
  /// What speaks against a factor that the digits rule out, in nats.
  private static let against = -6.0
  /// What digits say at most.
  private static let most = 5.0

  /// Learns a column; nil where its values are written in a number of digits rather than of places.
  ///
  /// - Parameter sorted: Ascending finite values, none of them 0; at least 20.
  /// - Complexity: O(*n*).
  package init?(magnitudes sorted: [Double]) {
    let all = sorted.map { Self.places($0) }
    let n = all.count
    let places = all.sorted()[Int(0.9 * Double(n - 1))]
    let middle = Double.log10(quantile(ofSorted: sorted, 0.5)).rounded(.down) + 1
    guard middle + Double(places) <= Self.mostDigits, places < Self.mostPlaces else { return nil }
    self.places = places
    func counts(_ range: Range<Int>) -> [Double]? {
      guard range.count >= 8 else { return nil }
      var counts = (0..<5).map { 0.45 * Double.pow(0.1, $0) }
      var total = 0.5
      for i in range where all[i] <= places {
        counts[min(places - all[i], 4)] += 1
        total += 1
      }
      return counts.map { $0 / total }
    }
    let halves = [counts(n / 4..<n / 2), counts(n / 2..<n * 9 / 10)].compactMap { $0 }
    guard !halves.isEmpty else { return nil }
    zeros = (0..<5).map { t in halves.reduce(0) { $0 + $1[t] } / Double(halves.count) }
    naturalZeros = (0..<5).map { t in
      (1 - Self.rounded) * (halves.map { $0[t] }.max() ?? 0) + (t > 0 ? Self.rounded / 4 : 0)
    }
    let bulk = all[(n / 4)..<(n * 9 / 10)]
    finer = max(Double(bulk.count { $0 > places }) / Double(bulk.count), 0.01)
  }

  /// How much likelier the digits of a value are if it was multiplied than if it was not, in nats.
  ///
  /// - Parameters:
  ///   - x: The value; not 0.
  ///   - original: What it was before.
  ///   - factor: What it was multiplied by.
  /// - Returns: At most 5.
  package func evidence(_ x: Double, original: Double, factor: UnitFactor) -> Double {
    let own = Self.places(x)
    guard let power = factor.power else {
      guard own > places else { return Self.against }
      // The places that were added must vanish again, as near as the value is written.
      let steps = original * Double.pow(10, places)
      let written = own <= Self.mostPlaces ? 0.5 * Double.pow(10, places - own) / factor.slope : 0
      let room = written * 1.01 + 1e-6
      guard (steps - steps.rounded()).magnitude <= room else { return Self.against }
      return min(-Double.log(min(2 * room, 1)), Self.most)
    }
    if power > 0 {
      guard own <= places - power else { return Self.against }
      return Double.log(
        zeros[min(places - own - power, 4)] / naturalZeros[min(places - own, 4)])
    }
    guard own <= places - power else { return Self.against }
    return own > places
      ? min(-Double.log(0.1) * Double(-power), -Double.log(finer)) : Double.log(0.1)
  }

  /// What the digits of values with a factor look like.
  func words(_ factor: UnitFactor) -> String {
    func some(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
    guard let power = factor.power else {
      return "turned back it has the \(some(max(places, 0), "decimal place")) of the column again"
    }
    if power < 0 { return "it has up to \(some(-power, "decimal place")) more than the column" }
    return places > 0
      ? "it lacks \(some(power, "decimal place")) of the column's \(places)"
      : "it ends in \(some(power, "zero")), as one value in \(Int(Double.pow(10, power))) does"
  }

  /// The decimal places of a number: 2 for 1.25, −2 for 700.
  package static func places(_ x: Double) -> Int {
    for (k, power) in powers.enumerated() {
      let t = x * power
      guard t.magnitude > 0.5 else { continue }
      if (t - t.rounded()).magnitude <= 1e-9 * t.magnitude + 1e-12 { return k - mostPlaces }
    }
    return mostPlaces + 1
  }

  private static let powers = (-mostPlaces...mostPlaces).map { Double.pow(10, $0) }
}
