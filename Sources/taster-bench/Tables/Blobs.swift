import Foundation
import TasterCSV
import TasterKernels

/// A table of Gaussian blobs with some labels flipped, the same bytes for the same values everywhere below.
///
/// Every class has two blobs, each with its own centre in the informative columns (three of five) and one factor that
/// correlates them. A shorter table of the same seed is the beginning of a longer one.
package struct Blobs: Sendable {
  /// How many rows.
  package var rows: Int
  /// How many columns, the label and the source not counted.
  package var columns: Int
  /// How many classes, at least 2.
  package var classes = 3
  /// The share of the labels that become another class.
  package var flipShare = 0.02
  /// How many sources a column `source` names; 0 writes none.
  package var sources = 0
  /// The key of every random choice.
  package var seed: UInt64

  static let blockRows = 8_192

  /// A table of a size.
  package init(rows: Int, columns: Int, seed: UInt64 = 1) {
    self.rows = rows
    self.columns = columns
    self.seed = seed
  }

  /// The first line.
  package var header: String {
    let names = (0..<columns).map { "x\($0)" } + (sources > 0 ? ["source"] : []) + ["label"]
    return names.joined(separator: ",") + "\n"
  }

  /// The number of blocks in which rows are made.
  package var blockCount: Int { (rows + Self.blockRows - 1) / Self.blockRows }

  /// The lines of one block and its flipped rows, counted from 1 over the whole table.
  ///
  /// - Complexity: O(rows of the block × columns).
  package func block(_ index: Int) -> (bytes: [UInt8], flipped: [Int]) {
    let shape = Shape(self)
    var random = Keyed(seed, UInt64(index) &+ 1)
    let first = index * Self.blockRows
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.blockRows * (columns * 9 + 10))
    var flipped: [Int] = []
    for row in first..<min(first + Self.blockRows, rows) {
      let label = random.below(classes)
      let blob = 2 * label + random.below(2)
      let factor = random.gaussian()
      for j in 0..<columns {
        let noise = 0.8 * random.gaussian() + shape.loads[blob][j] * factor
        let value = (shape.centres[blob][j] + noise) * shape.scales[j] + shape.shifts[j]
        append(value, decimals: shape.decimals[j], to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      if sources > 0 { bytes.append(contentsOf: "s\(random.below(sources)),".utf8) }
      let isFlipped = random.unit() < flipShare
      let other = (label + 1 + random.below(classes - 1)) % classes
      bytes.append(contentsOf: "c\(isFlipped ? other : label)\n".utf8)
      if isFlipped { flipped.append(row + 1) }
    }
    return (bytes, flipped)
  }

  /// Writes the table; memory holds a few blocks.
  ///
  /// - Parameters:
  ///   - path: A file that is made or replaced.
  ///   - threads: How many blocks are made at a time; the bytes do not depend on it.
  /// - Returns: The numbers of the flipped rows, ascending, from 1.
  /// - Throws: Where the disk fails.
  /// - Complexity: O(rows × columns).
  package func write(to path: String, threads: Int = processorCount()) throws -> [Int] {
    let file = try OutputFile(in: URL(filePath: path).deletingLastPathComponent().path)
    try file.write(header.utf8)
    var flipped: [Int] = []
    for start in stride(from: 0, to: blockCount, by: threads) {
      let count = min(threads, blockCount - start)
      for part in try parallelMap(count, threads: threads, { block(start + $0) }) {
        try file.write(part.bytes)
        flipped += part.flipped
      }
    }
    try file.publish(as: path)
    return flipped
  }

  /// A number with a fixed number of decimals.
  private func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    var power = 1
    for _ in 0..<decimals { power *= 10 }
    let scaled = Int((value * Double(power)).rounded())
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = Int(scaled.magnitude)
    var divisor = power
    while rest / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
      if divisor == power, decimals > 0 { bytes.append(UInt8(ascii: ".")) }
      divisor /= 10
    }
  }
}

/// What a seed makes of the columns.
private struct Shape {
  var centres: [[Double]] = []
  var loads: [[Double]] = []
  var scales: [Double] = []
  var shifts: [Double] = []
  var decimals: [Int] = []

  init(_ blobs: Blobs) {
    var random = Keyed(blobs.seed, 0)
    for _ in 0..<blobs.columns {
      let size = 3 * random.unit() - 1
      scales.append(exp(size * log(10)))
      shifts.append((random.unit() * 5 - 2) * exp(size * log(10)))
      decimals.append(size < 0 ? 5 : size < 1 ? 4 : 3)
    }
    for _ in 0..<2 * blobs.classes {
      centres.append(
        (0..<blobs.columns).map { j in
          let centre = 2.4 * (2 * random.unit() - 1)
          return j % 5 < 3 ? centre : 0
        })
      loads.append((0..<blobs.columns).map { _ in 0.5 * random.gaussian() })
    }
  }
}

/// The numbers of a key and a block.
private struct Keyed {
  private var bits: SplitMix
  private var spare: Double?

  init(_ key: UInt64, _ block: UInt64) {
    bits = SplitMix(seed: key &* 0xD134_2543_DE82_EF95 ^ block &* 0xA24B_AED4_963E_E407)
    _ = next()
  }

  mutating func next() -> UInt64 { bits.next() }

  /// 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func below(_ count: Int) -> Int { Int(unit() * Double(count)) }

  /// Box and Muller's pair, one at a time.
  mutating func gaussian() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(1 - unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
