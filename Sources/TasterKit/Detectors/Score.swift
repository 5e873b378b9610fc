import RealModule

/// How suspicious a row is: 0 ordinary, 1 certainly planted.
public struct Score: Sendable, Hashable, Comparable {
  /// The suspicion, 0…1.
  public let value: Double

  /// The log-odds against poison before any evidence: about one row in twenty.
  static let prior = 3.0

  /// Makes a score; a value outside 0…1 is a programmer's error.
  public init(_ value: Double) {
    precondition((0...1).contains(value), "a score lies in 0...1, not \(value)")
    self.value = value
  }

  /// Turns log-odds (natural logarithm) into a score.
  ///
  ///     s = 1 / (1 + exp(−L)),   beyond |L| = 8 with 8 + 4 ln(1 + (|L| − 8) / 4) in place of |L|
  ///
  /// so that the order of very large log-odds survives the rounding of numbers near 1.
  public init(logOdds: Double) {
    let size = logOdds.magnitude
    let bounded = size <= 8 ? size : min(8 + 4 * Double.log(onePlus: (size - 8) / 4), 30)
    self.init(1 / (1 + Double.exp(logOdds < 0 ? bounded : -bounded)))
  }

  public static func < (left: Score, right: Score) -> Bool { left.value < right.value }
}
