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
  /// The smallest squared distance of each landmark to another row, block by block.
  private let smallest: [[Double]]

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
    let isKept = z.rows * chosen.count <= Self.capacity
    let positions = own
    let parts = try parallelMap(blocks.count, threads: threads) { b in
      let distances = squaredDistances(z.rows(blocks[b]), landmarks)
      let smallest = Self.smallest(distances, own: positions[blocks[b]])
      return (smallest: smallest, distances: isKept ? distances : nil)
    }
    self.z = z
    self.landmarks = landmarks
    self.own = own
    self.blocks = blocks
    kept = isKept ? parts.compactMap { $0.distances } : nil
    smallest = parts.map { $0.smallest }
  }

  /// The distance of every landmark to its nearest other row.
  func nearest() -> [Double] {
    guard var nearest = smallest.first else { return [] }
    for part in smallest.dropFirst() {
      for l in nearest.indices { nearest[l] = min(nearest[l], part[l]) }
    }
    return nearest.filter { $0.isFinite }.map { Double.sqrt($0) }
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

  private static func smallest(_ distances: Numbers, own: ArraySlice<Int>) -> [Double] {
    let m = distances.columns
    var result = [Double](repeating: .infinity, count: m)
    for (k, landmark) in own.enumerated() {
      let start = k * m
      // A landmark is no other row of its own.
      let known = landmark < 0 ? 0 : result[landmark]
      for l in 0..<m {
        let d = distances.elements[start + l]
        result[l] = d < result[l] ? d : result[l]
      }
      if landmark >= 0 { result[landmark] = known }
    }
    return result
  }
}
