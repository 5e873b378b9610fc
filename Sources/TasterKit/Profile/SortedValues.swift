/// Ascending values, with a guide to where a value stands among them.
///
/// The range from the first hundredth to the last is cut into equal cells; a value's cell bounds the search, so that it
/// takes a few steps instead of log₂ *n*.
package struct SortedValues: Sendable, Hashable {
  package let values: [Double]
  private let low: Double
  private let cellsPerUnit: Double
  /// How many values lie in cells before each, and all of them last.
  private var starts: [Int32]

  /// - Parameter values: Ascending finite values.
  /// - Complexity: O(*n*).
  package init(_ values: [Double]) {
    self.values = values
    let n = values.count
    let edge = n / 100
    let cells = max(1, min(16_384, n))
    low = n > 0 ? values[edge] : 0
    let scale = n > 0 ? Double(cells) / (values[n - 1 - edge] - low) : 0
    cellsPerUnit = scale.isFinite ? scale : 0
    starts = [Int32](repeating: Int32(n), count: cells + 1)
    for i in values.indices.reversed() { starts[cell(values[i])] = Int32(i) }
    for k in (0..<cells).reversed() { starts[k] = min(starts[k], starts[k + 1]) }
  }

  /// The first position whose value is not below `x`.
  ///
  /// - Parameter x: A value; not NaN.
  /// - Returns: 0 to `values.count`.
  /// - Complexity: O(log *n*), O(1) among evenly spread values.
  package func lowerBound(_ x: Double) -> Int {
    // Cells rise with values: what lies in cells before is below x, what lies after is above.
    let k = cell(x)
    return TasterKit.lowerBound(values, x, in: Int(starts[k])..<Int(starts[k + 1]))
  }

  private func cell(_ x: Double) -> Int {
    let k = (x - low) * cellsPerUnit
    // Where the range is beyond all numbers, 0 times infinity is not above 0 either.
    return k > 0 ? Int(min(k, Double(starts.count - 2))) : 0
  }
}

/// The first position whose element is not below `x`.
///
/// - Parameters:
///   - sorted: Ascending values.
///   - x: A value; not NaN.
/// - Returns: 0 to `sorted.count`.
/// - Complexity: O(log *n*).
package func lowerBound(_ sorted: [Double], _ x: Double) -> Int {
  lowerBound(sorted, x, in: 0..<sorted.count)
}

private func lowerBound(_ sorted: [Double], _ x: Double, in range: Range<Int>) -> Int {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = (low + high) / 2
    if sorted[middle] < x { low = middle + 1 } else { high = middle }
  }
  return low
}
