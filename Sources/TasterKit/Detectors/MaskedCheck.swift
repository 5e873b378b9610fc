import RealModule
import TasterKernels

/// Whether groups of rows look like rows of other classes when the columns of their values are left out.
///
/// Distances to 500 reference rows over all columns are computed once; a group's own columns are subtracted from them.
struct MaskedCheck: Sendable {
  /// Rows with their squared distances over all columns.
  private struct Known: Sendable {
    let rows: [Int]
    let distances: Numbers
  }

  private let sample: RowSample
  private let views: Numbers
  let columnsOfFeature: [[Int]]
  /// The reference rows: positions in the sample.
  let reference: [Int]
  private let landmarks: Numbers
  /// The first rows of each label that is checked, and of all others.
  private let own: [Int: Known]
  private let rest: [Int: Known]

  private static let referenceRows = 500
  private static let checkedRows = 150

  /// Computes the distances that all groups need.
  ///
  /// - Parameters:
  ///   - profile: What the rows were learned as.
  ///   - groups: The groups that will be checked, each of rows of one label.
  /// - Complexity: O(classes · 500 · 300 p).
  init(_ profile: Profile, groups: [(label: Int, rows: [Int])]) {
    let sample = profile.sample
    let d = sample.numeric.columns
    columnsOfFeature = (0..<d + sample.codes.count).map { f in
      profile.encoder.columns(ofFeature: f < d ? f : f - d, isNumeric: f < d)
    }
    let reference = distinctPrefix(of: sample.featureKeys, count: Self.referenceRows)
    let landmarks = profile.q.gather(reference)
    func known(_ rows: [Int]) -> Known {
      Known(rows: rows, distances: squaredDistances(profile.q.gather(rows), landmarks))
    }
    var (own, rest): ([Int: Known], [Int: Known]) = ([:], [:])
    for (label, list) in Dictionary(grouping: groups, by: { $0.label }) {
      // As many as leave enough whichever group is taken out.
      let needed = list.map { Self.first(of: label, in: sample, besides: Set($0.rows)) }
      own[label] = known(Set(needed.joined()).sorted())
      let others = (0..<sample.count).lazy.filter { sample.labels[$0] != label }
      rest[label] = known(Array(others.prefix(Self.checkedRows)))
    }
    self.sample = sample
    views = profile.q
    self.reference = reference
    self.landmarks = landmarks
    self.own = own
    self.rest = rest
  }

  private static func first(of label: Int, in sample: RowSample, besides group: Set<Int>) -> [Int] {
    let rows = (0..<sample.count).lazy.filter {
      sample.labels[$0] == label && !group.contains($0)
    }
    return Array(rows.prefix(checkedRows))
  }

  /// The log-likelihood ratio that rows look like other classes' rather than like their own.
  ///
  /// - Parameters:
  ///   - rows: One of the groups.
  ///   - label: Its label.
  ///   - columns: The features to leave out.
  /// - Returns: The sum over the rows, each bounded by ±2; nil where there is too little to compare with.
  /// - Complexity: O(500 · rows · p).
  func support(of rows: [Int], label: Int, without columns: Set<Int>) -> Double? {
    let masked = columns.flatMap { columnsOfFeature[$0] }.sorted()
    let group = Set(rows)
    let others = reference.indices.filter { !group.contains(reference[$0]) }
    let k = min(10, max(3, others.count / 20))
    guard others.count > k, masked.count < views.columns, let own = own[label],
      let rest = rest[label]
    else { return nil }
    let kept = own.rows.indices.filter { !group.contains(own.rows[$0]) }.prefix(Self.checkedRows)
    guard kept.count >= 5, rest.rows.count >= 5 else { return nil }
    let hidden = landmarks.select(Array(reference.indices), masked)
    func votes(_ known: Known, _ chosen: some Sequence<Int>) -> [Int] {
      let chosen = Array(chosen)
      let part = squaredDistances(
        views.select(chosen.map { known.rows[$0] }, masked), hidden)
      return chosen.indices.map { i in
        let near = nearest(
          k, to: known.rows[chosen[i]], among: others, from: known.distances.row(chosen[i]),
          less: part.row(i))
        return near.count { sample.labels[reference[$0]] == label }
      }
    }
    let likeOwn = Self.smoothed(votes(own, kept), levels: k + 1)
    let likeRest = Self.smoothed(votes(rest, rest.rows.indices), levels: k + 1)
    let known = Known(rows: rows, distances: squaredDistances(views.gather(rows), landmarks))
    return votes(known, rows.indices).reduce(0) { sum, v in
      sum + min(max(Double.log(likeRest[v] / likeOwn[v]), -2), 2)
    }
  }

  /// The nearest reference rows, without the row itself.
  ///
  /// Distances are rounded to 2⁻³⁰, so that what is equal but for rounding stands in the order of the reference.
  private func nearest(
    _ k: Int, to row: Int, among others: [Int], from all: ArraySlice<Double>,
    less part: ArraySlice<Double>
  ) -> [Int] {
    let (first, second) = (all.startIndex, part.startIndex)
    var distances = [Double](repeating: .infinity, count: k)
    var found = [Int](repeating: 0, count: k)
    for l in others {
      // The sum has no room for bits below 2⁻³⁰.
      let d = (all[first + l] - part[second + l] + 0x1p22) - 0x1p22
      guard d < distances[k - 1], reference[l] != row else { continue }
      var at = k - 1
      while at > 0, distances[at - 1] > d {
        distances[at] = distances[at - 1]
        found[at] = found[at - 1]
        at -= 1
      }
      distances[at] = d
      found[at] = l
    }
    return found
  }

  /// A histogram of votes as probabilities, smoothed by ¼, ½, ¼.
  private static func smoothed(_ votes: [Int], levels: Int) -> [Double] {
    var counts = [Double](repeating: 0.7, count: levels)
    for v in votes { counts[v] += 1 }
    let result = counts.indices.map { i in
      0.25 * counts[max(i - 1, 0)] + 0.5 * counts[i] + 0.25 * counts[min(i + 1, levels - 1)]
    }
    let sum = result.reduce(0, +)
    return result.map { $0 / sum }
  }
}

extension Numbers {
  /// Some rows, some columns.
  fileprivate func select(_ rows: [Int], _ columns: [Int]) -> Numbers {
    var result: [Double] = []
    result.reserveCapacity(rows.count * columns.count)
    for i in rows { for j in columns { result.append(self[i, j]) } }
    return Numbers(rows: rows.count, columns: columns.count, elements: result)
  }
}
