import RealModule
package import TasterKernels

/// Turns typed columns into the two numeric views that the models see.
///
/// With *n* sampled rows, a numeric column becomes
///
///     Q = Φ⁻¹(mid-rank share) / max(its deviation, 0.3)      and      R = (x − median) / ((q95 − q5) / 3.29)
///
/// a missing value stands at the median and is marked by an indicator where more than 1 % are missing; a categorical
/// column becomes indicators of its fifty commonest levels. `Zq = [Q, H]`, `Zr = [clip(R, ±4), H]`.
package struct Encoder: Sendable {
  /// One numeric column's encoding.
  struct Numeric: Sendable {
    /// The position among the numeric features.
    let feature: Int
    let median: Double
    let scale: Double
    /// The sampled values in ascending order without repetition, missing ones at the median.
    let knots: SortedValues
    /// The normal score of each knot, already divided by its deviation.
    let scores: [Double]

    /// How far a value lies from the median in robust deviations, at most 4 either way.
    func robust(_ x: Double) -> Double { min(max((x - median) / scale, -4), 4) }
  }

  /// One indicator column.
  struct Indicator: Sendable {
    /// The position among the categorical features, or among the numeric ones for a missing value's mark.
    let feature: Int
    /// The level, or nil for the mark of a missing number.
    let level: Int32?
    let share: Double
    let scale: Double

    var whenPresent: Double { (1 - share) * scale }
    var whenAbsent: Double { -share * scale }
  }

  let numeric: [Numeric]
  let indicators: [Indicator]

  /// The columns of Q and R.
  package var numericCount: Int { numeric.count }
  /// The columns of `Zq` and `Zr`: p.
  package var width: Int { numeric.count + indicators.count }

  /// Learns the encoding of a sample.
  ///
  /// - Complexity: O(*n* log *n*) a column.
  package init(_ sample: RowSample) {
    let n = sample.count
    var numeric: [Numeric] = []
    var marks: [Indicator] = []
    for j in 0..<sample.numeric.columns {
      let present = ascending(sample.numeric.column(j).filter { !$0.isNaN })
      guard !present.isEmpty else { continue }
      let median = quantile(ofSorted: present, 0.5)
      guard let encoding = Numeric(feature: j, present: present, median: median, count: n) else {
        continue
      }
      numeric.append(encoding)
      let share = Double(n - present.count) / Double(n)
      if share > 0.01 {
        marks.append(Indicator(feature: j, level: nil, share: share, weight: 0.5))
      }
    }
    var levels: [Indicator] = []
    for (j, codes) in sample.codes.enumerated() {
      var counts: [Int32: (rows: Int, first: Int)] = [:]
      for (i, code) in codes.enumerated() { counts[code, default: (0, i)].rows += 1 }
      // Ties go to the level that stands first in the sample, whatever the codes are.
      let common = counts.sorted {
        ($1.value.rows, $0.value.first) < ($0.value.rows, $1.value.first)
      }.prefix(50)
      for (level, count) in common where count.rows >= 2 {
        let share = Double(count.rows) / Double(n)
        levels.append(Indicator(feature: j, level: level, share: share, weight: 0.7))
      }
    }
    self.numeric = numeric
    indicators = levels + marks
  }

  /// The columns of `Zq` that come from one feature.
  ///
  /// - Parameters:
  ///   - feature: A position among the numeric or among the categorical features.
  ///   - isNumeric: Which of the two.
  /// - Returns: Their positions, ascending, the mark of missing values among them.
  package func columns(ofFeature feature: Int, isNumeric: Bool) -> [Int] {
    var result: [Int] = []
    if isNumeric {
      for (k, column) in numeric.enumerated() where column.feature == feature { result.append(k) }
    }
    for (k, mark) in indicators.enumerated()
    where mark.feature == feature && (mark.level == nil) == isNumeric {
      result.append(numeric.count + k)
    }
    return result
  }

  /// Encodes rows.
  ///
  /// - Parameters:
  ///   - values: *n* × d, row-major; NaN where a value is missing.
  ///   - codes: c lists of *n* level codes.
  /// - Returns: `Zq` and `Zr`, *n* × p each, all finite.
  /// - Complexity: O(*n* (d log(sample) + p)).
  package func encode(numeric values: Numbers, codes: [[Int32]]) -> (q: Numbers, r: Numbers) {
    let n = values.rows
    var q = Numbers(rows: n, columns: width)
    var r = Numbers(rows: n, columns: width)
    for (k, column) in numeric.enumerated() {
      var at = (value: column.feature, result: k)
      for _ in 0..<n {
        let value = values.elements[at.value]
        let x = value.isNaN ? column.median : value
        q.elements[at.result] = column.normalScore(x)
        r.elements[at.result] = column.robust(x)
        at = (at.value + values.columns, at.result + width)
      }
    }
    for (k, mark) in indicators.enumerated() {
      let position = numeric.count + k
      for i in 0..<n {
        let present: Bool
        if let level = mark.level {
          present = codes[mark.feature][i] == level
        } else {
          present = values[i, mark.feature].isNaN
        }
        let value = present ? mark.whenPresent : mark.whenAbsent
        q[i, position] = value
        r[i, position] = value
      }
    }
    return (q, r)
  }

  /// The numeric columns of `Zr`.
  ///
  /// - Parameter values: *n* × d, row-major; NaN where a value is missing.
  /// - Returns: *n* × ``numericCount``, all finite.
  /// - Complexity: O(*n* d).
  func robust(_ values: Numbers) -> Numbers {
    var result = Numbers(rows: values.rows, columns: numeric.count)
    for (k, column) in numeric.enumerated() {
      for i in 0..<values.rows {
        let x = values[i, column.feature]
        result[i, k] = x.isNaN ? 0 : column.robust(x)
      }
    }
    return result
  }

  /// `Zr` with its numeric columns clipped further out.
  ///
  /// - Parameters:
  ///   - r: `Zr`, *n* × p.
  ///   - bound: Where the columns end on either side, in robust deviations.
  ///   - value: The value of a row (0 ..< *n*) in a numeric feature; NaN where it is missing.
  /// - Returns: *n* × p.
  /// - Complexity: O(*n* p).
  func widened(_ r: Numbers, bound: Double, value: (Int, Int) -> Double) -> Numbers {
    var result = r
    for (k, column) in numeric.enumerated() {
      for i in 0..<r.rows {
        let x = value(i, column.feature)
        guard !x.isNaN else { continue }
        result[i, k] = min(max((x - column.median) / column.scale, -bound), bound)
      }
    }
    return result
  }
}

