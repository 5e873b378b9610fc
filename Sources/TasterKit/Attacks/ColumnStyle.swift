import RealModule

/// How a numeric column writes its numbers, learned from some of its texts, so that a planted number looks like them.
///
/// Decimals may go with the size of a number (four significant digits), or not; trailing zeros may be written or left
/// out; some sizes may have exponents; all values may be multiples of a step such as 25.
struct ColumnStyle: Sendable {
  /// The texts of numbers of about one size.
  private struct Size: Sendable {
    var plain: [Int: Int] = [:]
    var exponents: [Int: Int] = [:]
  }

  private var sizes: [Int: Size] = [:]
  /// Texts with more decimals than the fewest that end in 0, by their decimals.
  private var zeroEnds: [Int: Int] = [:]
  private var bareFractions = 0
  private var fractions = 0
  private var upperCase = 0
  private var plusSigns = 0
  private var exponentDigits = 4
  /// The greatest common divisor of all values in units of `10^-grainDecimals`; 0 before the first, nil once it is lost.
  private var grain: Int? = 0
  private var grainDecimals = 0
  private(set) var count = 0

  /// A style of no texts yet.
  init() {}

  // MARK: Learning

  /// Takes in the text of a number; other texts are passed over.
  mutating func add(_ text: String) {
    guard let value = Double(text), value.isFinite else { return }
    count += 1
    let bytes = Array(text.utf8)
    let split = bytes.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
    let mantissa = bytes[..<(split ?? bytes.count)]
    let point = mantissa.firstIndex(of: UInt8(ascii: "."))
    let decimals = point.map { mantissa.count - $0 - 1 } ?? 0
    if let split {
      sizes[Self.size(value), default: Size()].exponents[decimals, default: 0] += 1
      if bytes[split] == UInt8(ascii: "E") { upperCase += 1 }
      let rest = bytes[(split + 1)...]
      if rest.first == UInt8(ascii: "+") { plusSigns += 1 }
      exponentDigits = min(exponentDigits, rest.count { (48...57).contains($0) })
      grain = nil
      return
    }
    sizes[Self.size(value), default: Size()].plain[decimals, default: 0] += 1
    if mantissa.last == UInt8(ascii: "0"), decimals > 0 { zeroEnds[decimals, default: 0] += 1 }
    if value.magnitude < 1, let point {
      fractions += 1
      if point == 0 || !(48...57).contains(mantissa[point - 1]) { bareFractions += 1 }
    }
    addGrain(mantissa, decimals: decimals)
  }

  private mutating func addGrain(_ text: ArraySlice<UInt8>, decimals: Int) {
    guard var grain else { return }
    var units = 0
    for byte in text where (48...57).contains(byte) {
      let (tens, isOver) = units.multipliedReportingOverflow(by: 10)
      guard !isOver, tens < 1 << 52 else {
        self.grain = nil
        return
      }
      units = tens + Int(byte) - 48
    }
    while grainDecimals < decimals {
      (grain, grainDecimals) = (grain &* 10, grainDecimals + 1)
    }
    for _ in decimals..<grainDecimals { units = units &* 10 }
    guard grain < 1 << 55, units < 1 << 55 else {
      self.grain = nil
      return
    }
    while units != 0 { (grain, units) = (units, grain % units) }
    self.grain = grain
  }

  // MARK: Writing

  private static func size(_ value: Double) -> Int {
    guard value != 0 else { return 0 }
    return Int(Double.log10(value.magnitude).rounded(.down))
  }

  /// The decimals that 95 % of texts need: a few files hold numbers such as 8.2346800000000009.
  private static func most(_ counts: [Int: Int]) -> Int {
    let total = counts.values.reduce(0, +)
    var seen = 0
    for (decimals, count) in counts.sorted(by: { $0.key < $1.key }) {
      seen += count
      if 20 * seen >= 19 * total { return decimals }
    }
    return 0
  }

  private func form(_ value: Double) -> (hasExponent: Bool, decimals: Int) {
    let wanted = Self.size(value)
    guard
      let near = sizes.keys.min(by: {
        (($0 - wanted).magnitude, $0) < (($1 - wanted).magnitude, $1)
      }), let size = sizes[near]
    else { return (false, 3) }
    let plain = size.plain.values.reduce(0, +)
    let exponents = size.exponents.values.reduce(0, +)
    if exponents > plain { return (true, Self.most(size.exponents)) }
    let all = sizes.values.filter { !$0.plain.isEmpty }.map { Self.most($0.plain) }
    let own = Self.most(size.plain)
    guard near != wanted, let top = all.max(), all.min() != top else { return (false, own) }
    // Beyond the sizes seen the significant digits stay.
    return (false, max(0, min(own + near - wanted, top)))
  }

  /// The smallest change that shows in the text of a number.
  func step(_ value: Double) -> Double {
    let (hasExponent, decimals) = form(value)
    let last = Double.exp10(Double((hasExponent ? Self.size(value) : 0) - decimals))
    return max(last, grainStep ?? 0)
  }

  private var grainStep: Double? {
    guard let grain, grain > 1 else { return nil }
    return Double(grain) * Double.exp10(-Double(grainDecimals))
  }

  /// A number as the column would write it.
  ///
  /// - Parameter value: A finite number; it is rounded to what the column shows.
  /// - Returns: The text.
  func write(_ value: Double) -> String {
    var value = value
    if let step = grainStep { value = (value / step).rounded() * step }
    let (hasExponent, decimals) = form(value)
    var text =
      hasExponent
      ? withExponent(value, decimals: decimals) : Self.fixed(value, decimals: decimals)
    if !hasExponent { text = trimmed(text) }
    if 2 * bareFractions > fractions, fractions > 0, value.magnitude < 1 {
      if text.hasPrefix("0.") { text.removeFirst() }
      if text.hasPrefix("-0.") { text = "-" + text.dropFirst(2) }
    }
    return Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// Leaves trailing zeros out where the column does, down to the fewest decimals that it shows.
  private func trimmed(_ text: String) -> String {
    let shown = sizes.values.flatMap { $0.plain.keys }
    let fewest = shown.min() ?? 0
    let trims = !zeroEnds.contains { $0.key > fewest } && shown.max() != fewest
    guard trims, let point = text.firstIndex(of: ".") else { return text }
    var text = text
    func decimals() -> Int { text.distance(from: point, to: text.endIndex) - 1 }
    while decimals() > fewest, text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A number with so many decimals; in its shortest form where they pass the digits of a double.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scaled = (value.magnitude * Double.exp10(Double(decimals))).rounded()
    guard scaled < 0x1p53, decimals < 19 else { return "\(value)" }
    let digits = String(Int(scaled))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  private func withExponent(_ value: Double, decimals: Int) -> String {
    var size = Self.size(value)
    var mantissa = Self.fixed(value / Double.exp10(Double(size)), decimals: decimals)
    if mantissa.drop(while: { $0 == "-" }).hasPrefix("10") {
      size += 1
      mantissa = Self.fixed(value / Double.exp10(Double(size)), decimals: decimals)
    }
    let digits = String(size.magnitude)
    let padded = String(repeating: "0", count: max(exponentDigits - digits.count, 0)) + digits
    let all = sizes.values.reduce(0) { $0 + $1.exponents.values.reduce(0, +) }
    return mantissa + (2 * upperCase > all ? "E" : "e")
      + (size < 0 ? "-" : plusSigns > 0 ? "+" : "")
      + padded
  }
}
