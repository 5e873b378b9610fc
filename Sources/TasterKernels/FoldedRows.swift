private import COpenBLAS

/// Rows in single precision with their squared lengths as columns, so that one product gives squared distances.
///
///     d²(x, z) = (−2x, |x|², 1) · (z, 1, |z|²)
///
/// A distance errs by some 10⁻⁷ (|x|² + |z|²): centre columns first where they lie far from 0.
struct FoldedRows: Sendable {
  let rows: Int
  /// The columns of the rows, and two.
  let width: Int
  /// (−2x, |x|², 1).
  private let left: [Float]
  /// (z, 1, |z|²).
  private let right: [Float]

  init(_ a: Numbers) {
    rows = a.rows
    width = a.columns + 2
    var left: [Float] = []
    var right: [Float] = []
    left.reserveCapacity(rows * width)
    right.reserveCapacity(rows * width)
    for i in 0..<a.rows {
      // Of what is multiplied, so that a row lies at 0 from itself but for rounding.
      var length: Float = 0
      for k in i * a.columns..<(i + 1) * a.columns {
        let x = Float(a.elements[k])
        left.append(-2 * x)
        right.append(x)
        length += x * x
      }
      left.append(length)
      left.append(1)
      right.append(1)
      right.append(length)
    }
    self.left = left
    self.right = right
  }

  /// The squared distances of some rows to some others.
  ///
  /// - Parameters:
  ///   - block: *n* rows.
  ///   - others: m rows of `other`.
  ///   - other: Rows of as many columns.
  ///   - distances: At least *n* m elements, of which the leading ones are replaced, row-major.
  /// - Complexity: O(*n* m p).
  func squaredDistances(
    _ block: Range<Int>, to others: Range<Int>, of other: FoldedRows, into distances: inout [Float]
  ) {
    precondition(width == other.width && block.count * others.count <= distances.count)
    guard !block.isEmpty, !others.isEmpty else { return }
    useOneThread()
    unsafe left.withUnsafeBufferPointer { x in
      unsafe other.right.withUnsafeBufferPointer { z in
        let (from, to) = (block.lowerBound * width, others.lowerBound * width)
        unsafe cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Int32(block.count), Int32(others.count),
          Int32(width), 1, UnsafeBufferPointer(rebasing: x[from...]).baseAddress, Int32(width),
          UnsafeBufferPointer(rebasing: z[to...]).baseAddress, Int32(width), 0, &distances,
          Int32(others.count))
      }
    }
  }
}