extension Encoder.Indicator {
  init(feature: Int, level: Int32?, share: Double, weight: Double) {
    self.feature = feature
    self.level = level
    self.share = share
    // Rare levels would otherwise stand very far out: 0.15 bounds the scale below 0.7 / 0.15.
    scale = weight / max(Double.sqrt(share * (1 - share)), 0.15)
  }
}

extension Encoder.Numeric {
  /// Nil where the column does not vary.
  fileprivate init?(feature: Int, present: [Double], median: Double, count n: Int) {
    let missing = n - present.count
    var filled = present
    if missing > 0 {
      filled += Array(repeating: median, count: missing)
      filled.sort()
    }
    let mean = filled.reduce(0, +) / Double(n)
    let deviation = Double.sqrt(
      filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n))
    guard deviation > 1e-12 * mean.magnitude, deviation.isFinite else { return nil }
    var knots: [Double] = []
    var below: [Int] = []
    for (i, x) in filled.enumerated() where knots.last != x {
      knots.append(x)
      below.append(i)
    }
    var scores: [Double] = []
    var square = 0.0
    for k in knots.indices {
      let above = k + 1 < below.count ? below[k + 1] : n
      let score = normalQuantile(Double(below[k] + above) / 2 / Double(n))
      scores.append(score)
      square += score * score * Double(above - below[k])
    }
    // Mid-ranks average one half, so the mean of the scores is taken as it is.
    let centre =
      zip(scores, knots.indices).reduce(0) { sum, pair in
        let above = pair.1 + 1 < below.count ? below[pair.1 + 1] : n
        return sum + pair.0 * Double(above - below[pair.1])
      } / Double(n)
    let spread = Double.sqrt(max(square / Double(n) - centre * centre, 0))
    let divisor = spread > 1e-9 ? max(spread, 0.3) : 1
    let range =
      (quantile(ofSorted: filled, 0.95) - quantile(ofSorted: filled, 0.05)) / 3.29
    self.feature = feature
    self.median = quantile(ofSorted: filled, 0.5)
    scale = range > 1e-9 * deviation ? range : deviation
    self.knots = SortedValues(knots)
    self.scores = scores.map { $0 / divisor }
  }

  /// The normal score of a value: its knot's, or between two knots the score of the line between them.
  func normalScore(_ x: Double) -> Double {
    let k = knots.lowerBound(x)
    let knots = knots.values
    if k < knots.count, knots[k] == x { return scores[k] }
    if k == 0 { return scores[0] }
    if k == knots.count { return scores[k - 1] }
    let share = (x - knots[k - 1]) / (knots[k] - knots[k - 1])
    return scores[k - 1] + share * (scores[k] - scores[k - 1])
  }

  /// The value of a normal score: between two knots the one on the line, beyond all the last.
  func value(ofScore score: Double) -> Double {
    let k = lowerBound(scores, score)
    let knots = knots.values
    if k == 0 { return knots[0] }
    if k == scores.count { return knots[k - 1] }
    let share = (score - scores[k - 1]) / (scores[k] - scores[k - 1])
    return knots[k - 1] + share * (knots[k] - knots[k - 1])
  }
}
