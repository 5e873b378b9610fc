/// A JSON value to be written; reading is another matter.
///
/// Objects keep the order in which their members are given, so that a report's bytes are the same from run to run.
public enum JSON: Sendable, Hashable {
  /// One name and value of an object.
  public struct Member: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSON

    /// Makes a member.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  /// A double, written with the fewest digits that read back as the same double; NaN and ±∞ become null.
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A text, or null.
  public init(_ text: String?) { self = text.map { .string($0) } ?? .null }
  /// A whole number, or null.
  public init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }
  /// A number, or null.
  public init(_ number: Double?) { self = number.map { .number($0) } ?? .null }
  /// A list of texts.
  public init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
  /// A list of whole numbers.
  public init(_ numbers: [Int]) { self = .array(numbers.map { .integer($0) }) }
  /// A list of numbers.
  public init(_ numbers: [Double]) { self = .array(numbers.map { .number($0) }) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSON: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self = .integer(value) }
}

extension JSON: ExpressibleByFloatLiteral {
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
