import TasterCSV

/// Finds columns that hold the same under another name.
///
/// Every column that only one snapshot has becomes a sketch: the 256 different values with the smallest fingerprints, and
/// how often each stands. Two columns are one where these values overlap by at least 95 % (the sum of the smaller counts
/// over that of the larger), where each is the other's best match, and where no second one is as good.
///
/// - SeeAlso: Broder 1997, doi:10.1109/SEQUEN.1997.666900 (resemblance by the smallest hashes)
enum RenamedColumns: Sendable {
  private static let size = 256
  private static let leastOverlap = 0.95

  /// Looks at what columns hold that only one snapshot has.
  ///
  /// - Parameters:
  ///   - old: The old snapshot.
  ///   - new: The new one.
  ///   - match: What their names say.
  /// - Returns: The new names of columns, by their old ones.
  /// - Throws: What reading throws.
  /// - Complexity: O(bytes): both files are read once.
  static func find(in old: Snapshot, _ new: Snapshot, match: ColumnMatch) throws -> [String: String]
  {
    // The key does not matter but has to be the same on all machines: the sketches decide what is told.
    let hash = RowHash(key: (1, 2), missing: old.options.missing)
    let before = try sketches(of: old, columns: match.went, hash: hash)
    let after = try sketches(of: new, columns: match.came, hash: hash)
    let overlaps = before.map { a in after.map { a.overlap(with: $0) } }
    var result: [String: String] = [:]
    for (i, name) in match.went.enumerated() {
      for (j, other) in match.came.enumerated() {
        let value = overlaps[i][j]
        let isBest =
          overlaps[i].indices.allSatisfy { $0 == j || overlaps[i][$0] < value }
          && overlaps.indices.allSatisfy { $0 == i || overlaps[$0][j] < value }
        if value >= leastOverlap, isBest { result[name] = other }
      }
    }
    return result
  }

  private static func sketches(
    of snapshot: Snapshot, columns: [String], hash: RowHash
  ) throws -> [Sketch] {
    var sketches = columns.map { _ in Sketch(size: size) }
    let places = columns.map { [snapshot.plan.names.firstIndex(of: $0) ?? 0] }
    _ = try snapshot.forEachBatch(threads: 1) { batch, rows, _, _ in
      for i in rows {
        for k in places.indices { sketches[k].add(hash(batch, i, places[k], as: .value)) }
      }
    }
    return sketches
  }

  /// The values with the smallest fingerprints and their counts.
  struct Sketch {
    private let size: Int
    private var counts: [ContentHash: Int] = [:]
    private var bound: ContentHash?

    init(size: Int) { self.size = size }

    mutating func add(_ value: ContentHash) {
      if let bound, bound < value { return }
      counts[value, default: 0] += 1
      guard counts.count > 2 * size else { return }
      let kept = counts.keys.sorted().prefix(size)
      bound = kept.last
      counts = counts.filter { entry in bound.map { entry.key < $0 || entry.key == $0 } ?? true }
    }

    /// The share of both that is in common, 0…1.
    func overlap(with other: Sketch) -> Double {
      let smallest = Set(counts.keys).union(other.counts.keys).sorted().prefix(size)
      var (common, all) = (0, 0)
      for value in smallest {
        let (a, b) = (counts[value] ?? 0, other.counts[value] ?? 0)
        common += min(a, b)
        all += max(a, b)
      }
      return all > 0 ? Double(common) / Double(all) : 0
    }
  }
}
