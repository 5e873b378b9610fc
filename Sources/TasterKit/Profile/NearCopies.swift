import Algorithms
import RealModule
package import TasterKernels

/// Groups of rows that lie closer together than rows of this table do: copies, with or without jitter.
///
/// Groups form round 800 landmarks, which meet one of 0.5 % of the rows almost surely, round what stands three times, and
/// round rows that have two others as near as copies are. Rows of a group leave the label models together and weigh as one
/// row.
package struct NearCopies: Sendable {
  /// The group of every sampled row, −1 where it is in none.
  package let group: [Int]
  /// The size of every sampled row's group, 1 where it is in none.
  package let size: [Int]
  /// The members of every group: positions in the sample.
  package let members: [[Int]]
  /// The distance below which rows are copies.
  package let radius: Double
  /// The smallest size that makes a group a flood, given the copies that this table has by nature; nil where none is.
  package let floodSize: Int?
  /// The size that nature reaches here.
  package let naturalSize: Double
  /// The groups whose rows lie apart from all others without being copies.
  package let loose: Range<Int>
  /// The rows round which groups were found, and the group of each.
  private let centres: Numbers
  private let radii: [Double]
  private let groupOfCentre: [Int]
  private let groupOfKey: [UInt64: Int]

  private static let landmarks = 800

  /// Finds the groups of a sample.
  ///
  /// - Parameters:
  ///   - z: The clipped view `Zr` of the sample, *n* × p.
  ///   - keys: The keys of the rows' features, *n*.
  ///   - labels: Their labels, *n*; empty where there are none, and then only copies are found.
  ///   - threads: How many blocks of distances are computed at a time; nothing depends on it.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n*² p / 2) in single precision, O(800 *n* p) in double; 64 MB of distances are kept, what is beyond is
  ///   computed twice.
  package init(_ z: Numbers, keys: [UInt64], labels: [Int] = [], threads: Int = 1) throws {
    let n = z.rows
    let drawn = distinctPrefix(of: keys, count: Self.landmarks)
    let others = try NearestLists(z, count: 2, threads: threads)
    let hasTwo = others.count == 2
    let nearest = (hasTwo ? drawn : []).map { i in
      (
        first: Double.sqrt(others.squaredDistances[2 * i]),
        second: Double.sqrt(others.squaredDistances[2 * i + 1])
      )
    }.filter { $0.first > 1e-9 }
    let positive = ascending(nearest.map { $0.first })
    let median = positive.isEmpty ? 0 : quantile(ofSorted: positive, 0.5)
    let floor = 0.03 * Double.sqrt(Double(z.columns))
    let radius = min(0.35 * median, max(0.15 * median, floor))
    self.radius = radius

    var groups = Groups(rows: n)
    let spread = try LandmarkDistances(z, drawn, threads: threads)
    // What was copied exactly was perhaps copied with jitter as well.
    let copied = Self.copied(keys, besides: Set(drawn))
    groups.gather(
      try spread.rows(within: radius, threads: threads)
        + LandmarkDistances(z, copied, threads: threads).rows(within: radius, threads: threads),
      round: drawn + copied)
    let close = (hasTwo ? 0..<n : 0..<0).filter {
      groups.of[$0] < 0 && others.squaredDistances[2 * $0 + 1] <= radius * radius
    }.min(count: Self.landmarks) {
      (others.squaredDistances[2 * $0 + 1], $0) < (others.squaredDistances[2 * $1 + 1], $1)
    }
    groups.gather(
      try LandmarkDistances(z, close, threads: threads).rows(within: radius, threads: threads),
      round: close)
    var (group, members, centreRows) = (groups.of, groups.members, groups.centres)
    var radii = centreRows.map { _ in radius }
    let clusters =
      labels.isEmpty
      ? []
      : try IsolatedClusters.find(
        spread, of: z, labels: labels, landmarks: drawn, near: nearest, median: median,
        besides: group, threads: threads)
    let loose = members.count..<members.count + clusters.count
    for cluster in clusters {
      for i in cluster.rows { group[i] = members.count }
      members.append(cluster.rows)
      centreRows.append(drawn[cluster.landmark])
      radii.append(cluster.radius)
    }
    self.loose = loose
    self.radii = radii
    centres = z.gather(centreRows)
    groupOfCentre = Array(members.indices)
    // Exact copies round which nothing was looked for.
    var byKey: [UInt64: [Int]] = [:]
    for i in 0..<n where group[i] < 0 { byKey[keys[i], default: []].append(i) }
    var groupOfKey: [UInt64: Int] = [:]
    for i in 0..<n where group[i] < 0 {
      guard let copies = byKey[keys[i]], copies.count >= 3 else { continue }
      for k in copies { group[k] = members.count }
      groupOfKey[keys[i]] = members.count
      members.append(copies)
    }
    self.groupOfKey = groupOfKey
    self.group = group
    self.members = members
    let all = members
    size = group.map { $0 < 0 ? 1 : all[$0].count }
    let sizes = members.indices.filter { !loose.contains($0) }.map { members[$0].count }
    (floodSize, naturalSize) = Self.floods(sizes, of: n)
  }

  /// A row of every content that stands three times or more, the commonest first, at most as many as landmarks.
  private static func copied(_ keys: [UInt64], besides known: Set<Int>) -> [Int] {
    var rows: [UInt64: (first: Int, count: Int)] = [:]
    for (i, key) in keys.enumerated() { rows[key, default: (i, 0)].count += 1 }
    return rows.values.filter { $0.count >= 3 && !known.contains($0.first) }
      .sorted { ($1.count, $0.first) < ($0.count, $1.first) }
      .prefix(landmarks).map { $0.first }
  }

  /// The group of rows that were not learned from, −1 for none.
  ///
  /// - Parameters:
  ///   - z: The clipped view of the rows, *n* × p.
  ///   - keys: The keys of the rows' features.
  /// - Returns: *n* positions in ``members``, or −1.
  /// - Complexity: O(*n* groups p).
  package func groups(of z: Numbers, keys: [UInt64]) -> [Int] {
    var result = keys.map { groupOfKey[$0] ?? -1 }
    guard centres.rows > 0 else { return result }
    let distances = squaredDistances(z, centres)
    for i in 0..<z.rows {
      for g in 0..<centres.rows where distances[i, g] <= radii[g] * radii[g] {
        result[i] = groupOfCentre[g]
        break
      }
    }
    return result
  }

  /// Which groups outgrow nature.
  ///
  /// Up to eight groups are none of nature's. Of more, natural sizes fall at most as one over their rank: the largest
  /// groups are floods where one of them has more than 1.5 k / r times the rows of the k-th, r its own rank, and all smaller
  /// groups together are at most 4 % of the rows. Where copies are commoner than that, nature makes large groups too.
  private static func floods(_ sizes: [Int], of rows: Int) -> (size: Int?, natural: Double) {
    guard sizes.count > mostRare else { return (4, 3.5) }
    let descending = sizes.sorted(by: >)
    var least: Int?
    for k in ranks where k <= descending.count {
      let bound = 1.5 * Double(k * descending[k - 1])
      let outgrown = (1..<k).last { Double($0 * descending[$0 - 1]) > bound }
      if let outgrown { least = min(least ?? .max, descending[outgrown - 1]) }
    }
    let smaller = descending.filter { $0 < least ?? 0 }.reduce(0, +)
    if Double(smaller) > mostNatural * Double(rows) { least = nil }
    return (least, max(3.5, 1.5 * Double(descending[mostRare])))
  }

  private static let mostRare = 8
  /// The ranks whose groups are taken for nature's.
  private static let ranks = [9, 17, 33]
  /// The share of rows in smaller groups up to which a size is evidence.
  private static let mostNatural = 0.04
}

