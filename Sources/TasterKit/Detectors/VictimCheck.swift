import RealModule
import TasterKernels

/// Whether the rows of a trigger are a draw from the rows of other classes, apart from its own columns.
///
/// Whoever plants a trigger takes rows of other classes as they come. Rows that share values by nature share more than
/// those: a product line, an age group, a position of a game lies in its own corner of every other column. So the
/// table's own null is a draw of as many rows of another class, or of all others:
///
///     d² = mean over columns of ((mean of the group − mean of the others) / their deviation)² − 1 / g
///
/// is 0 for a draw of g rows, with a standard error of √(2 / columns) / g.
struct VictimCheck: Sendable {
  private let views: Numbers
  private let labels: [Int]
  private let reference: [Int]
  private let columnsOfFeature: [[Int]]
  /// Rows, sums and sums of squares of every column, class by class.
  private let sizes: [Double]
  private let sums: [[Double]]
  private let squares: [[Double]]

  /// A group apart by less is a draw, by this much more is none.
  private static let leastDistance = 0.1
  private static let distanceRange = 0.04
  /// The same in standard errors.
  private static let leastErrors = 8.0
  private static let errorRange = 8.0
  /// A class with fewer rows is compared only together with the others.
  private static let fewestRows = 20
  /// What so many rows of the group share, and half of the others do not, belongs to the trigger.
  private static let shared = 0.7

  /// Folds the moments of every class.
  ///
  /// - Complexity: O(*n* p).
  init(_ profile: Profile, columnsOfFeature: [[Int]], reference: [Int]) {
    let (views, labels) = (profile.q, profile.sample.labels)
    let p = views.columns
    let classes = profile.schema.classes.count
    var sizes = [Double](repeating: 0, count: classes)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: p), count: classes)
    var squares = sums
    for (i, c) in labels.enumerated() {
      sizes[c] += 1
      for (j, z) in views.row(i).enumerated() {
        sums[c][j] += z
        squares[c][j] += z * z
      }
    }
    self.views = views
    self.labels = labels
    self.reference = reference
    self.columnsOfFeature = columnsOfFeature
    self.sizes = sizes
    self.sums = sums
    self.squares = squares
  }

  /// How well rows pass for a draw from another class or from all others: 0 not at all, 1 as well as any draw.
  ///
  /// - Parameters:
  ///   - rows: Positions in the sample.
  ///   - label: Their class.
  ///   - columns: The features of the trigger.
  /// - Returns: 0…1.
  /// - Complexity: O((rows + 500) p + classes · p).
  func share(of rows: [Int], label: Int, without columns: Set<Int>) -> Double {
    let rest = sizes.indices.filter { $0 != label }
    return share(
      of: rows, among: [rest] + rest.filter { sizes[$0] >= Double(Self.fewestRows) }.map { [$0] },
      besides: reference.filter { labels[$0] != label }, without: columns)
  }

  /// The same for a draw from the rows' own class.
  func share(of rows: [Int], amongOwn label: Int, without columns: Set<Int>) -> Double {
    let group = Set(rows)
    return share(
      of: rows, among: [[label]],
      besides: reference.filter { labels[$0] == label && !group.contains($0) }, without: columns)
  }

  private func share(
    of rows: [Int], among sources: [[Int]], besides others: [Int], without columns: Set<Int>
  ) -> Double {
    let masked = Set(columns.flatMap { columnsOfFeature[$0] })
    let kept = (0..<views.columns).filter { j in
      !masked.contains(j) && !isShared(rows, column: j, besides: others)
    }
    let found = sources.compactMap { distance(of: rows, to: $0, columns: kept) }
    guard let (distance, error) = found.min(by: { $0.distance < $1.distance }) else { return 1 }
    func ramp(_ x: Double, _ start: Double, _ range: Double) -> Double {
      min(max((x - start) / range, 0), 1)
    }
    return 1 - ramp(distance - 2 * error, Self.leastDistance, Self.distanceRange)
      * ramp(distance / error, Self.leastErrors, Self.errorRange)
  }

  /// d² of some rows to some classes, and its standard error; nil where no column varies there.
  private func distance(
    of rows: [Int], to classes: [Int], columns: [Int]
  ) -> (distance: Double, error: Double)? {
    let n = classes.reduce(0) { $0 + sizes[$1] }
    let g = Double(rows.count)
    var sum = 0.0
    var count = 0.0
    for j in columns {
      let mean = classes.reduce(0) { $0 + sums[$1][j] } / max(n, 1)
      let variance = classes.reduce(0) { $0 + squares[$1][j] } / max(n, 1) - mean * mean
      guard variance > 1e-9 else { continue }
      let own = rows.reduce(0) { $0 + views[$1, j] } / g
      sum += (own - mean) * (own - mean) / variance - 1 / g
      count += 1
    }
    return count > 0 ? (sum / count, Double.sqrt(2 / count) / g) : nil
  }

  /// Whether most rows have one value that most others have not.
  private func isShared(_ rows: [Int], column j: Int, besides others: [Int]) -> Bool {
    let most = Self.shared * Double(rows.count)
    // The value of more than half is in the middle.
    let middle = ascending(rows.map { views[$0, j] })[rows.count / 2]
    guard Double(rows.count { views[$0, j] == middle }) > most else { return false }
    return 2 * others.count { views[$0, j] == middle } < others.count
  }
}
