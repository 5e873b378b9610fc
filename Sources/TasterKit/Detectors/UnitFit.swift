import RealModule
import TasterKernels

/// What is ordinary in one numeric column, as far as a change of its unit needs to know.
struct UnitColumn: Sendable {
  /// A value as it stands in a row.
  struct Place: Sendable {
    let value: Double
    /// Its normal score.
    let score: Double
    /// How far it lies from what the row's other columns predict, in standard deviations; 0 where they do not.
    let residual: Double
    /// How surprising it is, in nats, at most ``UnitColumn/mostNats``.
    let surprise: Double
  }

  /// The numeric feature.
  let feature: Int
  let encoding: Encoder.Numeric
  private let tails: ColumnTails
  private let residualTails: ColumnTails?
  /// What turns a row of `Zq`, less ``mean``, into the residual; empty where other columns are not asked.
  private let direction: [Double]
  private let mean: [Double]
  /// How many standard deviations of the residual a normal score is worth.
  private let pull: Double
  private let grid: DecimalGrid?
  /// The values that more rows have than by accident, where the column has few; else nil.
  private let levels: [Double]?
  private let hasManyValues: Bool
  /// Between these values lie nine in ten.
  let bulk: ClosedRange<Double>

  static let mostNats = 14.0
  private static let fewestValues = 10

  /// Learns a column; nil where it has too few values to tell a unit from.
  init?(_ profile: Profile, column k: Int) {
    let encoding = profile.encoder.numeric[k]
    let model = profile.surprise
    guard let tails = model.tails(ofFeature: encoding.feature) else { return nil }
    let sorted = ascending(profile.sample.numeric.column(encoding.feature).filter { !$0.isNaN })
    var values: [(value: Double, count: Int)] = []
    for x in sorted {
      if let last = values.last, last.value == x {
        values[values.count - 1].count += 1
      } else {
        values.append((x, 1))
      }
    }
    let others = sorted.filter { $0 != 0 }
    let magnitudes =
      others.first ?? 0 > 0 ? others : ascending(others.map { $0.magnitude })
    guard values.count >= Self.fewestValues, magnitudes.count >= 20 else { return nil }
    self.feature = encoding.feature
    self.encoding = encoding
    self.tails = tails
    grid = DecimalGrid(magnitudes: magnitudes)
    hasManyValues = values.count > 20
    bulk = quantile(ofSorted: sorted, 0.05)...quantile(ofSorted: sorted, 0.95)
    let n = profile.sample.count
    let common = max(2, n / 1_000)
    levels =
      values.count * 20 <= n ? values.filter { $0.count >= common }.map { $0.value } : nil
    if let gaussian = model.gaussian, let residuals = model.residualTails(k) {
      let p = gaussian.precision.columns
      pull = Double.sqrt(gaussian.precision[k, k])
      direction = (0..<p).map { gaussian.precision[$0, k] / Double.sqrt(gaussian.precision[k, k]) }
      mean = gaussian.mean
      residualTails = residuals
    } else {
      (pull, direction, mean, residualTails) = (0, [], [], nil)
    }
  }

  /// Whether a factor can be told at all: one that is no power of ten needs digits.
  func canTell(_ factor: UnitFactor) -> Bool { factor.power != nil || grid != nil }

  /// What the last digits of a value say about a factor, in words; nil where they say nothing for it.
  func digits(_ place: Place, factor: UnitFactor) -> String? {
    let before = factor.original(place.value)
    guard let grid, grid.evidence(place.value, original: before, factor: factor) > 0 else {
      return nil
    }
    return grid.words(factor)
  }