/// Groups that form round rows, the largest first.
private struct Groups {
  /// The group of every row, −1 for none.
  private(set) var of: [Int]
  private(set) var members: [[Int]] = []
  /// The row round which each formed.
  private(set) var centres: [Int] = []

  init(rows: Int) { of = Array(repeating: -1, count: rows) }

  /// Makes groups of at least three rows that are in none.
  ///
  /// - Parameters:
  ///   - near: The rows near each of some rows, itself among them.
  ///   - rows: Those rows.
  mutating func gather(_ near: [[Int]], round rows: [Int]) {
    for l in rows.indices.sorted(by: { (near[$1].count, $0) < (near[$0].count, $1) }) {
      guard near[l].count >= 3 else { break }
      let free = near[l].filter { of[$0] < 0 }
      guard free.count >= 3 else { continue }
      for i in free { of[i] = members.count }
      members.append(free)
      centres.append(rows[l])
    }
  }
}

/// How many rows a block of distances holds: 1,024 × 800 numbers are 6.5 MB.
let blockRows = 1_024

/// The first positions whose keys have not stood before, at most `count`.
///
/// - Parameters:
///   - keys: One key a row.
///   - count: How many at most.
/// - Returns: Positions in `keys`, ascending.
/// - Complexity: O(keys).
package func distinctPrefix(of keys: [UInt64], count: Int) -> [Int] {
  var seen: Set<UInt64> = []
  var result: [Int] = []
  for (i, key) in keys.enumerated() where result.count < count {
    if seen.insert(key).inserted { result.append(i) }
  }
  return result
}
