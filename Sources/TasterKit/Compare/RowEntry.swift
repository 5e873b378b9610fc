import TasterCSV

/// What is kept of a row to find it again in the other snapshot.
struct RowEntry: SortedRecord, Hashable {
  /// What a row goes by: its key, or its features where there is none.
  var key: ContentHash
  /// Everything else in it but the label.
  var rest: ContentHash
  /// The row's number, from 1.
  var row: Int
  /// Its first byte.
  var offset: Int
  /// How many bytes, the line end included.
  var length: UInt32
  /// The class.
  var label: Int32

  /// The content without the place, as a number to compare by.
  @inline(__always)
  func isSame(as other: RowEntry) -> Bool {
    rest == other.rest && label == other.label
  }

  /// Whether the rest and the label come before those of another entry of the same key.
  @inline(__always)
  func precedes(_ other: RowEntry) -> Bool {
    rest == other.rest ? label < other.label : rest < other.rest
  }

  @inline(__always)
  static func < (a: RowEntry, b: RowEntry) -> Bool {
    if a.key != b.key { return a.key < b.key }
    if a.rest != b.rest { return a.rest < b.rest }
    return a.label == b.label ? a.row < b.row : a.label < b.label
  }

  /// Sorts by the keys' first bits into buckets of a few records, then within these.
  ///
  /// Fingerprints are spread evenly; where many are equal, a bucket is sorted like any list.
  static func sort(_ records: inout [RowEntry]) {
    let n = records.count
    guard n > 64 else { return records.sort() }
    var bits: UInt64 = 0
    while 4 << bits < n, bits < 20 { bits += 1 }
    let shift = 64 - bits
    guard bits > 0 else { return records.sort() }
    var starts = [Int](repeating: 0, count: 1 << Int(bits) + 1)
    for record in records { starts[Int(record.key.high >> shift) + 1] += 1 }
    for k in 1..<starts.count { starts[k] += starts[k - 1] }
    var sorted = records
    var next = starts
    for record in records {
      let bucket = Int(record.key.high >> shift)
      sorted[next[bucket]] = record
      next[bucket] += 1
    }
    for k in 0..<starts.count - 1 {
      let (first, stop) = (starts[k], starts[k + 1])
      if stop - first > 16 {
        sorted[first..<stop].sort()
      } else if stop - first > 1 {
        for i in first + 1..<stop {
          let record = sorted[i]
          var j = i
          while j > first, record < sorted[j - 1] {
            sorted[j] = sorted[j - 1]
            j -= 1
          }
          sorted[j] = record
        }
      }
    }
    records = sorted
  }
}
