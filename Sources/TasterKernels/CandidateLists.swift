/// The best candidates of every row so far, by distance in single precision, then by position.
///
/// The order is a total one, so what a list holds in the end does not depend on the order in which it was offered them.
struct CandidateLists: Sendable {
  let rows: Int
  /// How many candidates a row has room for.
  let room: Int
  /// A row's candidates, ascending: the bits of the distance, which rise with it, above the position.
  private var keys: [UInt64]
  /// What a distance has to lie below to be looked at: just above the last of a row's list.
  private var bounds: [Float]

  /// No candidate yet: beyond all distances.
  private static let none = UInt64(Float.infinity.bitPattern) << 32 | UInt64(UInt32.max)

  init(rows: Int, room: Int) {
    self.rows = rows
    self.room = room
    keys = Array(repeating: Self.none, count: rows * room)
    bounds = Array(repeating: .infinity, count: rows)
  }

  /// The positions of a row's candidates, nearest first; fewer than there is room for where fewer were offered.
  func candidates(_ row: Int) -> [Int] {
    keys[row * room..<(row + 1) * room].prefix { $0 < Self.none }
      .map { Int(UInt32(truncatingIfNeeded: $0)) }
  }

  /// Takes what is better in other lists of the same rows.
  mutating func merge(_ other: CandidateLists) {
    precondition(rows == other.rows && room == other.room, "only lists of the same rows are merged")
    let (rows, room) = (rows, room)
    unsafe withHandle { handle in
      for row in 0..<rows {
        for k in row * room..<(row + 1) * room { unsafe handle.insert(other.keys[k], row) }
      }
    }
  }

  /// Takes a block of distances between rows of one matrix.
  ///
  /// - Parameters:
  ///   - block: The rows of the block.
  ///   - others: Its columns.
  ///   - values: Row-major distances. Only those right of the diagonal count, and each serves both rows.
  mutating func offerPairs(_ block: Range<Int>, _ others: Range<Int>, _ values: [Float]) {
    precondition(
      block.count * others.count <= values.count && max(block.upperBound, others.upperBound) <= rows
    )
    unsafe withHandle { handle in
      unsafe values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        for i in block {
          let line = unsafe start + (i - block.lowerBound) * others.count
          unsafe handle.scan(line, of: i, others, from: max(i + 1, others.lowerBound))
        }
      }
    }
  }

  private mutating func withHandle(_ body: (Handle) -> Void) {
    let room = room
    unsafe keys.withUnsafeMutableBufferPointer { keys in
      unsafe bounds.withUnsafeMutableBufferPointer { bounds in
        guard let k = keys.baseAddress, let b = bounds.baseAddress else { return }
        unsafe body(Handle(room: room, keys: k, bounds: b))
      }
    }
  }
}

/// The lists in place.
@unsafe private struct Handle {
  let room: Int
  let keys: UnsafeMutablePointer<UInt64>
  let bounds: UnsafeMutablePointer<Float>

  private static let lanes = 16

  /// Offers the distances of row i to the columns from one on, to both.
  func scan(_ line: UnsafePointer<Float>, of i: Int, _ others: Range<Int>, from first: Int) {
    var j = first
    while unsafe j + Self.lanes <= others.upperBound {
      let values = unsafe line + (j - others.lowerBound)
      let near = unsafe below(values, bounds + j, bounds[i])
      unsafe take(near.row, of: values) { k, key in unsafe insert(key | UInt64(j + k), i) }
      unsafe take(near.columns, of: values) { k, key in unsafe insert(key | UInt64(i), j + k) }
      unsafe j += Self.lanes
    }
    while j < others.upperBound {
      let key = unsafe key(line[j - others.lowerBound])
      unsafe insert(key | UInt64(j), i)
      unsafe insert(key | UInt64(i), j)
      j += 1
    }
  }

  @inline(__always)
  private func take(
    _ lanes: UInt32, of values: UnsafePointer<Float>, _ body: (Int, UInt64) -> Void
  ) {
    var rest = lanes
    while rest != 0 {
      let k = rest.trailingZeroBitCount
      unsafe body(k, key(values[k]))
      rest &= rest &- 1
    }
  }

  /// The upper half of a candidate's key; rounding may leave a distance below 0.
  @inline(__always)
  private func key(_ distance: Float) -> UInt64 {
    UInt64((distance > 0 ? distance : 0).bitPattern) << 32
  }

  /// Which of the next distances lie below the bound of the row, and which below that of their column: a bit each.
  @inline(__always)
  private func below(
    _ line: UnsafePointer<Float>, _ columns: UnsafePointer<Float>, _ row: Float
  ) -> (row: UInt32, columns: UInt32) {
    let d = unsafe UnsafeRawPointer(line).loadUnaligned(as: SIMD16<Float>.self)
    let c = unsafe UnsafeRawPointer(columns).loadUnaligned(as: SIMD16<Float>.self)
    // What lies below leaves its sign in the difference.
    let inRow = unsafe unsafeBitCast(d - SIMD16(repeating: row), to: SIMD16<UInt32>.self)
    let inColumns = unsafe unsafeBitCast(d - c, to: SIMD16<UInt32>.self)
    let signs = inRow | inColumns
    let half = signs.lowHalf | signs.highHalf
    let words = unsafe unsafeBitCast(half.lowHalf | half.highHalf, to: SIMD2<UInt64>.self)
    guard (words.x | words.y) & 0x8000_0000_8000_0000 != 0 else { return (0, 0) }
    let places = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    return (
      ((inRow &>> 31) &<< places).wrappedSum(), ((inColumns &>> 31) &<< places).wrappedSum()
    )
  }

  /// Puts a candidate at its place, and the last one out; nothing happens where it stands behind that one.
  @inline(__always)
  func insert(_ key: UInt64, _ row: Int) {
    let list = unsafe keys + row * room
    var k = unsafe room - 1
    guard unsafe key < list[k] else { return }
    // Without a branch on what is in the list.
    while k > 0 {
      let before = unsafe list[k - 1]
      unsafe list[k] = key < before ? before : min(key, list[k])
      k -= 1
    }
    unsafe list[0] = min(key, list[0])
    let last = unsafe UInt32(truncatingIfNeeded: list[room - 1] >> 32)
    // One that is as far as the last may stand before it.
    unsafe bounds[row] = Float(bitPattern: min(last + 1, Float.infinity.bitPattern))
  }
}
