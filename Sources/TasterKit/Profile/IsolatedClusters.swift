import Algorithms
import RealModule
import TasterKernels

/// Rows close together with nothing round them: what copies leave that were shaken too much to be copies.
///
/// In a smooth cloud of dimension D the distances of a row to its neighbours grow evenly: of
///
///     T_m = D m ln(d_{m+1} / d_m)
///
/// each has the exponential distribution with mean 1, whatever the cloud's density. A cluster of m + 1 rows with
/// nothing round it makes T_m large. Tables whose own rows lie in clusters raise the bar for all.
///
/// D comes from the two nearest neighbours (Facco, d'Errico, Rodriguez & Laio 2017, doi:10.1038/s41598-017-11873-y), by the
/// median of ln(d_2 / d_1).
struct IsolatedClusters {
  /// A cluster round a landmark.
  struct Cluster {
    /// The landmark's number.
    let landmark: Int
    /// Positions in the sample, ascending.
    let rows: [Int]
    /// Halfway between its outermost row and the next one.
    let radius: Double
  }

  /// How far round a landmark is looked, in common distances of neighbours.
  private static let reach = 1.3
  /// The least T.
  private static let least = 18.0
  /// And the least in T's of this table's landmarks: their ninth tenth.
  private static let overOthers = 2.5
  /// The fewest rows beside the landmark.
  private static let fewest = 4
  /// A landmark with more rows round it lies in no cluster.
  private static let most = 1_500
  /// A table with more clusters has them by nature.
  private static let mostClusters = 16
  /// What share of a cluster's rows carries its label at least.
  private static let agreement = 0.8
  /// How many rows round a cluster are asked, and how many of them may carry its label.
  private static let asked = 10
  private static let mostAlike = 5
  private static let highestDimension = 30.0

  /// Finds the clusters of a sample.
  ///
  /// - Parameters:
  ///   - distances: The sample's distances to landmarks.
  ///   - z: The sample, *n* × p.
  ///   - labels: The labels of its rows.
  ///   - drawn: The landmarks: positions in the sample.
  ///   - near: The two nearest distances of landmarks.
  ///   - median: The middle one of the first.
  ///   - group: The group of every row that is in one already, −1 for others.
  ///   - threads: Nothing depends on it.
  /// - Returns: Clusters of rows that are in no group, carry one label, and do not lie among rows of that label; the
  ///   most isolated first.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(*n* m).
  static func find(
    _ distances: LandmarkDistances, of z: Numbers, labels: [Int], landmarks drawn: [Int],
    near: [(first: Double, second: Double)], median: Double, besides group: [Int], threads: Int
  ) throws -> [Cluster] {
    guard median > 0 else { return [] }
    let ratio = quantile(
      ofSorted: ascending(near.map { Double.log($0.second / $0.first) }), 0.5)
    let dimension = min(
      Double.log(2) / max(ratio, 1e-9), Double(z.columns), highestDimension)
    let outer = reach * median
    let lists = try distances.neighbours(within: outer, atMost: most, threads: threads)
    let gaps = lists.map { gap($0, outer: outer, floor: 1e-3 * median, dimension: dimension) }
    let common = quantile(ofSorted: ascending(gaps.map { $0.size }), 0.9)
    let bar = max(least, overOthers * common)
    let chosen = gaps.indices.filter { gaps[$0].size > bar }
      .sorted { (gaps[$1].size, $0) < (gaps[$0].size, $1) }
    var taken = group.map { $0 >= 0 }
    var clusters: [Cluster] = []
    for l in chosen {
      let rows = ([drawn[l]] + lists[l].prefix(gaps[l].count).map { $0.row }).filter { !taken[$0] }
      guard rows.count > fewest else { continue }
      for i in rows { taken[i] = true }
      clusters.append(Cluster(landmark: l, rows: rows.sorted(), radius: gaps[l].radius))
    }
    guard clusters.count <= mostClusters else { return [] }
    let free = taken.indices.filter { !taken[$0] }
    return clusters.filter {
      isForeign($0.rows, round: drawn[$0.landmark], in: z, labels: labels, among: free)
    }
  }

  /// Whether the rows carry one label that few of the nearest free rows carry.
  private static func isForeign(
    _ rows: [Int], round landmark: Int, in z: Numbers, labels: [Int], among free: [Int]
  ) -> Bool {
    var counts: [Int: Int] = [:]
    for i in rows { counts[labels[i], default: 0] += 1 }
    guard let label = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      Double(label.value) > agreement * Double(rows.count)
    else { return false }
    let distances = squaredDistances(z, z.gather([landmark]))
    let near = free.min(count: asked) { (distances[$0, 0], $0) < (distances[$1, 0], $1) }
    return near.count { labels[$0] == label.key } <= mostAlike
  }

  /// The widest gap round a landmark: T, how many rows lie inside, and where it is.
  private static func gap(
    _ list: [(row: Int, distance: Double)], outer: Double, floor: Double, dimension: Double
  ) -> (size: Double, count: Int, radius: Double) {
    var best = (size: 0.0, count: 0, radius: 0.0)
    for m in list.indices where m + 1 >= fewest {
      let inner = max(list[m].distance, floor)
      let next = m + 1 < list.count ? max(list[m + 1].distance, floor) : outer
      let size = dimension * Double(m + 1) * Double.log(next / inner)
      if size > best.size { best = (size, m + 1, Double.sqrt(inner * next)) }
    }
    return best
  }
}
