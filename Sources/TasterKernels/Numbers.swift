/// A dense matrix in double precision, row-major: element (i, j) is `elements[i * columns + j]`.
package struct Numbers: Sendable, Hashable {
  package let rows: Int
  package let columns: Int
  package var elements: [Double]

  /// A matrix of one value.
  @inlinable
  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.rows = rows
    self.columns = columns
    elements = Array(repeating: value, count: rows * columns)
  }

  /// A matrix of given elements: `rows * columns` of them, row by row.
  @inlinable
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a matrix has rows × columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  package subscript(row: Int, column: Int) -> Double {
    @inlinable @inline(__always)
    get { elements[row * columns + column] }
    @inlinable @inline(__always)
    set { elements[row * columns + column] = newValue }
  }

  /// A matrix whose elements are given column by column.
  package init(rows: Int, columns: Int, byColumn given: [Double]) {
    precondition(given.count == rows * columns, "a matrix has rows × columns elements")
    self.init(rows: rows, columns: columns)
    for j in 0..<columns {
      for i in 0..<rows { elements[i * columns + j] = given[j * rows + i] }
    }
  }

  /// One row.
  @inlinable
  package func row(_ i: Int) -> ArraySlice<Double> {
    elements[i * columns..<(i + 1) * columns]
  }

  /// One column.
  @inlinable
  package func column(_ j: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rows)
    var at = j
    for _ in 0..<rows {
      result.append(elements[at])
      at += columns
    }
    return result
  }

  /// A run of rows.
  @inlinable
  package func rows(_ range: Range<Int>) -> Numbers {
    Numbers(
      rows: range.count, columns: columns,
      elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// The rows at `indices`, in that order.
  @inlinable
  package func gather(_ indices: [Int]) -> Numbers {
    var result: [Double] = []
    result.reserveCapacity(indices.count * columns)
    for i in indices { result += elements[i * columns..<(i + 1) * columns] }
    return Numbers(rows: indices.count, columns: columns, elements: result)
  }

  /// The leading columns.
  ///
  /// - Complexity: O(*n* `count`).
  package func firstColumns(_ count: Int) -> Numbers {
    guard count < columns else { return self }
    var result = Numbers(rows: rows, columns: count)
    for i in 0..<rows {
      for j in 0..<count { result.elements[i * count + j] = elements[i * columns + j] }
    }
    return result
  }

  /// Matrices of equally many rows, side by side.
  @inlinable
  package static func join(columnsOf parts: [Numbers]) -> Numbers {
    let rows = parts.first?.rows ?? 0
    precondition(parts.allSatisfy { $0.rows == rows }, "side by side needs equally many rows")
    var result: [Double] = []
    result.reserveCapacity(parts.reduce(0) { $0 + $1.elements.count })
    for i in 0..<rows {
      for part in parts {
        result += part.elements[i * part.columns..<(i + 1) * part.columns]
      }
    }
    return Numbers(rows: rows, columns: parts.reduce(0) { $0 + $1.columns }, elements: result)
  }

  /// Matrices of equally many columns, one below the other; 0 × 0 if there is none.
  @inlinable
  package static func join(rowsOf parts: [Numbers]) -> Numbers {
    let columns = parts.first?.columns ?? 0
    precondition(parts.allSatisfy { $0.columns == columns }, "stacking needs equally many columns")
    var result: [Double] = []
    result.reserveCapacity(parts.reduce(0) { $0 + $1.elements.count })
    for part in parts { result += part.elements }
    return Numbers(
      rows: parts.reduce(0) { $0 + $1.rows }, columns: columns, elements: result)
  }
}

/// What LAPACK could not do.
package struct KernelError: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
