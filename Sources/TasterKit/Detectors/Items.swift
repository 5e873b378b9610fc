import RealModule
import TasterKernels

/// Exact values that many rows share: what triggers are made of.
package struct Items: Sendable {
  /// One value of one column.
  package struct Item: Sendable {
    /// The feature: numeric ones first, then categorical ones.
    package let column: Int
    package let value: Value
    /// The sampled rows that hold it.
    package let rows: [Int]
    /// How far its count stands above that of neighbouring values, in nats, 0…10.
    package let spike: Double
    /// Whether it lies beyond the range of all other values of its column.
    package let isApart: Bool
    /// The count that its neighbours would lead one to expect.
    package let expected: Double
  }

  /// A cell's content.
  package enum Value: Sendable, Hashable {
    case number(Double)
    case level(Int32)
    case missing

    init(_ x: Double) { self = x.isNaN ? .missing : .number(x) }
  }

  package let all: [Item]
  package let columnCount: Int

  /// Values that fewer rows share are no items.
  package static func leastCount(_ n: Int) -> Int { max(4, Int(0.005 * Double(n))) }

  /// Finds the items of a sample.
  ///
  /// - Complexity: O(*n* log *n*) a column.
  package init(_ sample: RowSample) {
    let n = sample.count
    let d = sample.numeric.columns
    var all: [Item] = []
    for j in 0..<d {
      let column = sample.numeric.column(j)
      let order = ascendingOrder(column)
      let starts = Self.starts(column, order)
      let counts = starts.indices.dropLast().map { starts[$0 + 1] - starts[$0] }
      let expected = Self.expectedCounts(counts)
      let apart = Self.apart(starts.dropLast().map { column[order[$0]] })
      for (k, run) in counts.enumerated() where Self.isItem(run, of: n) {
        let count = Double(run)
        let spike =
          count > expected[k] ? count * Double.log(count / expected[k]) - (count - expected[k]) : 0
        let rows = Array(order[starts[k]..<starts[k + 1]])
        all.append(
          Item(
            column: j, value: Value(column[rows[0]]), rows: rows, spike: min(spike, Self.mostSpike),
            isApart: apart.contains(k), expected: expected[k]))
      }
    }
    for (j, codes) in sample.codes.enumerated() {
      var rows: [Int32: [Int]] = [:]
      for (i, code) in codes.enumerated() { rows[code, default: []].append(i) }
      // By first place in the sample, whatever the codes are.
      for (code, run) in rows.sorted(by: { $0.value[0] < $1.value[0] })
      where Self.isItem(run.count, of: n) {
        all.append(
          Item(
            column: d + j, value: code < 0 ? .missing : .level(code), rows: run, spike: 0,
            isApart: false, expected: Double(run.count)))
      }
    }
    self.all = all
    columnCount = d + sample.codes.count
  }

  /// What a value says at most by standing out of its column.
  private static let mostSpike = 10.0
  /// A value beyond all others by this share of their range stands apart.
  private static let gap = 0.25
  /// Fewer other values have no range to speak of.
  private static let fewestValues = 2

  /// Which of some ascending values lie beyond the range of all others: the first, the last, both or none.
  private static func apart(_ values: [Double]) -> Set<Int> {
    let last = values.lastIndex { !$0.isNaN } ?? 0
    guard last >= fewestValues else { return [] }
    let isFirst = values[1] - values[0] >= gap * (values[last] - values[1])
    let isLast = values[last] - values[last - 1] >= gap * (values[last - 1] - values[0])
    return Set((isFirst ? [0] : []) + (isLast ? [last] : []))
  }

  private static func isItem(_ count: Int, of n: Int) -> Bool {
    count >= leastCount(n) && Double(count) <= 0.3 * Double(n)
  }

  /// Where the runs of equal values begin in an ascending order, and its end.
  private static func starts(_ column: [Double], _ order: [Int]) -> [Int] {
    var result: [Int] = []
    for (k, i) in order.enumerated() {
      if k > 0 {
        let (before, here) = (column[order[k - 1]], column[i])
        if before == here || before.isNaN && here.isNaN { continue }
      }
      result.append(k)
    }
    return result + [order.count]
  }

  /// The mean count of the ten neighbouring values, at least 1; a value's own where there are under twenty.
  private static func expectedCounts(_ counts: [Int]) -> [Double] {
    guard counts.count >= 20 else { return counts.map { Double($0) } }
    return counts.indices.map { i in
      let start = min(max(i - 5, 0), counts.count - 11)
      let sum = counts[start..<start + 11].reduce(0, +) - counts[i]
      return max(Double(sum) / 10, 1)
    }
  }
}
