import RealModule

/// How suspicious a row is: 0 ordinary, 1 certainly planted.
public struct Score: Sendable, Hashable, Comparable {
  /// The suspicion, 0…1.
  public let value: Double

  /// Makes a score; a value outside 0…1 is a programmer's error.
  public init(_ value: Double) {
    precondition((0...1).contains(value), "a score lies in 0...1, not \(value)")
    self.value = value
  }

  /// Turns log-odds (natural logarithm) into a score.
  ///
  ///     s = 1 / (1 + exp(−L))
  public init(logOdds: Double) {
    self.init(1 / (1 + Double.exp(-min(max(logOdds, -30), 30))))
  }

  public static func < (left: Score, right: Score) -> Bool { left.value < right.value }
}
