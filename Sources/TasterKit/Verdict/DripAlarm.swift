import RealModule

/// Watches the p-values of a stream for a slow drip of planted rows: a conformal test martingale.
///
/// A gambler starts with 1 and bets, row by row, that small p-values are too frequent. Twelve bets, each begun anew at every
/// row with a part of what is kept back:
///
///     f(p) = 1 − κ + κ a p^(a − 1),     κ = 0.005, 0.02, 0.08, 0.3,   a = 0.1, 0.3, 0.6
///
/// κ is the share of planted rows that a bet counts on, *a* how odd they are. After *t* rows 1 / log₂(t + 2) is still kept back,
/// so a drip that begins after a million rows is seen as well, some thousand rows later than an early one. Each bet is fair
/// while rows are drawn like the trusted ones, so the capital ever reaches 1 / level with at most that probability (Ville's
/// inequality), however long the stream is. Then the alarm is raised, and the gambler starts afresh.
///
/// - SeeAlso: Vovk, Petej, Nouretdinov, Ahlberg, Carlsson & Gammerman 2021, "Retrain or not retrain", arXiv:2102.10439;
///   Vovk, Nouretdinov & Gammerman 2003 (power martingales); Ville 1939
package struct DripAlarm: Sendable {
  /// The bound on the probability of a false alarm, above 0 and below 1.
  package let level: Double
  /// What the gambler has.
  package private(set) var capital = 1.0
  /// The most that the gambler has had since the last alarm.
  package private(set) var highest = 1.0
  /// The numbers of the rows at which the alarm was raised, the first hundred.
  package private(set) var alarms: [Int] = []
  /// How often it was raised.
  package private(set) var alarmCount = 0
  private var rows = 0
  /// Rows since the last alarm.
  private var age = 0
  /// What stands on each bet.
  private var stakes: [Double]

  private static let shares = [0.005, 0.02, 0.08, 0.3]
  private static let powers = [0.1, 0.3, 0.6]
  private static let mostAlarms = 100

  /// Before the first row.
  package init(level: Double) {
    self.level = level
    stakes = Array(repeating: 0, count: Self.shares.count * Self.powers.count)
  }

  /// What is kept back after so many rows.
  private static func reserve(_ rows: Int) -> Double { 1 / Double.log2(Double(rows) + 2) }

  /// Takes the next p-value in.
  ///
  /// - Parameter p: Uniform, or larger, while nothing is planted.
  /// - Returns: Whether the alarm is raised at this row.
  /// - Complexity: O(1).
  package mutating func next(_ p: Double) -> Bool {
    rows += 1
    let kept = Self.reserve(age + 1)
    let fresh = (Self.reserve(age) - kept) / Double(stakes.count)
    age += 1
    let log = Double.log(max(p, 1e-15))
    capital = kept
    var k = 0
    for a in Self.powers {
      let power = a * Double.exp((a - 1) * log)
      for share in Self.shares {
        stakes[k] = (stakes[k] + fresh) * (1 + share * (power - 1))
        capital += stakes[k]
        k += 1
      }
    }
    highest = max(highest, capital)
    guard capital >= 1 / level else { return false }
    alarmCount += 1
    if alarms.count < Self.mostAlarms { alarms.append(rows) }
    (capital, highest, age) = (1, 1, 0)
    for k in stakes.indices { stakes[k] = 0 }
    return true
  }
}