  /// Where a value stands.
  ///
  /// - Parameters:
  ///   - x: The value.
  ///   - row: The row of `Zq` that it stands in.
  /// - Returns: Its place; nil where it is missing, 0, or so ordinary that no factor is asked for.
  /// - Complexity: O(p).
  func place(_ x: Double, in row: ArraySlice<Double>) -> Place? {
    guard !x.isNaN, x != 0, x != tails.atom else { return nil }
    var residual = 0.0
    for (j, z) in zip(direction.indices, row) { residual += (z - mean[j]) * direction[j] }
    guard !tails.isQuiet(x) || residualTails.map({ !$0.isQuiet(residual) }) ?? false else {
      return nil
    }
    return Place(
      value: x, score: encoding.normalScore(x), residual: residual,
      surprise: min(
        max(tails.reach(x), residualTails?.reach(residual) ?? 0), Self.mostNats))
  }

  /// How much likelier a value is if a factor made it than if it stood there from the beginning, in nats.
  ///
  ///     a = U(x) − V(v) − |ln f| + digits
  ///
  /// with U how surprising it is in its column and given the row's other columns, and V the same of the value before.
  ///
  /// - Parameters:
  ///   - place: The value.
  ///   - factor: The change of unit.
  ///   - readsDigits: Whether last digits count.
  /// - Returns: Nats; above 0 where the factor explains the value better.
  func evidence(_ place: Place, factor: UnitFactor, readsDigits: Bool = true) -> Double {
    let before = factor.original(place.value)
    var surprise = tails.reach(before)
    if let residualTails {
      let residual = place.residual + (encoding.normalScore(before) - place.score) * pull
      surprise = max(surprise, residualTails.reach(residual))
      // Tails are flat in the middle, where factors are told apart.
      if hasManyValues { surprise = max(surprise, min(residual * residual / 2, 6)) }
    }
    if let levels, !Self.contains(levels, before) { surprise = Self.mostNats }
    let gain =
      place.surprise - min(surprise, Self.mostNats) - Double.log(factor.slope).magnitude
    guard readsDigits, let grid else { return gain }
    return gain + grid.evidence(place.value, original: before, factor: factor)
  }

  private static func contains(_ levels: [Double], _ x: Double) -> Bool {
    let room = 1e-9 * x.magnitude
    let k = lowerBound(levels, x - room)
    return k < levels.count && levels[k] <= x + room
  }

  /// The value that the row's other columns predict; nil where they are not asked.
  func expected(_ place: Place) -> Double? {
    guard pull > 0 else { return nil }
    return encoding.value(ofScore: place.score - place.residual / pull)
  }
}

/// A factor that fits a slice of a column.
struct UnitFit: UnitHypothesis {
  let column: UnitColumn
  let factor: UnitFactor
  /// The share of the rows that it fits.
  let share: Double
  /// By how many nats it fits better than factors half and twice as large.
  let clearance: Double
  /// The row numbers, from 0, of the sampled rows that it fits, ascending.
  var rows: [Int] = []

  var feature: Int { column.feature }

  func logOdds(_ x: Double, in row: ArraySlice<Double>) -> Double? {
    column.place(x, in: row).map { logOdds($0) }
  }

  func words(_ x: Double, in row: ArraySlice<Double>) -> String {
    var text =
      "nine in ten of the column's values lie in "
      + "\(Figures.significant(column.bulk.lowerBound))–"
      + Figures.significant(column.bulk.upperBound)
    guard let place = column.place(x, in: row) else { return text }
    if let expected = column.expected(place) {
      text += "; the row's other columns lead one to expect \(Figures.significant(expected))"
    }
    if let digits = column.digits(place, factor: factor) { text += "; \(digits)" }
    return text
  }

  /// The log odds that a factor made a value.
  func logOdds(_ place: UnitColumn.Place) -> Double {
    Double.log(share / (1 - share)) + column.evidence(place, factor: factor)
  }

