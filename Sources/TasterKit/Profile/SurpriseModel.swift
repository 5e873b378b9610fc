import RealModule
import TasterKernels

/// How surprising a row's values are, in nats, by nulls that the table itself provides.
package struct Surprise: Sendable, Hashable {
  /// No surprise.
  static let none = Surprise()

  /// The louder of a value beyond its column's tail and a value that the row's other columns do not allow.
  package var value = 0.0
  /// How far out the row's most surprising value is among the rows' most surprising values.
  package var single = 0.0
  /// How far out the row is by the sum over columns of what its other columns do not allow.
  package var joint = 0.0
  /// The numeric feature whose value lies farthest beyond its own tail, and how far.
  package var column = 0
  package var columnNats = 0.0
  /// The position among the encoder's numeric columns of the value least expected given the others, how little
  /// expected, and how many standard deviations off, with sign.
  package var conditional = 0
  package var conditionalNats = 0.0
  package var residual = 0.0
  /// Whether ``value`` comes from the other columns' prediction.
  package var isConditional = false
}

/// What is ordinary in a table's numeric columns: alone, given the other columns, and over a whole row.
///
/// No statistic speaks louder than the smaller of two nulls: that of its column and that of the rows' maxima,
///
///     t = min(U − log d − 1, W(U)),   c = min(V − log d − 1, W(V)),   value = max(t, c)
///
/// with U the largest tail surprise of a row, V the largest conditional one, and W a ``Tail`` through the central
/// quantiles of its argument, so that tables with heavy tails stay silent.
///
/// Surprises of a column's own values are exponential, so a share s of the rows should lie beyond U = log d − log s. Where
/// a tenth of the rows lies 2 nats farther out than that, 7 % lie 2.4 or 5 % lie 5 nats farther (near copies count as one,
/// and a share is ten rows at least), more than a tail is there: all of it is learned once more from the rows within
/// log d + log 100 + 2. The most of 44 tables without far outliers are 0.8, 1.5 and 3.4 nats.
package struct SurpriseModel: Sendable {
  /// How a column's residuals are judged.
  struct Residuals: Sendable {
    let tails: ColumnTails
    /// A value that more than 15 % of the rows share: never surprising.
    let atom: UInt64?
    /// Values that many surprising rows share: natural levels that the other columns do not explain.
    let levels: Set<UInt64>

    func surprise(_ residual: Double, value: Double) -> Double {
      let key = bits(value)
      guard !value.isNaN, key != atom else { return 0 }
      let nats = tails.surprise(residual)
      return levels.contains(key) ? min(nats, SurpriseModel.levelCap) : nats
    }
  }

  let tails: [ColumnTails?]
  /// The numeric feature of each column of the encoder.
  let features: [Int]
  /// What the columns say about each other; nil where there are too few or too many of them.
  let gaussian: Conditionals?
  let residuals: [Residuals?]
  let singleTail: Tail?
  let conditionalTail: Tail?
  let jointTail: Tail?
  /// Whether it was learned from the central rows alone, since gross ones stretched every tail.
  private(set) var isCentral = false

  fileprivate static let levelCap = 3.0

  /// Takes up what was kept.
  init(
    tails: [ColumnTails?], features: [Int], gaussian: Conditionals?, residuals: [Residuals?],
    single: Tail?, conditional: Tail?, joint: Tail?
  ) {
    self.tails = tails
    self.features = features
    self.gaussian = gaussian
    self.residuals = residuals
    (singleTail, conditionalTail, jointTail) = (single, conditional, joint)
  }

  /// Learns what is ordinary.
  ///
  /// - Parameters:
  ///   - sample: The rows.
  ///   - q: `Zq` of the rows, *n* × p.
  ///   - encoder: What made it.
  ///   - copies: Which of the rows are copies of each other.
  /// - Throws: ``KernelError`` where a covariance is not positive definite.
  /// - Complexity: O(*n* p² + *n* d log *n*).
  init(_ sample: RowSample, q: Numbers, encoder: Encoder, copies: NearCopies) throws {
    let (model, singles) = try Self.learn(sample.numeric, q: q, encoder: encoder)
    let central = model.central(singles, copies: copies)
    guard central.count < singles.count else {
      self = model
      return
    }
    self = try Self.learn(
      sample.numeric.gather(central), q: q.gather(central), encoder: encoder
    ).model
    isCentral = true
  }

  /// The model of some rows, and the most surprising value of each by its column's tail.
  private static func learn(
    _ values: Numbers, q: Numbers, encoder: Encoder
  ) throws -> (model: Self, singles: [Double]) {
    let n = values.rows
    let tails = (0..<values.columns).map { j in
      ColumnTails(values.column(j).filter { !$0.isNaN }, total: n)
    }
    let features = encoder.numeric.map { $0.feature }
    let gaussian =
      (2...200).contains(features.count) && n >= 20
      ? try TrimmedGaussian(q).conditionals : nil
    let found = gaussian?.residuals(q)
    let residuals =
      found.map { found in
        features.indices.map {
          Self.residuals(found, column: $0, values: values.column(features[$0]))
        }
      } ?? []
    let quiet = Quiet(tails, residuals)
    let rows = (0..<n).map {
      parts(tails, residuals, features, quiet, residuals: found, values: values, row: $0)
    }
    func tail(_ value: (Parts) -> Double) -> Tail? {
      n == 0 ? nil : Tail(sorted: ascending(rows.map(value)), floor: 0)
    }
    let model = Self(
      tails: tails, features: features, gaussian: gaussian, residuals: residuals,
      single: tail { $0.single.nats },
      conditional: gaussian == nil ? nil : tail { $0.conditional.nats },
      joint: gaussian == nil ? nil : tail { $0.sum })
    return (model, rows.map { $0.single.nats })
  }

  /// How much farther out than expected rows lie where there is more than a tail: the last of a share of all.
  private static let excesses: [(share: Double, nats: Double)] = [(0.1, 2), (0.07, 2.4), (0.05, 5)]
  /// So many rows at least are such a share: of fewer the last lies anywhere.
  private static let fewest = 10.0
  /// How much farther out than one row in a hundred the farthest rows lie that are learned from.
  private static let leeway = 2.0

  /// The rows to learn from: all of them, or those within the bound where more than a tail lies beyond.
  private func central(_ singles: [Double], copies: NearCopies) -> [Int] {
    let columns = Double.log(Double(max(tails.count { $0 != nil }, 1)))
    let distinct = singles.indices.filter {
      copies.group[$0] < 0 || copies.members[copies.group[$0]].first == $0
    }
    let sorted = ascending(distinct.map { singles[$0] })
    let isGross = Self.excesses.contains { share, nats in
      share * Double(sorted.count) >= Self.fewest
        && quantile(ofSorted: sorted, 1 - share) > columns - Double.log(share) + nats
    }
    guard isGross else { return Array(singles.indices) }
    return singles.indices.filter { singles[$0] <= columns + Double.log(100) + Self.leeway }
  }

  /// The surprise of every row.
  ///
  /// - Parameters:
  ///   - q: `Zq` of the rows, *n* × p.
  ///   - values: The numeric features, *n* × d; NaN where a value is missing.
  /// - Returns: One surprise a row.
  /// - Complexity: O(*n* p²).
  func surprises(q: Numbers, values: Numbers) -> [Surprise] {
    guard !tails.isEmpty else { return Array(repeating: .none, count: q.rows) }
    let found = gaussian?.residuals(q)
    let quiet = Quiet(tails, residuals)
    return (0..<q.rows).map { i in
      let parts = Self.parts(
        tails, residuals, features, quiet, residuals: found, values: values, row: i)
      var result = Surprise()
      result.column = parts.single.column
      result.columnNats = parts.single.nats
      result.conditional = parts.conditional.column
      result.conditionalNats = parts.conditional.nats
      result.residual = found?[i, parts.conditional.column] ?? 0
      result.single = singleTail?.surprise(parts.single.nats) ?? 0
      result.joint = jointTail?.surprise(parts.sum) ?? 0
      let t = min(
        max(parts.single.nats - Double.log(Double(tails.count)) - 1, 0), result.single)
      let c = min(
        max(parts.conditional.nats - Double.log(Double(max(features.count, 1))) - 1, 0),
        conditionalTail?.surprise(parts.conditional.nats) ?? 0)
      result.value = max(t, c)
      result.isConditional = c > t
      return result
    }
  }

  /// How far the values of drawn rows do not go together, in nats.
  ///
  /// - Parameters:
  ///   - rows: The rows, *n*.
  ///   - encoder: What brings them to `Zq`.
  /// - Returns: One a row; 0 where the columns are too few or too many.
  /// - Complexity: O(*n* (d log *n* + p²)).
  func joints(of rows: DrawnRows, encoder: Encoder) -> [Double] {
    guard jointTail != nil else { return Array(repeating: 0, count: rows.count) }
    let q = encoder.encode(numeric: rows.numeric, codes: rows.codes).q
    return surprises(q: q, values: rows.numeric).map { $0.joint }
  }

  /// The tails of a numeric feature; nil where it has none.
  func tails(ofFeature j: Int) -> ColumnTails? { tails[j] }

  /// The tails of the residuals of one of the encoder's numeric columns; nil where it has none.
  func residualTails(_ k: Int) -> ColumnTails? { residuals.isEmpty ? nil : residuals[k]?.tails }

  private struct Parts {
    var single = (column: 0, nats: 0.0)
    var conditional = (column: 0, nats: 0.0)
    var sum = 0.0
  }

  /// Where the values and the residuals of each column say at most ``ColumnTails/quietNats``.
  private struct Quiet {
    let values: [ClosedRange<Double>]
    let residuals: [ClosedRange<Double>]

    init(_ tails: [ColumnTails?], _ models: [Residuals?]) {
      let all = -Double.infinity...Double.infinity
      values = tails.map { $0?.quiet ?? all }
      residuals = models.map { $0?.tails.quiet ?? all }
    }
  }

  private static func parts(
    _ tails: [ColumnTails?], _ models: [Residuals?], _ features: [Int], _ quiet: Quiet,
    residuals: Numbers?, values: Numbers, row: Int
  ) -> Parts {
    var parts = Parts()
    let first = row * values.columns
    func judgeSingle(skippingQuiet: Bool) {
      for j in tails.indices {
        let x = values.elements[first + j]
        guard !(skippingQuiet && quiet.values[j].contains(x)), let tail = tails[j] else { continue }
        let nats = tail.surprise(x)
        if nats > parts.single.nats { parts.single = (j, nats) }
      }
    }
    // A value that is not quiet says more than all that are: most powers need not be taken.
    judgeSingle(skippingQuiet: true)
    if parts.single.nats == 0 { judgeSingle(skippingQuiet: false) }
    guard let residuals else { return parts }
    let start = row * residuals.columns
    func judgeConditional(skippingQuiet: Bool) {
      for k in models.indices {
        let residual = residuals.elements[start + k]
        guard !(skippingQuiet && quiet.residuals[k].contains(residual)), let model = models[k]
        else { continue }
        let nats = model.surprise(residual, value: values.elements[first + features[k]])
        if nats > parts.conditional.nats { parts.conditional = (k, nats) }
        if skippingQuiet { parts.sum += max(nats - ColumnTails.quietNats, 0) }
      }
    }
    judgeConditional(skippingQuiet: true)
    if parts.conditional.nats == 0 { judgeConditional(skippingQuiet: false) }
    return parts
  }

  private static func residuals(
    _ found: Numbers, column k: Int, values: [Double]
  ) -> Residuals? {
    let n = values.count
    var counts: [UInt64: Int] = [:]
    for x in values where !x.isNaN { counts[bits(x), default: 0] += 1 }
    let commonest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let atom = commonest.flatMap { Double($0.value) > 0.15 * Double(n) ? $0.key : nil }
    let rows = (0..<n).filter { !values[$0].isNaN && bits(values[$0]) != atom }
    guard rows.count >= 20,
      let tails = ColumnTails(rows.map { found[$0, k] }, total: rows.count)
    else { return nil }
    let many = max(4, 0.005 * Double(n))
    var far: [UInt64: Int] = [:]
    for i in rows where tails.surprise(found[i, k]) > 8 { far[bits(values[i]), default: 0] += 1 }
    let levels = Set(far.filter { Double($0.value) >= many }.keys)
    return Residuals(tails: tails, atom: atom, levels: levels)
  }
}
