import RealModule

/// How many rows are probably poisoned: an estimate, never a controlled rate.
///
/// A held row counts by its score, any row by the probability that a detector's own count of planted rows gives it; the
/// sum is the point, half of it the lower end. The upper end is five quarters of the sum over all rows of the largest of
/// probability, possibility and score, where that is above one half. A Poisson deviation widens both.
///
/// What no detector sees is in neither: planted rows in the middle of their class are not counted.
package struct Contamination: Sendable {
  private var counted = 0.0
  private var likely = 0.0

  package init() {}

  package mutating func add(
    score: Double, isHeld: Bool, probability: Double = 0, possibility: Double = 0
  ) {
    counted += max(isHeld ? score : 0, probability)
    likely += max(isHeld || score > 0.5 ? score : 0, max(probability, possibility))
  }

  package mutating func merge(_ other: Contamination) {
    counted += other.counted
    likely += other.likely
  }

  package var interval: (low: Double, value: Double, high: Double) {
    // 1.645 standard deviations on either side leave one time in ten outside.
    let low = max(0, 0.5 * counted - 1.645 * Double.sqrt(0.5 * counted))
    return (low, counted, 1.25 * likely + 1.645 * Double.sqrt(1.25 * likely))
  }
}