  private static let shares = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1]
  /// A column is asked for factors when so many of its values lie this far out, in nats.
  private static let fewestRows = 3
  private static let loud = 5.0
  /// The least evidence of those values, in nats.
  private static let least = 3.0

  /// The factors that stand clear of their neighbours, in the order of columns.
  ///
  /// - Parameters:
  ///   - profile: What the rows were learned as.
  ///   - clearance: The least clearance, in nats.
  /// - Returns: One fit a column and factor.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* p) a column, and O(*n*) for every factor that a few rows speak for.
  static func all(_ profile: Profile, clearance: Double) throws -> [UnitFit] {
    let columns = profile.encoder.numeric.indices
    return try parallelMap(columns.count, threads: profile.threads) { k in
      fits(profile, column: k, clearance: clearance)
    }.flatMap { $0 }
  }

  private static func fits(_ profile: Profile, column k: Int, clearance: Double) -> [UnitFit] {
    guard let column = UnitColumn(profile, column: k) else { return [] }
    let n = profile.sample.count
    var places: [(row: Int, place: UnitColumn.Place)] = []
    for i in 0..<n {
      if let place = column.place(
        profile.sample.numeric[i, column.feature], in: profile.q.row(i))
      {
        places.append((i, place))
      }
    }
    let loud = places.filter { $0.place.surprise > Self.loud }
    guard loud.count >= fewestRows else { return [] }
    return UnitFactor.all.compactMap { factor in
      guard column.canTell(factor),
        loud.count(where: { column.evidence($0.place, factor: factor) > least }) >= fewestRows
      else { return nil }
      let (nats, share) = support(
        places.map { column.evidence($0.place, factor: factor) }, of: n)
      let others = [0.5, 2].map { ratio in
        support(
          places.map {
            column.evidence($0.place, factor: factor.misread(by: ratio), readsDigits: false)
          }, of: n
        ).nats
      }
      guard share > 0 else { return nil }
      var fit = UnitFit(
        column: column, factor: factor, share: share, clearance: nats - (others.max() ?? 0))
      guard fit.clearance > clearance else { return nil }
      let own = places.filter { fit.logOdds($0.place) > 0 }
      guard fit.clearance - savedByLabels(own.map { $0.row }, of: profile) > clearance else {
        return nil
      }
      // One value that many rows share is a code, not a unit.
      guard Set(own.map { $0.place.value }).count >= fewestRows else { return nil }
      fit.rows = own.map { profile.sample.rows[$0.row] }.filter { $0 < profile.ownRows }.sorted()
      return fit
    }
  }

  /// The same for the labels of some sampled rows; 0 in a table without labels.
  static func savedByLabels(_ rows: [Int], of profile: Profile) -> Double {
    guard profile.labels != nil else { return 0 }
    var all = [Double](repeating: 0, count: profile.schema.classes.count)
    var own = all
    for label in profile.sample.labels { all[label] += 1 }
    for i in rows { own[profile.sample.labels[i]] += 1 }
    return saved(own, among: all)
  }

  /// How many nats the classes of some rows save in telling which rows they are, less what chance saves: the tail of a
  /// class is no mistake of a feed.
  ///
  /// - Parameters:
  ///   - own: How many of the rows are of each class.
  ///   - all: How many rows of each class there are.
  /// - Returns: At least 0.
  static func saved(_ own: [Double], among all: [Double]) -> Double {
    let share = own.reduce(0, +) / max(all.reduce(0, +), 1)
    var nats = -Double(all.count { $0 > 0 } - 1) / 2
    for (k, n) in zip(own, all) where k > 0 { nats += k * Double.log(k / (share * n)) }
    return max(nats, 0)
  }

  /// How much better a mixture with some rows of a factor explains a column, and the share of those rows.
  ///
  ///     Λ = max over π of Σ ln(1 − π + π eᵃ)
  private static func support(_ evidence: [Double], of n: Int) -> (nats: Double, share: Double) {
    let ratios = evidence.map { Double.exp(min($0, 15)) }
    var best = (nats: 0.0, share: 0.0)
    for share in shares {
      var nats = Double(n - ratios.count) * Double.log(1 - share)
      for ratio in ratios { nats += Double.log(1 - share + share * ratio) }
      if nats > best.nats { best = (nats, share) }
    }
    return best
  }
}
