private import Synchronization

/// The nearest other rows of every row of a matrix, nearest first.
///
/// Distances of all pairs come from products in single precision, block by block, each serving both of its rows; the
/// best candidates of every row are measured again in double precision:
///
///     d²(x, z) = Σ (xₖ − zₖ)²,   0 where it is below 10⁻¹² (|x|² + |z|²)
///
/// Equal distances stand in the order of positions. Where more than six others are as far as the last one to within the
/// rounding of single precision, some of these stand there, the same ones whatever the number of threads.
package struct NearestLists: Sendable, Hashable {
  /// How many others a row has: as many as were asked for, or all there are.
  package let count: Int
  /// The positions of the others, *n* × count.
  package let positions: [Int]
  /// Their squared distances.
  package let squaredDistances: [Double]

  /// Finds them.
  ///
  /// - Parameters:
  ///   - rows: *n* × p finite values, well below 10¹⁹; centre columns first where they lie far from 0.
  ///   - count: How many others at most, k.
  ///   - threads: How many blocks are worked on at a time; nothing depends on it.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n*² p / 2); memory for *n* (2p + 2k) numbers a thread.
  package init(_ rows: Numbers, count: Int, threads: Int) throws {
    let n = rows.rows
    let k = min(count, max(n - 1, 0))
    self.count = k
    guard k > 0 else {
      (positions, squaredDistances) = ([], [])
      return
    }
    let lists = try Self.candidates(of: FoldedRows(rows), room: k + Self.spare, threads: threads)
    let norms = squaredNorms(rows)
    let blocks = (n + Self.blockRows - 1) / Self.blockRows
    let parts = try parallelMap(blocks, threads: threads) { b in
      let block = b * Self.blockRows..<min((b + 1) * Self.blockRows, n)
      return block.map { i in
        Self.nearest(lists.candidates(i), to: i, of: rows, norms).prefix(k)
      }
    }
    positions = parts.flatMap { $0.flatMap { list in list.map { $0.position } } }
    squaredDistances = parts.flatMap { $0.flatMap { list in list.map { $0.distance } } }
  }

  /// How many candidates a row keeps beyond those asked for.
  private static let spare = 6
  /// A block of distances is 512 kB and stays in the second cache.
  ///
  /// Tall blocks are packed less often by BLAS.
  package static let blockRows = 512
  package static let blockColumns = 256

  /// The best candidates of all rows by single precision.
  private static func candidates(
    of rows: FoldedRows, room: Int, threads: Int
  ) throws -> CandidateLists {
    let n = rows.rows
    let starts = Mutex(stride(from: 0, to: n, by: blockRows).makeIterator())
    let workers = max(1, min(threads, (n + blockRows - 1) / blockRows))
    let parts = try parallelMap(workers, threads: workers) { _ in
      var lists = CandidateLists(rows: n, room: room)
      var distances = [Float](repeating: 0, count: blockRows * blockColumns)
      while let start = starts.withLock({ $0.next() }) {
        let block = start..<min(start + blockRows, n)
        for first in stride(from: start, to: n, by: blockColumns) {
          let others = first..<min(first + blockColumns, n)
          rows.squaredDistances(block, to: others, of: rows, into: &distances)
          lists.offerPairs(block, others, distances)
        }
      }
      return lists
    }
    return parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
  }

  /// Candidates with their distances in double precision, nearest first.
  private static func nearest(
    _ candidates: [Int], to i: Int, of rows: Numbers, _ norms: [Double]
  ) -> [(position: Int, distance: Double)] {
    let p = rows.columns
    return candidates.map { candidate in
      let (x, z) = (i * p, candidate * p)
      var sum = 0.0
      for k in 0..<p {
        let gap = rows.elements[x + k] - rows.elements[z + k]
        sum += gap * gap
      }
      let lengths = norms[i] + norms[candidate]
      return (candidate, sum > roundOff * lengths ? sum : 0)
    }.sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }
  }
}
