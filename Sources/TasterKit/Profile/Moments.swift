/// Count, mean, spread and range of a stream of numbers; two of them merge into one.
///
///     μ = μa + δ nb / n,   M₂ = M₂a + M₂b + δ² na nb / n,   δ = μb − μa
///
/// - SeeAlso: Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
public struct Moments: Sendable, Hashable {
  /// How many numbers were seen.
  public private(set) var count = 0
  /// Their mean; 0 before the first.
  public private(set) var mean = 0.0
  /// The sum of squared distances to the mean.
  public private(set) var squares = 0.0
  /// The smallest; +∞ before the first.
  public private(set) var minimum = Double.infinity
  /// The largest; −∞ before the first.
  public private(set) var maximum = -Double.infinity

  /// No numbers.
  public init() {}

  /// Numbers that were seen before; of none there is no range.
  init(count: Int, mean: Double, squares: Double, minimum: Double, maximum: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
    if count > 0 { (self.minimum, self.maximum) = (minimum, maximum) }
  }

  /// Takes in a number, which must not be NaN.
  public mutating func add(_ x: Double) {
    count += 1
    let delta = x - mean
    mean += delta / Double(count)
    squares += delta * (x - mean)
    minimum = Swift.min(minimum, x)
    maximum = Swift.max(maximum, x)
  }

  /// Takes in everything another one saw.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count + other.count)
    let delta = other.mean - mean
    squares += other.squares + delta * delta * Double(count) * Double(other.count) / total
    mean += delta * Double(other.count) / total
    count += other.count
    minimum = Swift.min(minimum, other.minimum)
    maximum = Swift.max(maximum, other.maximum)
  }

  /// The sample standard deviation; 0 for fewer than two numbers.
  public var standardDeviation: Double {
    count > 1 ? (squares / Double(count - 1)).squareRoot() : 0
  }
}
