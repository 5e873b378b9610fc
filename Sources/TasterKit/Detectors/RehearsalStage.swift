import RealModule
import TasterKernels

extension Rehearsal {
  /// The rows that are changed, and the dice that every change is drawn with.
  ///
  /// A throw depends on the seed, the row's place in the sample and what tells a column from others, so neither the order of
  /// rows, nor that of columns, nor their units matter.
  struct Stage {
    /// The sample's numbers in the robust view, *n* × p.
    let z: Numbers
    /// The classes of the sample.
    let labels: [Int]
    /// The positions of the rows that are changed.
    let rows: [Int]
    private let seed: UInt64
    private let columnKeys: [UInt64]
    /// Positions in the order of classes, and where each class lies there.
    private let byClass: [Int]
    private let ranges: [Range<Int>]

    init(_ z: Numbers, labels: [Int], classes: Int, rows: some Sequence<Int>, seed: UInt64) {
      self.z = z
      self.labels = labels
      self.seed = seed
      self.rows = Array(rows)
      columnKeys = (0..<z.columns).map { Self.key(z.column($0)) }
      let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
      byClass = order
      var start = 0
      ranges = (0..<max(classes, 1)).map { c in
        let first = start
        while start < order.count, labels[order[start]] == c { start += 1 }
        return first..<start
      }
    }

    /// What tells a column from others, whatever its unit: where it rises from row to row.
    private static func key(_ column: [Double]) -> UInt64 {
      var key: UInt64 = 0
      for i in 1..<max(min(column.count, 512), 1) {
        key = mix(key ^ (column[i] > column[i - 1] ? 1 : 2))
      }
      return key
    }

    /// A number in 0 ..< 1 for a row and a purpose.
    func uniform(_ row: Int, _ purpose: UInt64) -> Double {
      Self.unit(mix(seed ^ mix(UInt64(row)) &+ purpose))
    }

    /// A standard normal number for a row and a column.
    func normal(_ row: Int, column: Int) -> Double {
      normalQuantile(Self.unit(mix(seed ^ mix(UInt64(row) ^ columnKeys[column]))))
    }

    /// A row of another class; nil where there is none.
    func stranger(to row: Int) -> Int? {
      let own = ranges[labels[row]]
      let others = byClass.count - own.count
      guard others > 0 else { return nil }
      let k = min(Int(uniform(row, 1) * Double(others)), others - 1)
      return byClass[k < own.lowerBound ? k : k + own.count]
    }

    private static func unit(_ hash: UInt64) -> Double {
      (Double(hash >> 11) + 0.5) * 0x1p-53
    }
  }
}
