/// Where fields lie: their bytes one after the other, the bounds between them, and how many there were at the end of each
/// row.
///
/// libcsv writes a field straight behind the last one; taking it in is to note its end. Room for both is made before.
@safe struct Staging {
  /// How many rows' ends are noted between two calls of ``keep()``.
  static let rowCapacity = 256

  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 1 << 16
  private(set) var byteCount = 0
  /// A field begins at the bound of its number and ends at the next one.
  private(set) var bounds: UnsafeMutablePointer<Int>
  private var boundCapacity = 1 << 12
  private(set) var fieldCount = 0
  /// How many of the fields belong to records that are complete.
  private(set) var keptFields = 0
  private var rowEnds: UnsafeMutablePointer<Int>
  /// Rows that have ended since fields were last kept.
  private(set) var rows = 0

  /// What can be read and written behind the last byte, whatever stands there.
  private static let slack = PlainLines.slack

  init() {
    unsafe bytes = .allocate(capacity: byteCapacity + Self.slack)
    unsafe bounds = .allocate(capacity: boundCapacity)
    unsafe bounds.initialize(to: 0)
    unsafe rowEnds = .allocate(capacity: Self.rowCapacity)
  }

  func free() {
    unsafe bytes.deallocate()
    unsafe bounds.deallocate()
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
    byteCount = unsafe bounds[keptFields]
    fieldCount = keptFields
    rows = 0
  }

  /// The place behind the last field, with room for some bytes and as many fields; the bytes of an unfinished field that
  /// lie there stay.
  @inline(__always)
  mutating func room(for count: Int, behind open: Int) -> UnsafeMutableBufferPointer<UInt8> {
    if byteCapacity - byteCount < open + count { growBytes(open, count) }
    if boundCapacity - fieldCount <= count { growBounds(count) }
    return unsafe UnsafeMutableBufferPointer(
      start: bytes + byteCount, count: byteCapacity - byteCount)
  }

  /// Takes in a field of `count` bytes that lie behind the last one, for which there was room.
  @inline(__always)
  mutating func endField(_ count: Int) {
    byteCount &+= count
    fieldCount &+= 1
    unsafe bounds[fieldCount] = byteCount
  }

  /// Takes in the fields up to a bound, all noted already.
  mutating func take(upTo bound: UnsafeMutablePointer<Int>) {
    fieldCount = unsafe bound - bounds
    byteCount = unsafe bound.pointee
    precondition(
      byteCount <= byteCapacity && fieldCount < boundCapacity,
      "fields lie where there was room for them")
  }

  /// Takes in the fields of some lines, each of them a row, that are written behind the last field.
  ///
  /// - Parameters:
  ///   - count: How many bytes and fields there are at most.
  ///   - most: How many rows at most.
  ///   - write: Gets the bytes, the bounds, the number of the first field, where the rows' ends go, and how many there may
  ///     be; says how many there are.
  /// - Returns: How many.
  mutating func takeLines(
    bytes count: Int, most: Int,
    _ write: (
      UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<Int>, Int, UnsafeMutablePointer<Int>, Int
    ) -> Int
  ) -> Int {
    _ = unsafe room(for: count + 1, behind: 0)
    let found = unsafe write(bytes, bounds, fieldCount, rowEnds, min(most, Self.rowCapacity))
    guard found > 0 else { return 0 }
    rows = found
    unsafe take(upTo: bounds + rowEnds[found - 1])
    return found
  }

  /// Notes that a row ends at a bound.
  @inline(__always)
  mutating func endRow(at bound: UnsafeMutablePointer<Int>) {
    if rows < Self.rowCapacity { unsafe rowEnds[rows] = bound - bounds }
    rows &+= 1
  }

  /// How many fields there were at the end of one of the last ``rows``.
  func fieldCount(atRow row: Int) -> Int {
    precondition(row < min(rows, Self.rowCapacity), "only rows that have ended have an end")
    return unsafe rowEnds[row]
  }

  /// Shortens the fields that are not kept, each in its place; `change` says how many bytes it has then.
  mutating func rewrite(_ change: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    var start = unsafe bounds[keptFields]
    var place = start
    for i in keptFields..<fieldCount {
      let end = unsafe bounds[i + 1]
      let count = unsafe change(
        UnsafeMutableBufferPointer(start: bytes + start, count: end - start))
      unsafe (bytes + place).update(from: bytes + start, count: count)
      start = end
      place += count
      unsafe bounds[i + 1] = place
    }
    byteCount = place
  }

  func field(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = unsafe bounds[index]
    return unsafe UnsafeBufferPointer(start: bytes + start, count: bounds[index + 1] - start)
  }

  @inline(never)
  private mutating func growBytes(_ open: Int, _ count: Int) {
    byteCapacity = max(2 * byteCapacity, byteCount + open + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity + Self.slack)
    unsafe larger.update(from: bytes, count: byteCount + open)
    unsafe bytes.deallocate()
    unsafe bytes = larger
  }

  @inline(never)
  private mutating func growBounds(_ count: Int) {
    boundCapacity = max(2 * boundCapacity, fieldCount + count + 1)
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: boundCapacity)
    unsafe larger.update(from: bounds, count: fieldCount + 1)
    unsafe bounds.deallocate()
    unsafe bounds = larger
  }
}
