/// A run of consecutive rows of a table, typed and column by column.
///
/// With *n* rows, column *j* of a block lies at `j * n ..< (j + 1) * n`; blocks hold only features, in the order of
/// ``Schema/numeric`` and ``Schema/categorical``.
public struct Chunk: Sendable {
  /// The number of the first row, counted from 0.
  public var firstRow: Int
  /// How many rows there are: *n*.
  public var count: Int
  /// The numeric features, *n* × d, column-major; NaN where a value is missing.
  public var numeric: [Double]
  /// The codes of the categorical features, *n* × c, column-major; −1 where a value is missing.
  public var codes: [Int32]
  /// The class codes; all 0 in a table without labels.
  public var labels: [Int32]
  /// The source codes; all 0 in a table without a source column.
  public var sources: [Int32]

  /// Makes a chunk.
  public init(
    firstRow: Int, count: Int, numeric: [Double], codes: [Int32], labels: [Int32],
    sources: [Int32]
  ) {
    self.firstRow = firstRow
    self.count = count
    self.numeric = numeric
    self.codes = codes
    self.labels = labels
    self.sources = sources
  }
}

extension Chunk {
  /// Some rows as a chunk of their own, which counts its rows from 0.
  ///
  /// - Parameter rows: Positions, 0 ..< *n*, in any order.
  /// - Returns: The rows in that order.
  /// - Complexity: O(rows × features).
  package func gather(_ rows: [Int]) -> Chunk {
    func columns<T>(_ list: [T]) -> [T] {
      stride(from: 0, to: list.count, by: max(count, 1)).flatMap { first in
        rows.map { list[first + $0] }
      }
    }
    return Chunk(
      firstRow: 0, count: rows.count, numeric: columns(numeric), codes: columns(codes),
      labels: columns(labels), sources: columns(sources))
  }
}
