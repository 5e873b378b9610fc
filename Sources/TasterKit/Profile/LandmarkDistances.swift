import RealModule
import TasterKernels

/// How far rows lie from some of them, block by block.
///
/// Blocks are kept while all of them fit into 64 MB, else computed anew when they are asked for again.
struct LandmarkDistances: Sendable {
  private let z: Numbers
  private let landmarks: Numbers
  /// The landmark that a row is, −1 for most.
  private let own: [Int]
  private let blocks: [Range<Int>]
  /// Squared distances; nil where they do not fit.
  private let kept: [Numbers]?

  /// How many distances are kept at most.
  private static let capacity = 8_000_000

  /// Computes the distances.
  ///
  /// - Parameters:
  ///   - z: The rows, *n* × p.
  ///   - chosen: Which of them are landmarks, m positions.
  ///   - threads: How many blocks are computed at a time; nothing depends on it.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* m p).
  init(_ z: Numbers, _ chosen: [Int], threads: Int) throws {
    let landmarks = z.gather(chosen)
    var own = [Int](repeating: -1, count: z.rows)
    for (l, i) in chosen.enumerated() { own[i] = l }
    let blocks = stride(from: 0, to: chosen.isEmpty ? 0 : z.rows, by: blockRows).map {
      $0..<min($0 + blockRows, z.rows)
    }
    self.z = z
    self.landmarks = landmarks
    self.own = own
    self.blocks = blocks
    kept =
      z.rows * chosen.count > Self.capacity
      ? nil
      : try parallelMap(blocks.count, threads: threads) { b in
        squaredDistances(z.rows(blocks[b]), landmarks)
      }
  }

  /// The rows near each landmark, itself among them, ascending.
  ///
  /// - Parameters:
  ///   - radius: The largest distance.
  ///   - threads: How many blocks are gone through at a time; nothing depends on it.
  /// - Returns: m lists of positions.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* m), and p times that where distances are not kept.
  func rows(within radius: Double, threads: Int) throws -> [[Int]] {
    let m = landmarks.rows
    let parts = try parallelMap(blocks.count, threads: threads) { b in
      let distances = kept?[b] ?? squaredDistances(z.rows(blocks[b]), landmarks)
      var near: [(landmark: Int, row: Int)] = []
      for (k, i) in blocks[b].enumerated() {
        let start = k * m
        for l in 0..<m
        where distances.elements[start + l] <= radius * radius || own[i] == l {
          near.append((l, i))
        }
      }
      return near
    }
    var result = [[Int]](repeating: [], count: m)
    for part in parts { for (l, i) in part { result[l].append(i) } }
    return result
  }

  /// The other rows near each landmark with their distances, nearest first.
  ///
  /// - Parameters:
  ///   - radius: The largest distance.
  ///   - most: A landmark with more of them gets none.
  ///   - threads: How many blocks are gone through at a time; nothing depends on it.
  /// - Returns: m lists.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* m + m most log most), and p times that where distances are not kept.
  func neighbours(
    within radius: Double, atMost most: Int, threads: Int
  ) throws -> [[(row: Int, distance: Double)]] {
    let m = landmarks.rows
    let limit = radius * radius
    let counts = try parallelMap(blocks.count, threads: threads) { b in
      let distances = kept?[b] ?? squaredDistances(z.rows(blocks[b]), landmarks)
      var counts = [Int32](repeating: 0, count: m)
      for k in blocks[b].indices {
        let start = (k - blocks[b].lowerBound) * m
        for l in 0..<m { counts[l] += distances.elements[start + l] <= limit ? 1 : 0 }
      }
      return counts
    }
    var total = [Int](repeating: 0, count: m)
    for part in counts { for l in 0..<m { total[l] += Int(part[l]) } }
    // A landmark is among its own.
    let wanted = (0..<m).filter { total[$0] > 1 && total[$0] <= most + 1 }
    let parts = try parallelMap(blocks.count, threads: threads) { b in
      let distances = kept?[b] ?? squaredDistances(z.rows(blocks[b]), landmarks)
      var near: [(landmark: Int, row: Int, distance: Double)] = []
      for (k, i) in blocks[b].enumerated() {
        for l in wanted where distances.elements[k * m + l] <= limit && own[i] != l {
          near.append((l, i, distances.elements[k * m + l]))
        }
      }
      return near
    }
    var result = [[(row: Int, distance: Double)]](repeating: [], count: m)
    for part in parts { for (l, i, d) in part { result[l].append((i, Double.sqrt(d))) } }
    return result.map { $0.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) } }
  }
}
