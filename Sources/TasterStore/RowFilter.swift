import TasterKit

/// Which held rows are meant: conditions that all have to hold.
///
///     class=spam detector=trigger score>0.9 source='eu 7' why~"f7 = 3"
///
/// A condition is a name, an operator and a value, without spaces unless the value is quoted. `=` and `!=` compare texts, or
/// numbers where the name stands for one; `>`, `>=`, `<`, `<=` compare numbers; `~` asks whether a text contains another,
/// whatever the case of ASCII letters. The name of a detector stands for its evidence in nats.
public struct RowFilter: Sendable, Hashable {
  /// How a value is compared.
  enum Comparison: String, CaseIterable, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case different = "!="
    case equal = "="
    case more = ">"
    case less = "<"
    case contains = "~"
  }

  /// What a condition is about.
  enum Subject: Hashable, Sendable {
    case field(RowField)
    /// The evidence of a detector, in nats.
    case evidence(String)
  }

  /// One thing that has to hold.
  struct Condition: Hashable, Sendable {
    let subject: Subject
    let comparison: Comparison
    let value: String
  }

  let conditions: [Condition]

  /// Every held row.
  public static let all = RowFilter(conditions: [])

  init(conditions: [Condition]) { self.conditions = conditions }

  /// Reads conditions.
  ///
  /// - Parameter text: What was typed; nothing means every row.
  /// - Throws: ``TasterKit/TableError`` that says which condition cannot be read, with the nearest names.
  public init(_ text: String) throws {
    var conditions: [Condition] = []
    for word in try Self.words(text) { conditions.append(try Self.condition(word)) }
    self.conditions = conditions
  }

  /// Conditions as they are typed: that fields have values, whatever these are.
  ///
  /// - Parameter values: A value a field.
  /// - Returns: What ``init(_:)`` reads.
  public static func text(_ values: KeyValuePairs<RowField, String>) -> String {
    values.map { field, value in
      // A quote within is quoted by the other kind.
      "\(field.rawValue)=\"" + value.replacing("\"", with: "\"'\"'\"") + "\""
    }.joined(separator: " ")
  }

  /// Whether rows are chosen by what was decided about them.
  var asksForStatus: Bool { conditions.contains { $0.subject == .field(.status) } }

  /// Cuts a text at spaces outside of quotes; the quotes go.
  private static func words(_ text: String) throws -> [(name: String, value: String)] {
    var words: [(name: String, value: String)] = []
    var name = ""
    var value = ""
    var isInValue = false
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { value.append(character) }
      } else if isInValue, character == "'" || character == "\"" {
        quote = character
      } else if character.isWhitespace {
        if !name.isEmpty { words.append((name, value)) }
        (name, value, isInValue) = ("", "", false)
      } else if isInValue, !"=<>!~".contains(character) || !value.isEmpty {
        value.append(character)
      } else {
        name.append(character)
        isInValue = isInValue || "=<>!~".contains(character)
      }
    }
    guard quote == nil else {
      throw TableError(.unknownName, "a quote is not closed in: \(printable(text))")
    }
    if !name.isEmpty { words.append((name, value)) }
    return words
  }

  private static func condition(_ word: (name: String, value: String)) throws -> Condition {
    let (head, value) = word
    guard let comparison = Comparison.allCases.first(where: { head.hasSuffix($0.rawValue) }) else {
      throw TableError(
        .unknownName,
        "'\(printable(head))' is no condition; write name=value, with =, !=, >, >=, <, <= or ~ between"
      )
    }
    let name = String(head.dropLast(comparison.rawValue.count))
    let subject = try Self.subject(name)
    let isNumber = subject.isNumber
    guard !isNumber || comparison != .contains else {
      throw TableError(.unknownName, "'\(name)' is a number; compare it with =, !=, >, >=, < or <=")
    }
    guard isNumber || [.equal, .different, .contains].contains(comparison) else {
      throw TableError(.unknownName, "'\(name)' is a text; compare it with =, != or ~")
    }
    guard !isNumber || Double(value)?.isFinite == true else {
      throw TableError(.unknownName, "'\(name)' is a number; '\(printable(value))' is none")
    }
    if subject == .field(.status), comparison != .contains,
      RowStatus(rawValue: value) == nil
    {
      let all = RowStatus.allCases.map { $0.rawValue }
      throw TableError(
        .unknownName,
        "no row is ever '\(printable(value))'\(Nearest.hint(value, among: all)) A row is "
          + all.joined(separator: ", "))
    }
    return Condition(subject: subject, comparison: comparison, value: value)
  }

  private static func subject(_ name: String) throws -> Subject {
    if let field = RowField(named: name) { return .field(field) }
    let detectors = Catalog.detectors.map { $0.name } + RowField.otherVoices
    if detectors.contains(name) { return .evidence(name) }
    let names = RowField.allCases.map { $0.rawValue } + RowField.aliases.keys.sorted() + detectors
    let hint = Nearest.hint(name, among: names)
    throw TableError(
      .unknownName,
      "held rows have no '\(printable(name))'\(hint.isEmpty ? ";" : hint) There is "
        + RowField.allCases.map { $0.rawValue }.joined(separator: ", ")
        + ", and every detector's evidence by its name")
  }
}

/// What people have said about a held row, all in all.
public enum RowStatus: String, Sendable, Hashable, CaseIterable {
  /// Held, and nobody has decided.
  case undecided
  /// Let go: the row stands in `clean.csv`.
  case released
  /// Held, and somebody has said that it is planted.
  case confirmed
}

/// What can be asked of a held row.
public enum RowField: String, Sendable, Hashable, CaseIterable {
  case row, line, file, id, source
  /// The label that the row carries.
  case label = "class"
  /// The label that it looks like.
  case suggested = "looks"
  case score, p, q
  /// The detector that speaks first for holding it.
  case detector
  /// A detector whose gate holds it.
  case heldBy = "held-by"
  /// What was decided.
  case status
  /// A sentence that says why it is held.
  case why
  case fingerprint

  /// Other names for the same.
  static let aliases: [String: RowField] = [
    "label": .label, "suggested": .suggested, "suggested-label": .suggested, "reason": .why,
    "p-value": .p, "q-value": .q,
  ]

  /// What speaks in a judgement beside the detectors of the catalog.
  static let otherVoices = ["baseline", "surplus", EarlierDecisions.name]

  /// The field of a name, or of one of its other names; `_` is as good as `-`.
  init?(named name: String) {
    let name = name.lowercased().replacing("_", with: "-")
    guard let field = RowField(rawValue: name) ?? Self.aliases[name] else { return nil }
    self = field
  }

  /// Reads the name of a field.
  ///
  /// - Parameter name: What was typed.
  /// - Throws: ``TasterKit/TableError`` with the nearest names where it is none.
  public init(reading name: String) throws {
    guard let field = RowField(named: name) else {
      let names = RowField.allCases.map { $0.rawValue }
      let hint = Nearest.hint(name, among: names + RowField.aliases.keys.sorted())
      throw TableError(
        .unknownName,
        "held rows have no '\(printable(name))'\(hint.isEmpty ? ";" : hint) There is "
          + names.joined(separator: ", "))
    }
    self = field
  }

  /// Whether the largest value is asked for first: of numbers that tell how suspicious a row is.
  public var isLargestFirst: Bool { self == .score }

  /// Whether it is compared as a number.
  var isNumber: Bool { [.row, .line, .score, .p, .q].contains(self) }
}

extension RowFilter.Subject {
  var isNumber: Bool {
    switch self {
    case .field(let field): field.isNumber
    case .evidence: true
    }
  }
}
