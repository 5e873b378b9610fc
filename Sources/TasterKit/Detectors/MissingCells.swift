import RealModule
import TasterKernels

/// How unusual it is in a table that a row lacks so many values.
struct MissingCells: Sendable {
  /// How many sampled rows lack as many values or more, for every count.
  private let rows: [Int]

  /// How many values a row has.
  var features: Int { rows.count - 1 }

  /// - Complexity: O(*n* (d + c)).
  init(_ sample: RowSample) {
    var rows = [Int](repeating: 0, count: sample.numeric.columns + sample.codes.count + 1)
    for count in Self.counts(sample) { rows[count] += 1 }
    for count in rows.indices.dropLast().reversed() { rows[count] += rows[count + 1] }
    self.rows = rows
  }

  /// How many values every sampled row lacks.
  static func counts(_ sample: RowSample) -> [Int] {
    (0..<sample.count).map { i in
      sample.numeric.row(i).count { $0.isNaN } + sample.codes.count { $0[i] < 0 }
    }
  }

  /// How many values a row of a chunk lacks.
  static func count(_ row: Int, of chunk: Chunk) -> Int {
    stride(from: row, to: chunk.numeric.count, by: chunk.count).count { chunk.numeric[$0].isNaN }
      + stride(from: row, to: chunk.codes.count, by: chunk.count).count { chunk.codes[$0] < 0 }
  }

  /// The surprise of a count in nats: the share of rows that lack as many values or more is e⁻ˢ; 0 where none is missing.
  func surprise(_ count: Int) -> Double {
    Double.log(Double(max(rows[0], 1)) / Double(max(rows[count], 1)))
  }

  /// The count and its rarity in words.
  func words(_ count: Int) -> String {
    "\(count) of its \(features) values are missing, as many or more in "
      + "\(Figures.percent(rows[count], of: rows[0])) of the rows"
  }
}
