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
  /// A field as a number, by `std::from_chars`: no locale, correctly rounded; hexadecimal, inf and nan are texts.
  package func number(_ record: Int, _ field: Int) -> NumberReading {
    unsafe Self.number(pointer(record, field))
  }

  /// A field of several records as numbers.
  ///
  /// - Parameters:
  ///   - field: Which field; every one of the records has it.
  ///   - rows: The records.
  ///   - cells: Where the numbers go.
  ///   - place: Where the first of them goes; the others follow.
  ///   - range: Takes in the numbers.
  ///   - other: Called for a field that is no number of a double's range; says what goes in its place.
  package func readNumbers(
    _ field: Int, of rows: ArraySlice<Int>, into cells: inout [Double], at place: Int,
    range: inout NumberRange, otherwise other: (_ record: Int, _ reading: NumberReading) -> Double
  ) {
    var found = NumberRange()
    unsafe cells[place..<place + rows.count].withUnsafeMutableBufferPointer { cells in
      var k = 0
      for record in rows {
        switch unsafe Self.number(pointer(record, field)) {
        case .number(let x):
          found.add(x)
          unsafe cells[k] = x
        case let reading: unsafe cells[k] = other(record, reading)
        }
        k += 1
      }
    }
    range.merge(found)
  }

  @inline(__always)
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> NumberReading {
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
