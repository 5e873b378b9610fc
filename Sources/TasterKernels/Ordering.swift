/// Values in ascending order.
///
/// - Parameter values: Numbers without NaN; −0 counts as 0.
/// - Returns: As many, ascending.
/// - Complexity: O(*n*) for each byte in which values differ: one to three of eight where they are whole numbers.
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
private let radixPays = 256

/// A whole number that stands to others as the value does to theirs.
private func sortKey(_ x: Double) -> UInt64 {
  guard !x.isNaN else { return .max }
  let bits = (x == 0 ? 0 : x).bitPattern
  // Negative numbers rise as their bits fall; the sign bit sets the others above them.
  return bits >> 63 == 1 ? ~bits : bits | 1 << 63
}

private func value(ofSortKey key: UInt64) -> Double {
  Double(bitPattern: key >> 63 == 1 ? key & (.max >> 1) : ~key)
}

/// Sorts by the bytes of a key, lowest first, and skips those that all keys share; stable.
private func radixSort<Element>(_ elements: inout [Element], key: (Element) -> UInt64) {
  let n = elements.count
  guard let first = elements.first.map(key) else { return }
  var differing: UInt64 = 0
  for element in elements { differing |= key(element) ^ first }
  var other = elements
  for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 255 != 0 {
    var starts = [Int](repeating: 0, count: 257)
    for element in elements { starts[Int(key(element) >> shift & 255) + 1] += 1 }
    for k in 1...256 { starts[k] += starts[k - 1] }
    for i in 0..<n {
      let byte = Int(key(elements[i]) >> shift & 255)
      other[starts[byte]] = elements[i]
      starts[byte] += 1
    }
    swap(&elements, &other)
  }
}
