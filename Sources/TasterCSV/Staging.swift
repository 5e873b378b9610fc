/// Where fields lie: their bytes one after the other, where each ends, and how many there were at the end of each row.
///
/// libcsv writes a field straight behind the last one; taking it in is to note its end.
@safe struct Staging {
  /// How many rows' ends are noted between two calls of ``keep()``.
  static let rowCapacity = 256

  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 1 << 16
  private(set) var byteCount = 0
  private var ends: UnsafeMutablePointer<Int>
  private var endCapacity = 1 << 12
  private(set) var fieldCount = 0
  /// How many of the fields belong to records that are complete.
  private(set) var keptFields = 0
  private var rowEnds: UnsafeMutablePointer<Int>
  /// Rows that have ended since fields were last kept.
  private(set) var rows = 0

  init() {
    unsafe bytes = .allocate(capacity: byteCapacity)
    unsafe ends = .allocate(capacity: endCapacity)
    unsafe rowEnds = .allocate(capacity: Self.rowCapacity)
  }

  func free() {
    unsafe bytes.deallocate()
    unsafe ends.deallocate()
    unsafe rowEnds.deallocate()
  }

  mutating func clear() {
    byteCount = 0
    fieldCount = 0
    keep()
  }

  /// Keeps all fields, whatever comes behind them.
  mutating func keep() {
    keptFields = fieldCount
    rows = 0
  }

  /// Forgets what was taken in since there were so many fields, bytes and rows.
  mutating func cut(fields: Int, bytes: Int, rows: Int) {
    fieldCount = fields
    byteCount = bytes
    self.rows = rows
  }

  /// Forgets the fields that are not kept.
  mutating func rewind() {
    byteCount = unsafe keptFields == 0 ? 0 : ends[keptFields - 1]
    fieldCount = keptFields
    rows = 0
  }

  /// The place behind the last field, with room for some bytes; those of an unfinished field that lie there stay.
  @inline(__always)
  mutating func room(for count: Int, behind open: Int) -> UnsafeMutableBufferPointer<UInt8> {
    if byteCapacity - byteCount < open + count { growBytes(open, count) }
    return unsafe UnsafeMutableBufferPointer(
      start: bytes + byteCount, count: byteCapacity - byteCount)
  }

  /// Takes in a field of `count` bytes that lie behind the last one.
  @inline(__always)
  mutating func endField(_ count: Int) {
    byteCount &+= count
    unsafe ends[fieldCount] = byteCount
    fieldCount &+= 1
    if fieldCount == endCapacity { growEnds() }
  }

  @inline(__always)
  mutating func endRow() {
    if rows < Self.rowCapacity { unsafe rowEnds[rows] = fieldCount }
    rows &+= 1
  }

  /// How many fields there were at the end of one of the last ``rows``.
  func fieldCount(atRow row: Int) -> Int {
    precondition(row < min(rows, Self.rowCapacity), "only rows that have ended have an end")
    return unsafe rowEnds[row]
  }

  /// Shortens the fields that are not kept, each in its place; `change` says how many bytes it has then.
  mutating func rewrite(_ change: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    var start = unsafe keptFields == 0 ? 0 : ends[keptFields - 1]
    var place = start
    for i in keptFields..<fieldCount {
      let end = unsafe ends[i]
      let count = unsafe change(
        UnsafeMutableBufferPointer(start: bytes + start, count: end - start))
      unsafe (bytes + place).update(from: bytes + start, count: count)
      start = end
      place += count
      unsafe ends[i] = place
    }
    byteCount = place
  }

  func field(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = unsafe index == 0 ? 0 : ends[index - 1]
    return unsafe UnsafeBufferPointer(start: bytes + start, count: ends[index] - start)
  }

  @inline(never)
  private mutating func growBytes(_ open: Int, _ count: Int) {
    byteCapacity = max(2 * byteCapacity, byteCount + open + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
    unsafe larger.update(from: bytes, count: byteCount + open)
    unsafe bytes.deallocate()
    unsafe bytes = larger
  }

  @inline(never)
  private mutating func growEnds() {
    endCapacity *= 2
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: endCapacity)
    unsafe larger.update(from: ends, count: fieldCount)
    unsafe ends.deallocate()
    unsafe ends = larger
  }
}
