private import COpenBLAS

/// One thread inside BLAS: parallelism is ours, so a result does not depend on the number of cores.
private let singleThreaded: Void = taster_use_one_thread()

/// Has been called before any work of BLAS begins.
func useOneThread() { singleThreaded }

/// Lets the process keep freed memory for the next matrix instead of giving it back to the system.
///
/// For a process that does little else; results do not depend on it.
///
/// - Parameter megabytes: How much each thread may keep, below 2,048.
package func keepFreedMemory(megabytes: Int) {
  precondition((0..<2_048).contains(megabytes), "the C library counts bytes in 32 bits")
  taster_keep_freed_memory(Int32(megabytes))
}

/// Gives freed memory back to the system, that of other threads' heaps too.
///
/// For the moment before something large is made; results do not depend on it.
package func releaseFreedMemory() { taster_release_freed_memory() }

private func flag(_ transposed: Bool) -> CBLAS_TRANSPOSE { transposed ? CblasTrans : CblasNoTrans }

/// The matrix product, either side transposed on request.
///
///     C = op(A) op(B)
///
/// - Returns: A fresh matrix; where an inner or outer size is 0, zeros.
/// - Complexity: O(rows × columns × inner).
package func product(
  _ a: Numbers, _ b: Numbers, transposeA: Bool = false, transposeB: Bool = false
) -> Numbers {
  let m = transposeA ? a.columns : a.rows
  let k = transposeA ? a.rows : a.columns
  let n = transposeB ? b.rows : b.columns
  precondition(k == (transposeB ? b.columns : b.rows), "inner sizes of a product agree")
  guard m > 0, n > 0, k > 0 else { return Numbers(rows: m, columns: n) }
  _ = singleThreaded
  let c = unsafe [Double](unsafeUninitializedCapacity: m * n) { z, count in
    unsafe a.elements.withUnsafeBufferPointer { x in
      unsafe b.elements.withUnsafeBufferPointer { y in
        unsafe cblas_dgemm(
          CblasRowMajor, flag(transposeA), flag(transposeB), Int32(m), Int32(n), Int32(k), 1,
          x.baseAddress, Int32(a.columns), y.baseAddress, Int32(b.columns), 0, z.baseAddress,
          Int32(n))
      }
    }
    // With a factor of 0 for what stood there, every element was written and none read.
    count = m * n
  }
  return Numbers(rows: m, columns: n, elements: c)
}

/// Some rows of a matrix times the rows of another, into a buffer.
///
///     C = A[block] Bᵀ
///
/// - Parameters:
///   - a: *n* × p.
///   - block: Which of its rows.
///   - b: m × p.
///   - c: At least block × m elements, of which the leading ones are replaced.
func multiply(_ a: Numbers, _ block: Range<Int>, byRowsOf b: Numbers, into c: inout [Double]) {
  precondition(block.upperBound <= a.rows && block.count * b.rows <= c.count)
  guard !block.isEmpty, b.rows > 0, a.columns > 0 else { return }
  _ = singleThreaded
  let elements = block.lowerBound * a.columns..<block.upperBound * a.columns
  unsafe a.elements[elements].withUnsafeBufferPointer { x in
    unsafe cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(block.count), Int32(b.rows),
      Int32(a.columns), 1, x.baseAddress, Int32(a.columns), b.elements, Int32(b.columns), 0, &c,
      Int32(b.rows))
  }
}

/// The leading rows of a buffer times a matrix, into a run of rows of another.
///
///     C[at ..< at + rows] = A B
///
/// - Parameters:
///   - a: At least rows × m elements.
///   - rows: How many.
///   - b: m × p.
///   - c: *n* × p.
///   - at: The first row to be replaced.
func multiply(_ a: [Double], rows: Int, by b: Numbers, into c: inout Numbers, at: Int) {
  precondition(rows * b.rows <= a.count && at + rows <= c.rows && b.columns == c.columns)
  guard rows > 0, b.rows > 0, b.columns > 0 else { return }
  _ = singleThreaded
  let elements = at * b.columns..<(at + rows) * b.columns
  unsafe c.elements.withUnsafeMutableBufferPointer { z in
    let start = unsafe UnsafeMutableBufferPointer(rebasing: z[elements]).baseAddress
    unsafe cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(b.columns), Int32(b.rows), 1,
      a, Int32(b.rows), b.elements, Int32(b.columns), 0, start, Int32(b.columns))
  }
}

