private import CNumbers

/// What a field says when it is read as a number.
package enum NumberReading: Sendable, Hashable {
  case number(Double)
  /// A number beyond the range of a double: ±∞ or ±0, as its size demands.
  case overflow(Double)
  case notANumber
}

/// How many numbers there were, and between which they lie.
package struct NumberRange: Sendable, Hashable {
  package var count = 0
  package var smallest = Double.infinity
  package var largest = -Double.infinity

  /// No numbers.
  package init() {}

  /// Takes in a number.
  package mutating func add(_ x: Double) {
    count += 1
    smallest = min(smallest, x)
    largest = max(largest, x)
  }

  /// Takes in what another range has.
  package mutating func merge(_ other: NumberRange) {
    count += other.count
    smallest = min(smallest, other.smallest)
    largest = max(largest, other.largest)
  }
}

extension RecordBatch {
  /// A field as a number, as `std::from_chars` has it: no locale, correctly rounded; hexadecimal, inf and nan are texts.
  package func number(_ record: Int, _ field: Int) -> NumberReading {
    unsafe Self.number(pointer(record, field))
  }

  /// A column of some rows as numbers.
  ///
  /// - Parameters:
  ///   - column: Which field.
  ///   - rows: The rows.
  ///   - range: Which of them.
  ///   - cells: Where the numbers go: NaN for what is none, ±∞ or ±0 for a number beyond the range of a double.
  ///   - place: Where the first of them goes; the others follow.
  ///   - codes: Numbers that may mean something else.
  ///   - found: Takes in the numbers of a double's range that are none of the codes.
  ///   - others: Its first places get the rows of the range, counted from its first, that hold anything else.
  /// - Returns: How many of these there are.
  package func readNumbers(
    _ column: Int, of rows: Rows, _ range: Range<Int>, into cells: inout [Double], at place: Int,
    besides codes: [Double] = [], range found: inout NumberRange, others: inout [UInt32]
  ) -> Int {
    check(rows, column)
    let count = range.count
    if others.count < count { others = Array(repeating: 0, count: count) }
    var ends = (found.smallest, found.largest)
    let left = unsafe rows.firstFields[range].withUnsafeBufferPointer { fields in
      unsafe cells[place..<place + count].withUnsafeMutableBufferPointer { cells in
        unsafe withUnsafeMutableBytes(of: &ends) { ends in
          unsafe taster_numbers(
            UnsafeRawPointer(staging.pointee.bytes).assumingMemoryBound(to: CChar.self),
            staging.pointee.bounds, fields.baseAddress, column, count, codes, codes.count,
            cells.baseAddress, ends.baseAddress?.assumingMemoryBound(to: Double.self), &others)
        }
      }
    }
    (found.smallest, found.largest) = ends
    found.count += count - left
    return left
  }

  /// Bytes in a batch as a number; up to eight more may be read behind them.
  @inline(__always)
  static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> NumberReading {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return .notANumber }
    var value = 0.0
    let answer = unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      unsafe taster_number($0, bytes.count, &value)
    }
    switch answer {
    case 0: return .number(value)
    case 2: return .overflow(value)
    default: return .notANumber
    }
  }
}
