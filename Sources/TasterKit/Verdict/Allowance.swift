/// How many rows a policy lets be held.
public enum Allowance: Sendable, Hashable {
  /// So many rows.
  case rows(Int)
  /// This share of the rows, 0…1.
  case share(Double)

  /// Reads `12` or `0.5%`.
  ///
  /// - Parameter text: What was typed.
  public init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let value = Double(text.dropLast()), (0...100).contains(value) else { return nil }
      self = .share(value / 100)
    } else {
      guard let value = Int(text), value >= 0 else { return nil }
      self = .rows(value)
    }
  }

  /// How many rows of a table that is.
  public func rows(of count: Int) -> Int {
    switch self {
    case .rows(let n): n
    case .share(let share): Int((share * Double(count)).rounded(.down))
    }
  }

  /// The text that reads back as the same allowance: `12` or `0.5%`.
  public var text: String {
    switch self {
    case .rows(let n): "\(n)"
    case .share(let share):
      // The product may be off by its last bit; what is read back must not be.
      [share * 100, (share * 100).nextUp, (share * 100).nextDown].filter { $0 / 100 == share }
        .map { "\($0)%" }.min { $0.count < $1.count } ?? "\(share * 100)%"
    }
  }
}
