import RealModule
import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `The value histogram` {
  /// Lists that cells of leading bits find hard, each in its own way.
  enum Law: String, CaseIterable {
    case normal, logNormal, farFromZero, atoms, fewValues, signs, powers

    func values(_ count: Int, seed: UInt64) -> [Double] {
      var generator = SeededGenerator(seed: seed)
      return (0..<count).map { i in
        let x = generator.normal()
        return switch self {
        case .normal: x
        case .logNormal: x.exponential
        case .farFromZero: 1e6 + x
        case .atoms: i % 3 == 0 ? -999 : x
        case .fewValues: (4 * x).rounded()
        case .signs: i % 2 == 0 ? -0.0 : -x.magnitude
        case .powers: (30 * x).exponential
        }
      }
    }
  }

  private static func histogram(_ values: [Double], capacity: Int = 512) -> ValueHistogram {
    var histogram = ValueHistogram(capacity: capacity)
    histogram.add(values)
    return histogram
  }

  /// The naive answer: the finest cells that are few enough, found by trying.
  private static func naive(_ values: [Double], capacity: Int) -> (shift: Int, counts: [Int]) {
    for shift in 0...64 {
      var counts: [UInt64: Int] = [:]
      for x in values { counts[sortKey(x) >> shift, default: 0] += 1 }
      if counts.count <= capacity {
        return (shift, counts.sorted { $0.key < $1.key }.map { $0.value })
      }
    }
    return (64, [])
  }

  @Test(arguments: Law.allCases, [2, 16, 64])
  func `has the finest cells that are few enough`(law: Law, capacity: Int) {
    let values = law.values(700, seed: 3)
    let found = Self.histogram(values, capacity: capacity)
    let expected = Self.naive(values, capacity: capacity)
    #expect(found.shift == expected.shift)
    #expect(found.cells.map { $0.count } == expected.counts)
    #expect(found.count == values.count)
  }

  @Test(arguments: Law.allCases, [1, 7, 50, 700])
  func `of parts in any order is that of the whole`(law: Law, parts: Int) {
    let values = law.values(6_000, seed: 5)
    let whole = Self.histogram(values, capacity: 64)
    let pieces = (0..<parts).map { k in
      Self.histogram(
        values.indices.filter { $0 % parts == k }.map { values[$0] }, capacity: 64 + k % 3)
    }
    for order in [pieces, pieces.reversed()] {
      var merged = ValueHistogram(capacity: 64)
      for piece in order { merged.merge(piece) }
      #expect(merged == whole)
    }
  }

  @Test(arguments: Law.allCases, [1, 2, 511])
  func `is exact while its cells suffice`(law: Law, count: Int) {
    let values = law.values(count, seed: 1)
    let shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]
    let found = Self.histogram(values).quantiles(shares)
    #expect(found == shares.map { quantile(ofSorted: values.sorted(), $0) })
  }

  @Test(arguments: [Law.normal, .logNormal, .farFromZero], 1...5)
  func `keeps its rank error`(law: Law, seed: Int) {
    let values = law.values(50_000, seed: UInt64(seed))
    let sorted = values.sorted()
    let shares = (1..<200).map { Double($0) / 200 }
    for (share, x) in zip(shares, Self.histogram(values).quantiles(shares)) {
      let rank = Double(lowerBound(sorted, x)) / Double(sorted.count)
      #expect((rank - share).magnitude < 0.002, "\(law) \(share)")
    }
  }

  @Test(arguments: Law.allCases)
  func `answers in order and within the ends`(law: Law) {
    let values = law.values(5_000, seed: 2)
    let found = Self.histogram(values, capacity: 20).quantiles((0...100).map { Double($0) / 100 })
    #expect(found == found.sorted())
    #expect(found.first == values.min() && found.last == values.max())
  }

  @Test func `lines up with another by the wider cells`() {
    let (a, b) = (Law.normal.values(3_000, seed: 8), Law.logNormal.values(2_000, seed: 9))
    let (first, second) = (Self.histogram(a, capacity: 30), Self.histogram(b, capacity: 60))
    let both = first.aligned(with: second)
    #expect(both.reduce(0) { $0 + $1.own } == 3_000 && both.reduce(0) { $0 + $1.other } == 2_000)
    #expect(both.map { $0.middle } == both.map { $0.middle }.sorted())
    let shift = max(first.shift, second.shift)
    var expected: [UInt64: (Int, Int)] = [:]
    for x in a { expected[sortKey(x) >> shift, default: (0, 0)].0 += 1 }
    for x in b { expected[sortKey(x) >> shift, default: (0, 0)].1 += 1 }
    for (cell, pair) in zip(both, expected.sorted { $0.key < $1.key }) {
      #expect(cell.own == pair.value.0 && cell.other == pair.value.1)
    }
    #expect(both.count == expected.count)
  }

  @Test func `takes the largest numbers`() {
    let most = Double.greatestFiniteMagnitude
    let found = Self.histogram([most, -most, most, -most, most, 0], capacity: 2)
    #expect(found.quantiles([0, 1]) == [-most, most])
    #expect(found.quantiles([0.1, 0.5, 0.9]).allSatisfy { $0.isFinite })
  }

  @Test func `is not read from cells that are in no order`() {
    typealias Cell = ValueHistogram.Cell
    func read(_ cells: [Cell], shift: Int = 0, capacity: Int = 4) -> ValueHistogram? {
      ValueHistogram(capacity: capacity, shift: shift, cells: cells)
    }
    let (one, two) = (Cell(low: 1, high: 1, count: 1), Cell(low: 2, high: 2, count: 3))
    #expect(read([one, two])?.count == 4)
    #expect(read([two, one]) == nil && read([one, one]) == nil)
    #expect(read([one, two], capacity: 1) == nil && read([one], shift: 65) == nil)
    #expect(read([Cell(low: 1, high: 2, count: 2)]) == nil)
    #expect(read([Cell(low: 1, high: 1, count: 0)]) == nil)
    #expect(read([Cell(low: 1.5, high: 1.25, count: 2)], shift: 60) == nil)
    #expect(read([Cell(low: 1.25, high: 1.5, count: 2)], shift: 60)?.quantiles([1]) == [1.5])
  }

  @Test func `of nothing answers NaN`() {
    #expect(ValueHistogram().quantiles([0.5]).allSatisfy { $0.isNaN })
    var empty = ValueHistogram()
    empty.merge(ValueHistogram())
    empty.add([])
    #expect(empty.count == 0)
  }

  @Test func `wants room for two cells`() async {
    await #expect(processExitsWith: .failure) { _ = ValueHistogram(capacity: 1) }
  }
}

extension Double {
  fileprivate var exponential: Double { .exp(self) }
}
