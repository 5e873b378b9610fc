/// Values in ascending order.
///
/// - Parameter values: Numbers without NaN; −0 counts as 0.
/// - Returns: As many, ascending.
/// - Complexity: O(*n*) where few values agree in their thirty highest bits, O(*n* log *n*) at most.
package func ascending(_ values: [Double]) -> [Double] {
  guard values.count > radixPays else { return values.sorted() }
  var keys = values.map { sortKey($0) }
  radixSort(&keys) { $0 }
  return keys.map { value(ofSortKey: $0) }
}

/// The positions of values in ascending order, equal ones in the order of their positions, NaN last.
///
/// - Parameter values: Numbers; −0 counts as 0, and every NaN as one.
/// - Returns: The positions 0 ..< `values.count`.
/// - Complexity: As ``ascending(_:)``.
package func ascendingOrder(_ values: [Double]) -> [Int] {
  var entries = values.indices.map { Entry(key: sortKey(values[$0]), position: $0) }
  if values.count > radixPays {
    radixSort(&entries) { $0.key }
  } else {
    entries.sort { ($0.key, $0.position) < ($1.key, $1.position) }
  }
  return entries.map { $0.position }
}

/// A value and where it stood.
private struct Entry {
  var key: UInt64
  var position: Int
}

/// Shorter lists are sorted by comparison: the tables of counts cost more.
private let radixPays = 128

/// A whole number that stands to others as the value does to theirs; −0 is 0, NaN the largest.
package func sortKey(_ x: Double) -> UInt64 {
  guard !x.isNaN else { return .max }
  let bits = (x == 0 ? 0 : x).bitPattern
  // Negative numbers rise as their bits fall; the sign bit sets the others above them.
  return bits >> 63 == 1 ? ~bits : bits | 1 << 63
}

private func value(ofSortKey key: UInt64) -> Double {
  Double(bitPattern: key >> 63 == 1 ? key & (.max >> 1) : ~key)
}

/// Sorts by a key, stable: by its thirty highest bits in which keys differ, then each run of keys that are equal so far.
private func radixSort<Element: BitwiseCopyable>(
  _ elements: inout [Element], key: (Element) -> UInt64
) {
  guard let first = elements.first.map(key) else { return }
  var differing: UInt64 = 0
  for element in elements { differing |= key(element) ^ first }
  guard differing != 0 else { return }
  let top = 64 - differing.leadingZeroBitCount
  let low = max(differing.trailingZeroBitCount, top - 3 * digitBits)
  for shift in stride(from: low, to: top, by: digitBits) {
    sort(&elements) { Int(truncatingIfNeeded: key($0) &>> UInt64(shift) & digitMask) }
  }
  guard differing.trailingZeroBitCount < low else { return }
  var start = 0
  while start < elements.count {
    let high = key(elements[start]) &>> UInt64(low)
    var end = start + 1
    while end < elements.count, key(elements[end]) &>> UInt64(low) == high { end += 1 }
    // Runs are short and the library's sort keeps the order of equal elements.
    if end - start > 1 { elements[start..<end].sort { key($0) < key($1) } }
    start = end
  }
}

private let digitBits = 10
private let digitMask = UInt64(1) << UInt64(digitBits) - 1

/// Sorts by one digit of a key, stable.
@inline(__always)
private func sort<Element: BitwiseCopyable>(_ elements: inout [Element], digit: (Element) -> Int) {
  let n = elements.count
  let unsorted = elements
  unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << digitBits) { starts in
    unsafe starts.initialize(repeating: 0)
    unsafe unsorted.withUnsafeBufferPointer { from in
      unsafe elements.withUnsafeMutableBufferPointer { to in
        for i in 0..<n { unsafe starts[digit(from[i])] &+= 1 }
        var sum = 0
        for k in starts.indices {
          let count = unsafe starts[k]
          unsafe starts[k] = sum
          sum &+= count
        }
        for i in 0..<n {
          let k = unsafe digit(from[i])
          unsafe to[starts[k]] = unsafe from[i]
          unsafe starts[k] &+= 1
        }
      }
    }
  }
}
