import RealModule

/// How many rows are probably poisoned: an estimate, never a controlled rate.
///
/// The scores are read as probabilities: the sum over held rows is the point, the sum over all rows above one half the
/// upper end; a Poisson deviation widens both ends.
package struct Contamination: Sendable {
  private var held = 0.0
  private var likely = 0.0

  package init() {}

  package mutating func add(score: Double, isHeld: Bool) {
    if isHeld { held += score }
    if isHeld || score > 0.5 { likely += score }
  }

  package mutating func merge(_ other: Contamination) {
    held += other.held
    likely += other.likely
  }

  package var interval: (low: Double, value: Double, high: Double) {
    // 1.645 standard deviations on either side leave one time in ten outside.
    let low = max(0, 0.5 * held - 1.645 * Double.sqrt(0.5 * held))
    return (low, held, likely + 1.645 * Double.sqrt(likely))
  }
}
