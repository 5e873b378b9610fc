package import TasterKernels

/// What the label models say about rows: class probabilities, *n* × C each, by models that have not seen the row.
package struct Posteriors: Sendable {
  /// The mean of the linear and the local model.
  package var plain: Numbers
  /// A smoother local model.
  package var smooth: Numbers
  /// The linear and the local model, fitted without the rows that look mislabelled.
  package var refitted: Numbers
  /// The linear and the smooth model, fitted without them.
  package var trimmed: Numbers
  /// The linear and the local model, every row weighing by how likely its label is its own.
  package var weighted: Numbers

  /// The mean of the plain and the weighted models: what the verdict goes by.
  package var combined: Numbers { .mean([plain, weighted]) }

  /// Some rows.
  func gather(_ rows: [Int]) -> Posteriors {
    Posteriors(
      plain: plain.gather(rows), smooth: smooth.gather(rows), refitted: refitted.gather(rows),
      trimmed: trimmed.gather(rows), weighted: weighted.gather(rows))
  }

  /// Takes over one row of others.
  mutating func set(_ i: Int, to other: Posteriors, row k: Int) {
    plain.set(i, to: other.plain, row: k)
    smooth.set(i, to: other.smooth, row: k)
    refitted.set(i, to: other.refitted, row: k)
    trimmed.set(i, to: other.trimmed, row: k)
    weighted.set(i, to: other.weighted, row: k)
  }
}

extension Numbers {
  mutating func set(_ i: Int, to other: Numbers, row k: Int) {
    for c in 0..<columns { self[i, c] = other[k, c] }
  }

  /// The mean of matrices of one shape.
  static func mean(_ parts: [Numbers]) -> Numbers {
    var result = parts[0]
    for part in parts.dropFirst() {
      for k in result.elements.indices { result.elements[k] += part.elements[k] }
    }
    for k in result.elements.indices { result.elements[k] /= Double(parts.count) }
    return result
  }
}

/// How much likelier the best other class is than the given one, −1…1, and which class that is.
///
/// - Parameters:
///   - posterior: Class probabilities, *n* × C, C ≥ 2.
///   - row: Which row.
///   - label: The class it carries.
/// - Returns: The margin and the other class.
package func margin(_ posterior: Numbers, row: Int, label: Int) -> (value: Double, other: Int) {
  var other = label == 0 ? 1 : 0
  for c in 0..<posterior.columns where c != label && posterior[row, c] > posterior[row, other] {
    other = c
  }
  return (posterior[row, other] - posterior[row, label], other)
}
