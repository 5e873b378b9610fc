import TasterKernels

/// How the numbers of a stream are distributed, in bounded memory; histograms of parts merge into that of the whole.
///
/// Cells share the leading bits of their numbers, so they are narrow where numbers are small and wide where they are
/// large. A histogram has as many of these bits as leave it with no more cells than its capacity. That follows from the set
/// of numbers alone: the order in which they came, and the parts in which they were counted, change nothing.
///
/// Up to its capacity of distinct numbers all answers are exact. Above it the shares of whole cells are exact, and the numbers
/// of a cell are taken to lie evenly between its least and its greatest. With 512 cells the ranks of a normal or a log-normal law
/// are off by less than 0.2 %. Numbers over very many powers of two widen all cells: in the worst case one
/// cell holds most of the numbers.
///
/// - SeeAlso: Masson, Rim & Lee 2019, doi:10.14778/3352063.3352135 (cells by powers that merge without loss)
public struct ValueHistogram: Sendable, Hashable {
  /// Numbers that share their leading bits.
  struct Cell: Sendable, Hashable {
    /// The least of them.
    var low: Double
    /// The greatest.
    var high: Double
    /// How many there are, at least 1.
    var count: Int
  }

  /// The largest number of cells.
  public let capacity: Int
  /// How many bits of a number its cell leaves out, 0…64.
  private(set) var shift = 0
  /// In ascending order, none empty.
  private(set) var cells: [Cell] = []

  /// An empty histogram.
  ///
  /// - Parameter capacity: The largest number of cells, at least 2.
  public init(capacity: Int = 512) {
    precondition(capacity >= 2, "a histogram needs a cell below 0 and one above")
    self.capacity = capacity
  }

  /// A histogram that was filled before.
  ///
  /// - Returns: nil where the cells are more than there may be, or not such as the shift makes.
  init?(capacity: Int, shift: Int, cells: [Cell]) {
    guard capacity >= 2, cells.count <= capacity, (0...64).contains(shift) else { return nil }
    var last: UInt64?
    for cell in cells {
      let key = sortKey(cell.low) >> shift
      guard cell.count > 0, cell.low <= cell.high, key == sortKey(cell.high) >> shift,
        last.map({ $0 < key }) ?? true
      else { return nil }
      last = key
    }
    (self.capacity, self.shift, self.cells) = (capacity, shift, cells)
  }

  /// How many numbers were seen.
  public var count: Int { cells.reduce(0) { $0 + $1.count } }

  /// Takes in numbers, of which none is NaN.
  ///
  /// - Complexity: O(*n* + capacity), and the time to sort *n* numbers.
  public mutating func add(_ numbers: [Double]) {
    guard !numbers.isEmpty else { return }
    var found: [Cell] = []
    for x in ascending(numbers) {
      let cell = Cell(low: x, high: x, count: 1)
      if let last = found.last, isOne(last, cell) {
        found[found.count - 1].high = x
        found[found.count - 1].count += 1
      } else {
        found.append(cell)
      }
    }
    join(found)
  }

  /// Takes in everything another histogram saw; the smaller capacity of the two counts.
  ///
  /// - Complexity: O(capacity).
  public mutating func merge(_ other: ValueHistogram) {
    var (mine, theirs) = (self, other)
    if other.capacity < capacity { mine = ValueHistogram(capacity: other.capacity, of: self) }
    let coarser = max(mine.shift, other.shift)
    mine.coarsen(to: coarser)
    theirs.coarsen(to: coarser)
    mine.join(theirs.cells)
    self = mine
  }

  /// The quantiles at given shares.
  ///
  /// - Parameter shares: Each 0…1.
  /// - Returns: One value a share, linear between neighbouring numbers; NaN for an empty histogram.
  /// - Complexity: O(capacity) a share.
  public func quantiles(_ shares: [Double]) -> [Double] {
    let total = count
    guard total > 0 else { return shares.map { _ in .nan } }
    return shares.map { share in
      let position = min(max(share, 0), 1) * Double(total - 1)
      let rank = Int(position)
      let (a, b) = (number(at: rank), number(at: min(rank + 1, total - 1)))
      let part = position - Double(rank)
      return part == 0 || a == b ? a : a + part * (b - a)
    }
  }

