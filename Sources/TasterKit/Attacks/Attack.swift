/// One way to poison a table on purpose: the red team's half of a detector.
///
/// An attack is a value whose options are stored properties; it is shown a table and says which rows it changes and
/// which it adds. It never writes: the same poison goes into a table in memory (`PoisonedTable`) or into a file
/// (``PoisonRun``). `AttackLaws` in TasterTesting says whether something is an attack.
public protocol Attack: Sendable {
  /// The name users type: lower case with hyphens.
  static var name: String { get }
  /// One line: what it does to the table.
  static var summary: String { get }
  /// A few paragraphs: the formula, what it is good for, what it needs.
  static var explanation: String { get }
  /// Where it was described: authors, year, DOI or arXiv number.
  static var reference: String { get }
  /// The word of ``Glossary`` for attacks of this kind.
  static var kind: String { get }
  /// What can be set.
  static var options: [AttackOption<Self>] { get }
  /// Makes the attack with its default options.
  init()
  /// Chooses rows and what becomes of them.
  ///
  /// - Parameters:
  ///   - victim: The table.
  ///   - count: How many rows to poison, at least 1; exactly so many are, or it throws.
  ///   - dice: All of the attack's chance; the same dice give the same poison.
  /// - Returns: What to change and to add.
  /// - Throws: ``TableError`` where the table has nothing to attack in this way, and what the table throws.
  func poison(_ victim: Victim, count: Int, dice: inout AttackDice) throws -> Poison
}

extension Attack {
  /// The name of an option, what it means, and its present value.
  public var settings: [(name: String, meaning: String, value: String)] {
    Self.options.map { ($0.name, $0.meaning, $0.read(self)) }
  }

  /// Sets an option.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - text: The value as it was typed.
  /// - Throws: ``TableError`` where there is no such option, or none of such a value.
  public mutating func set(_ name: String, to text: String) throws {
    guard let option = Self.options.first(where: { $0.name == name }) else {
      let names = Self.options.map { $0.name }
      let hint = Nearest.hint(name, among: names)
      throw TableError(
        .unknownName,
        "\(Self.name) has no option '\(name)'\(hint.isEmpty ? ";" : hint) it has "
          + (names.isEmpty ? "none" : names.joined(separator: ", ")))
    }
    guard option.write(&self, text) else {
      throw TableError(
        .unknownName, "\(Self.name): '\(name)' takes \(option.accepts), not '\(text)'")
    }
  }
}

/// One thing that can be set about an attack.
public struct AttackOption<A: Attack>: Sendable {
  /// The name users type.
  public let name: String
  /// What it means, in a line.
  public let meaning: String
  /// What it takes, in words.
  public let accepts: String
  /// The present value as a text.
  let read: @Sendable (A) -> String
  /// Takes a value over; false where it makes no sense.
  let write: @Sendable (inout A, String) -> Bool

  /// A number between bounds.
  public static func number(
    _ name: String, _ path: any WritableKeyPath<A, Double> & Sendable,
    in range: ClosedRange<Double>,
    _ meaning: String
  ) -> AttackOption {
    AttackOption(
      name: name, meaning: meaning,
      accepts: "a number from \(Figures.significant(range.lowerBound)) to "
        + Figures.significant(range.upperBound),
      read: { Figures.significant($0[keyPath: path]) },
      write: { attack, text in
        guard let value = Double(text), range.contains(value) else { return false }
        attack[keyPath: path] = value
        return true
      })
  }

  /// A whole number between bounds.
  public static func count(
    _ name: String, _ path: any WritableKeyPath<A, Int> & Sendable, in range: ClosedRange<Int>,
    _ meaning: String
  ) -> AttackOption {
    AttackOption(
      name: name, meaning: meaning,
      accepts: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      read: { "\($0[keyPath: path])" },
      write: { attack, text in
        guard let value = Int(text), range.contains(value) else { return false }
        attack[keyPath: path] = value
        return true
      })
  }

  /// The name of a class, a source or a column; drawn where it is not set.
  public static func name(
    _ name: String, _ path: any WritableKeyPath<A, String?> & Sendable, _ meaning: String
  ) -> AttackOption {
    AttackOption(
      name: name, meaning: meaning, accepts: "a name",
      read: { $0[keyPath: path] ?? "drawn by the seed" },
      write: { attack, text in
        attack[keyPath: path] = text
        return !text.isEmpty
      })
  }

  /// One of a few words.
  public static func choice<Word: CaseIterable & RawRepresentable<String> & SendableMetatype>(
    _ name: String, _ path: any WritableKeyPath<A, Word> & Sendable, _ meaning: String
  ) -> AttackOption {
    AttackOption(
      name: name, meaning: meaning,
      accepts: Word.allCases.map { $0.rawValue }.joined(separator: " or "),
      read: { $0[keyPath: path].rawValue },
      write: { attack, text in
        guard let word = Word(rawValue: text) else { return false }
        attack[keyPath: path] = word
        return true
      })
  }
}

extension Attack {
  /// Poisons a share of a table's rows.
  ///
  /// - Parameters:
  ///   - victim: The table.
  ///   - rate: The share of its rows, above 0 and at most 1; at least one row is poisoned.
  ///   - seed: All of the attack's chance.
  /// - Returns: What to change and to add: `round(rate × rows)` rows.
  /// - Throws: As ``poison(_:count:dice:)``.
  public func poison(_ victim: Victim, rate: Double, seed: UInt64) throws -> Poison {
    var dice = AttackDice(seed: seed, for: Self.name)
    let count = max(1, Int((rate * Double(victim.rowCount)).rounded()))
    return try poison(victim, count: count, dice: &dice)
  }
}
