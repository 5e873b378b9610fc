import RealModule
package import TasterKernels

/// The label models as functions of a row: all that is needed to judge rows that were not learned from.
package struct LabelScorer: Sendable {
  /// How sharply each model's scores become probabilities.
  struct Temperatures: Sendable {
    /// Of the plain, the refitted and the weighted linear model.
    let linear: [Double]
    /// Of the plain, the refitted and the weighted local model.
    let local: [Double]
    /// Of the plain and the refitted smooth model.
    let smooth: [Double]
  }

  /// C, of the classes that were learned.
  let classes: Int
  /// The leading columns that are numeric.
  let numericCount: Int
  let kernels: LabelFeatures.Scorer
  /// The coefficients of the linear models, C columns each.
  let straight: Numbers
  let temperatures: Temperatures

  /// The class probabilities of rows.
  ///
  /// - Parameters:
  ///   - q: `Zq`, *n* × p.
  ///   - r: `Zr`, *n* × p.
  ///   - count: How many classes are told of: those that were not learned have the probability 0; nil for C.
  /// - Returns: *n* rows each.
  /// - Complexity: O(*n* m p).
  package func posteriors(q: Numbers, r: Numbers, classes count: Int? = nil) -> Posteriors {
    let straight = product(
      LabelFeatures.linear(q: q, r: r, numericCount: numericCount), straight)
    let (nearby, around) = kernels(r)
    func probabilities(_ scores: Numbers, _ temperatures: [Double]) -> [Numbers] {
      temperatures.enumerated().map { k, temperature in
        Self.softmax(
          scores, columns: k * classes..<(k + 1) * classes, temperature: temperature,
          width: max(count ?? classes, classes))
      }
    }
    let (a, b, c) = (
      probabilities(straight, temperatures.linear), probabilities(nearby, temperatures.local),
      probabilities(around, temperatures.smooth)
    )
    return Posteriors(
      plain: .mean([a[0], b[0]]), smooth: c[0], refitted: .mean([a[1], b[1]]),
      trimmed: .mean([a[1], c[1]]), weighted: .mean([a[2], b[2]]))
  }

  /// Scores as probabilities.
  ///
  /// - Parameters:
  ///   - scores: *n* rows.
  ///   - columns: The columns of one model's classes; all by default.
  ///   - temperature: What scores are multiplied by.
  ///   - width: How many columns the result has; those behind the classes are 0.
  /// - Returns: Rows that add up to 1.
  static func softmax(
    _ scores: Numbers, columns: Range<Int>? = nil, temperature: Double, width: Int? = nil
  ) -> Numbers {
    let columns = columns ?? 0..<scores.columns
    let width = width ?? columns.count
    // What stands behind the classes is to be exp(−∞).
    var result = Numbers(rows: scores.rows, columns: width, repeating: -.infinity)
    for i in 0..<scores.rows {
      let row = i * scores.columns
      var top = -Double.infinity
      for c in columns { top = max(top, temperature * scores.elements[row + c]) }
      for c in columns {
        result.elements[i * width + c - columns.lowerBound] =
          temperature * scores.elements[row + c] - top
      }
    }
    exponential(&result.elements, scale: 1)
    for start in stride(from: 0, to: result.elements.count, by: width) {
      var sum = 0.0
      for c in start..<start + columns.count { sum += result.elements[c] }
      for c in start..<start + columns.count { result.elements[c] /= sum }
    }
    return result
  }
}
