import RealModule

/// Numbers as people read them: no locale, the same on every machine.
package enum Figures: Sendable {
  /// A whole number with commas between thousands.
  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (k, digit) in digits.enumerated() {
      if k > 0, (digits.count - k).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number with so many significant digits, without trailing zeros.
  ///
  /// Whole digits are never rounded away below ten million; very small and very large numbers have an exponent. NaN
  /// becomes an en dash.
  ///
  /// - Parameters:
  ///   - number: Any number.
  ///   - digits: How many digits, 1…15.
  /// - Returns: The figure, with a point and no spaces.
  package static func significant(_ number: Double, digits: Int = 4) -> String {
    guard number.isFinite else { return number.isNaN ? "–" : number < 0 ? "-∞" : "∞" }
    guard number != 0 else { return "0" }
    let size = number.magnitude
    var exponent = Int(Double.log10(size).rounded(.down))
    // Rounding may carry into the next power of ten; the logarithm may miss it by one.
    if (size / power(exponent - digits + 1)).rounded() >= power(digits) { exponent += 1 }
    let sign = number < 0 ? "-" : ""
    guard exponent >= -4, exponent < 7 else {
      return sign + fixed(size / power(exponent), decimals: digits - 1) + "e\(exponent)"
    }
    return sign + fixed(size, decimals: max(digits - 1 - exponent, 0))
  }

  /// A share as a percentage with three significant digits; an en dash where there is no whole.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    return significant(100 * Double(part) / Double(whole), digits: 3) + " %"
  }

  /// A size in bytes with a decimal unit.
  package static func size(_ bytes: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 999.5, unit + 1 < units.count {
      value /= 1_000
      unit += 1
    }
    return "\(significant(value, digits: unit == 0 ? 4 : 3)) \(units[unit])"
  }

  /// `1 row`, `2 rows`: a number and its noun.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func power(_ exponent: Int) -> Double { Double.exp10(Double(exponent)) }

  /// A number of moderate size with so many decimals, trailing zeros dropped.
  private static func fixed(_ size: Double, decimals: Int) -> String {
    let scaled = (size * power(decimals)).rounded()
    let digits = String(Int(scaled))
    guard decimals > 0 else { return digits }
    let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    var fraction = padded.suffix(decimals)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = padded.dropLast(decimals)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}

/// A share as a percentage with two significant digits where it is small.
package func percent(_ share: Double) -> String {
  let value = share * 100
  if value >= 10 || value == 0 { return "\(Int(value.rounded())) %" }
  if value >= 1 { return "\((value * 10).rounded() / 10) %" }
  return value < 0.01 ? "under 0.01 %" : "\((value * 100).rounded() / 100) %"
}