/// The product of a matrix and a vector.
///
///     y = A x
///
/// - Parameters:
///   - a: *n* × m.
///   - x: m values.
/// - Returns: *n* values.
/// - Complexity: O(*n* m).
package func product(_ a: Numbers, _ x: [Double]) -> [Double] {
  precondition(a.columns == x.count, "a vector has as many values as the matrix has columns")
  var y = [Double](repeating: 0, count: a.rows)
  guard a.rows > 0, a.columns > 0 else { return y }
  _ = singleThreaded
  unsafe a.elements.withUnsafeBufferPointer { matrix in
    unsafe cblas_dgemv(
      CblasRowMajor, CblasNoTrans, Int32(a.rows), Int32(a.columns), 1, matrix.baseAddress,
      Int32(a.columns), x, 1, 0, &y, 1)
  }
  return y
}

/// Adds `AᵀA` to the upper triangle of `sum`.
///
/// - Parameters:
///   - a: *n* × m.
///   - sum: m × m; only its upper triangle is used.
/// - Complexity: O(*n* m²).
package func addGram(of a: Numbers, to sum: inout Numbers) {
  precondition(sum.rows == a.columns && sum.columns == a.columns, "a Gram matrix is m × m")
  guard a.rows > 0, a.columns > 0 else { return }
  _ = singleThreaded
  unsafe a.elements.withUnsafeBufferPointer { x in
    unsafe sum.elements.withUnsafeMutableBufferPointer { z in
      unsafe cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasTrans, Int32(a.columns), Int32(a.rows), 1, x.baseAddress,
        Int32(a.columns), 1, z.baseAddress, Int32(a.columns))
    }
  }
}

/// The eigenvalues, ascending, and eigenvectors of a symmetric matrix.
///
/// - Parameter a: m × m; the lower triangle of the row-major elements is read.
/// - Returns: Values and the vectors as columns, column k to value k.
/// - Throws: ``KernelError`` where the iteration does not converge, or on NaN.
/// - Complexity: O(m³).
package func symmetricEigen(
  _ a: Numbers
) throws(KernelError) -> (values: [Double], vectors: Numbers) {
  precondition(a.rows == a.columns, "only a square matrix has eigenvalues")
  guard a.rows > 0 else { return ([], a) }
  guard a.elements.allSatisfy({ $0.isFinite }) else {
    throw KernelError("a matrix with values that are not finite has no eigenvalues")
  }
  _ = singleThreaded
  var n = Int32(a.rows)
  var values = [Double](repeating: 0, count: a.rows)
  var work = a
  var info: Int32 = 0
  var size = 1.0
  var integers: Int32 = 1
  var query: Int32 = -1
  unsafe dsyevd_(
    "V", "U", &n, &work.elements, &n, &values, &size, &query, &integers, &query, &info)
  var count = Int32(size)
  var integerCount = integers
  var space = [Double](repeating: 0, count: Int(count))
  var integerSpace = [Int32](repeating: 0, count: Int(integerCount))
  unsafe dsyevd_(
    "V", "U", &n, &work.elements, &n, &values, &space, &count, &integerSpace, &integerCount, &info)
  guard info == 0 else { throw KernelError("dsyevd did not converge (\(info))") }
  // Column-major eigenvectors are the rows of our row-major matrix.
  return (values, work.transposed())
}

