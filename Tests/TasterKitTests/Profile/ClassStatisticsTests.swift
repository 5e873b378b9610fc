import TasterKit
import TasterTesting
import Testing

@Suite struct `Class statistics` {
  static let rows = 180
  static let classes = 3

  /// Whole numbers, so that sums are exact in any order; a tenth of the cells is missing.
  static func chunk(_ range: Range<Int> = 0..<rows) -> Chunk {
    var generator = SeededGenerator(seed: 9)
    var numeric = (0..<2 * rows).map { _ in Double(Int.random(in: 0..<40, using: &generator)) }
    for k in stride(from: 0, to: numeric.count, by: 10) { numeric[k] = .nan }
    let codes = (0..<rows).map { _ in Int32.random(in: -1..<4, using: &generator) }
    let labels = (0..<rows).map { _ in Int32.random(in: 0..<3, using: &generator) }
    return Chunk(
      firstRow: range.lowerBound, count: range.count,
      numeric: Array(numeric[range]) + Array(numeric[rows...][range.shifted(by: rows)]),
      codes: Array(codes[range]), labels: Array(labels[range]),
      sources: range.map { Int32($0 % 4) })
  }

  static var empty: ClassStatistics {
    ClassStatistics(classes: classes, numeric: 2, categorical: 1, shift: [20, 20])
  }

  static func folded(_ cuts: [Int]) -> ClassStatistics {
    var total = empty
    for (start, stop) in zip([0] + cuts, cuts + [rows]) {
      var part = empty
      part.fold(chunk(start..<stop))
      total.merge(part)
    }
    return total
  }

  static func column(_ j: Int, ofClass c: Int) -> [Double] {
    let chunk = chunk()
    return (0..<rows).filter { Int(chunk.labels[$0]) == c }.map { chunk.numeric[j * rows + $0] }
  }

  static let groupings = [[], [90], [1], [179], [64, 128], Array(1..<rows)]

  @Test(arguments: groupings)
  func `agree with the naive computation, however rows are grouped`(cuts: [Int]) {
    let statistics = Self.folded(cuts)
    for c in 0..<Self.classes {
      for j in 0..<2 {
        let all = Self.column(j, ofClass: c)
        let present = all.filter { !$0.isNaN }.sorted()
        let summary = statistics.summary(ofClass: c, numeric: j)
        #expect(summary.count == present.count)
        #expect(summary.missing == all.count - present.count)
        #expect(summary.minimum == present.first && summary.maximum == present.last)
        let mean = present.reduce(0, +) / Double(present.count)
        let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect((summary.mean - mean).magnitude < 1e-11)
        let deviation = (squares / Double(present.count - 1)).squareRoot()
        #expect((summary.standardDeviation - deviation).magnitude < 1e-11)
        // Under 512 values the histogram is exact.
        #expect(
          summary.quantiles == ClassStatistics.shares.map { quantile(ofSorted: present, $0) })
      }
      #expect(statistics.rows[c] == Self.column(0, ofClass: c).count)
    }
    #expect(statistics.rows.reduce(0, +) == Self.rows)
  }

  @Test(arguments: groupings)
  func `have the covariance of complete pairs, to the last bit in any grouping`(
    cuts: [Int]
  ) throws {
    let statistics = Self.folded(cuts)
    let whole = Self.folded([])
    for c in 0..<Self.classes {
      let pairs = zip(Self.column(0, ofClass: c), Self.column(1, ofClass: c))
        .filter { !$0.isNaN && !$1.isNaN }
      let n = Double(pairs.count)
      let means = (pairs.reduce(0) { $0 + $1.0 } / n, pairs.reduce(0) { $0 + $1.1 } / n)
      let expected = pairs.reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) } / (n - 1)
      let found = try #require(statistics.covariance(ofClass: c, 0, 1))
      #expect((found - expected).magnitude < 1e-10)
      #expect(found == whole.covariance(ofClass: c, 0, 1))
      #expect(found == statistics.covariance(ofClass: c, 1, 0))
    }
  }

  @Test(arguments: groupings)
  func `count levels, missing ones too`(cuts: [Int]) {
    let statistics = Self.folded(cuts)
    let chunk = Self.chunk()
    for c in 0..<Self.classes {
      var expected: [Int32: Int] = [:]
      for i in 0..<Self.rows where Int(chunk.labels[i]) == c {
        expected[chunk.codes[i], default: 0] += 1
      }
      #expect(statistics.counts(ofClass: c, categorical: 0) == expected)
      #expect(expected[-1] != nil)
    }
    #expect(statistics.sourceRows == [45, 45, 45, 45])
  }

  @Test func `merged in order are the same to the last bit, whoever merges them`() {
    let parts = stride(from: 0, to: Self.rows, by: 20).map { start in
      var part = Self.empty
      part.fold(Self.chunk(start..<start + 20))
      return part
    }
    var once = Self.empty
    for part in parts { once.merge(part) }
    var again = Self.empty
    for window in [0..<2, 2..<7, 7..<9] { for part in parts[window] { again.merge(part) } }
    for c in 0..<Self.classes {
      for j in 0..<2 {
        #expect(once.summary(ofClass: c, numeric: j) == again.summary(ofClass: c, numeric: j))
      }
    }
  }

  @Test func `of a class without rows say so`() {
    let summary = Self.empty.summary(ofClass: 0, numeric: 0)
    #expect(summary.count == 0 && summary.mean.isNaN && summary.minimum.isNaN)
    #expect(summary.quantiles.allSatisfy { $0.isNaN })
    #expect(Self.empty.covariance(ofClass: 0, 0, 1) == nil)
  }

  @Test func `leave covariances out where they would not fit`() {
    let wide = ClassStatistics(
      classes: 2, numeric: 3_000, categorical: 0, shift: Array(repeating: 0, count: 3_000))
    #expect(!wide.hasCovariance && wide.covariance(ofClass: 0, 1, 2) == nil)
    #expect(Self.empty.hasCovariance)
  }

  @Test func `know the spread from the middle half, else from the deviation`() {
    func summary(_ values: [Double]) -> ClassStatistics.Summary {
      var statistics = ClassStatistics(classes: 1, numeric: 1, categorical: 0, shift: [0])
      statistics.fold(
        Chunk(
          firstRow: 0, count: values.count, numeric: values, codes: [],
          labels: values.map { _ in 0 }, sources: values.map { _ in 0 }))
      return statistics.summary(ofClass: 0, numeric: 0)
    }
    let even = summary((0...100).map { Double($0) })
    #expect(even.centre == 50)
    #expect((even.spread - 50 / 1.3489795).magnitude < 1e-12)
    let lonely = summary([3, 3, 3, 3, 3, 3, 3, 3, 3, 13])
    #expect(lonely.spread == lonely.standardDeviation)
  }
}

extension Range<Int> {
  /// The range so much further on.
  fileprivate func shifted(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
