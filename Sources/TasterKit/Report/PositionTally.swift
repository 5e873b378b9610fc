/// How many held rows lie where in the data set, in bins of equal width, whose number of rows is not known beforehand.
///
/// At most ``limit`` bins: where a row lies beyond them, bins are joined by twos. Memory is constant, and the result depends
/// on the rows alone, not on their order.
struct PositionTally: Sendable {
  private static let limit = 120

  /// How many rows a bin spans.
  private(set) var width = 1
  /// Held rows of every bin, up to the last that has any.
  private(set) var bins: [Int] = []

  /// Takes a row in.
  ///
  /// - Parameter row: Its number, counted from 1.
  mutating func add(_ row: Int) {
    while (row - 1) / width >= Self.limit {
      bins = stride(from: 0, to: bins.count, by: 2).map { k in
        bins[k] + (k + 1 < bins.count ? bins[k + 1] : 0)
      }
      width *= 2
    }
    let bin = (row - 1) / width
    while bins.count <= bin { bins.append(0) }
    bins[bin] += 1
  }
}