  /// The number of a rank, counted from 0.
  private func number(at rank: Int) -> Double {
    var below = 0
    for cell in cells {
      if rank < below + cell.count {
        guard rank > below else { return cell.low }
        let part = Double(rank - below) / Double(cell.count - 1)
        let width = cell.high - cell.low
        let x = width.isFinite ? cell.low + part * width : cell.low * (1 - part) + cell.high * part
        return min(max(x, cell.low), cell.high)
      }
      below += cell.count
    }
    return cells.last?.high ?? .nan
  }

  /// The cells of two histograms where both have the wider ones of the two.
  ///
  /// - Returns: In ascending order, the middle of the numbers of a cell and how many of them each histogram has.
  func aligned(with other: ValueHistogram) -> [(middle: Double, own: Int, other: Int)] {
    var (mine, theirs) = (self, other)
    mine.coarsen(to: other.shift)
    theirs.coarsen(to: shift)
    var found: [(cell: Cell, own: Int)] = []
    for (cell, isOwn) in Self.inOrder(mine.cells, theirs.cells) {
      if let last = found.last?.cell, mine.isOne(last, cell) {
        found[found.count - 1].cell.high = max(last.high, cell.high)
        found[found.count - 1].cell.count += cell.count
        found[found.count - 1].own += isOwn ? cell.count : 0
      } else {
        found.append((cell, isOwn ? cell.count : 0))
      }
    }
    return found.map { cell, own in
      let middle = cell.low == cell.high ? cell.low : cell.low / 2 + cell.high / 2
      return (middle, own, cell.count - own)
    }
  }

  // MARK: Cells

  /// The same numbers in fewer cells.
  private init(capacity: Int, of other: ValueHistogram) {
    (self.capacity, shift, cells) = (capacity, other.shift, other.cells)
    fit()
  }

  /// Puts together what lies in one cell at a larger shift.
  mutating func coarsen(to larger: Int) {
    guard larger > shift else { return }
    shift = larger
    let finer = cells
    cells = []
    for cell in finer { append(cell) }
  }

  /// Takes in cells of the same shift.
  private mutating func join(_ other: [Cell]) {
    let own = cells
    cells = []
    cells.reserveCapacity(own.count + other.count)
    for (cell, _) in Self.inOrder(own, other) { append(cell) }
    fit()
  }

  /// Two ascending lists as one, with whether a cell is of the first.
  private static func inOrder(_ a: [Cell], _ b: [Cell]) -> [(Cell, Bool)] {
    var merged: [(Cell, Bool)] = []
    merged.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if j == b.count || (i < a.count && a[i].low <= b[j].low) {
        merged.append((a[i], true))
        i += 1
      } else {
        merged.append((b[j], false))
        j += 1
      }
    }
    return merged
  }

  /// Whether numbers lie in one cell.
  private func isOne(_ a: Cell, _ b: Cell) -> Bool {
    sortKey(a.low) >> shift == sortKey(b.low) >> shift
  }

  /// Adds a cell of which the least number is none of the least so far.
  private mutating func append(_ cell: Cell) {
    if let last = cells.last, isOne(last, cell) {
      cells[cells.count - 1].high = max(last.high, cell.high)
      cells[cells.count - 1].count += cell.count
    } else {
      cells.append(cell)
    }
  }

  /// The least shift at which there are not too many cells.
  private mutating func fit() {
    guard cells.count > capacity else { return }
    // At a shift of s two neighbours are one where they differ in the s last bits alone.
    var apart = [Int](repeating: 0, count: 65)
    for (a, b) in zip(cells, cells.dropFirst()) {
      apart[64 - (sortKey(a.low) ^ sortKey(b.low)).leadingZeroBitCount] += 1
    }
    var (kept, least) = (1, 64)
    while least > shift, kept + apart[least] <= capacity {
      kept += apart[least]
      least -= 1
    }
    coarsen(to: least)
  }
}