/// Solves `A X = B` for a general square A.
///
/// - Throws: ``KernelError`` where A is singular.
/// - Complexity: O(m³ + m² columns).
package func solve(_ a: Numbers, _ b: Numbers) throws(KernelError) -> Numbers {
  precondition(a.rows == a.columns && a.rows == b.rows, "A is square, B has as many rows")
  guard a.rows > 0, b.columns > 0 else { return b }
  _ = singleThreaded
  var n = Int32(a.rows)
  var right = Int32(b.columns)
  var factors = a.transposed()
  var x = b.transposed()
  var pivots = [Int32](repeating: 0, count: a.rows)
  var info: Int32 = 0
  unsafe dgetrf_(&n, &n, &factors.elements, &n, &pivots, &info)
  guard info == 0 else { throw KernelError("the system is singular (\(info))") }
  unsafe dgetrs_("N", &n, &right, &factors.elements, &n, &pivots, &x.elements, &n, &info)
  return x.transposed()
}

/// The Cholesky factor of a symmetric positive definite matrix.
///
///     A = L Lᵀ
package struct Cholesky: Sendable {
  /// L in the lower triangle, row-major; the rest is undefined.
  private let factor: Numbers

  /// Factors A.
  ///
  /// - Parameter a: m × m, symmetric.
  /// - Throws: ``KernelError`` where A is not positive definite.
  /// - Complexity: O(m³).
  package init(_ a: Numbers) throws(KernelError) {
    precondition(a.rows == a.columns, "only a square matrix has a Cholesky factor")
    _ = singleThreaded
    var n = Int32(a.rows)
    var factor = a
    var info: Int32 = 0
    // Column-major "U" is row-major lower.
    if n > 0 { unsafe dpotrf_("U", &n, &factor.elements, &n, &info) }
    guard info == 0 else { throw KernelError("the matrix is not positive definite (\(info))") }
    self.factor = factor
  }

  /// A⁻¹B.
  ///
  /// - Complexity: O(m² columns).
  package func solve(_ b: Numbers) -> Numbers {
    precondition(b.rows == factor.rows, "the right side has m rows")
    guard b.rows > 0, b.columns > 0 else { return b }
    var n = Int32(factor.rows)
    var right = Int32(b.columns)
    var x = b.transposed()
    var info: Int32 = 0
    unsafe dpotrs_("U", &n, &right, factor.elements, &n, &x.elements, &n, &info)
    return x.transposed()
  }

  /// A⁻¹, both triangles.
  ///
  /// - Complexity: O(m³).
  package func inverse() -> Numbers {
    var n = Int32(factor.rows)
    var inverse = factor
    var info: Int32 = 0
    if n > 0 { unsafe dpotri_("U", &n, &inverse.elements, &n, &info) }
    for i in 0..<inverse.rows { for j in 0..<i { inverse[j, i] = inverse[i, j] } }
    return inverse
  }

  /// Every row x of `rows` as L⁻¹x, whose squared length is xᵀA⁻¹x.
  ///
  /// Many rows are multiplied by L⁻¹, which is twice as fast as solving for each.
  ///
  /// - Complexity: O(*n* m²), and O(m³) where *n* > m.
  package func whitened(_ rows: Numbers) -> Numbers {
    precondition(rows.columns == factor.rows, "a row has m columns")
    guard rows.rows > 0, rows.columns > 0 else { return rows }
    let isMany = rows.rows > rows.columns
    let triangle = isMany ? invertedFactor() : factor
    let (n, m) = (Int32(rows.rows), Int32(rows.columns))
    var result = rows
    unsafe triangle.elements.withUnsafeBufferPointer { l in
      unsafe result.elements.withUnsafeMutableBufferPointer { x in
        unsafe (isMany ? cblas_dtrmm : cblas_dtrsm)(
          CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, n, m, 1, l.baseAddress,
          m, x.baseAddress, m)
      }
    }
    return result
  }

  /// L⁻¹ in the lower triangle.
  private func invertedFactor() -> Numbers {
    var n = Int32(factor.rows)
    var inverse = factor
    var info: Int32 = 0
    unsafe dtrtri_("U", "N", &n, &inverse.elements, &n, &info)
    precondition(info == 0, "a Cholesky factor has no zero on its diagonal")
    return inverse
  }
}
