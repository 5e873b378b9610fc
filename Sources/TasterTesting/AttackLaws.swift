public import TasterKit
public import Testing

/// What every attack must obey, as tests that anyone can run over their own.
///
///     @Test(arguments: AttackLaws.Law.allCases)
///     func `mine is an attack`(law: AttackLaws.Law) throws {
///       try AttackLaws(MyAttack.self).verify(law)
///     }
///
/// The laws run on a small table with numbers, categories, missing values and sources that follows from a fixed seed.
/// They say nothing about how much harm an attack does.
public struct AttackLaws: Sendable {
  /// One law.
  public enum Law: String, Sendable, Hashable, CaseIterable, CustomTestStringConvertible {
    /// The same seed gives the same poison, another seed another.
    case repeatable = "the seed decides"
    /// As many rows are poisoned as the rate says, each once.
    case rated = "the rate is respected"
    /// The rows that differ between the clean and the poisoned table are those of the truth.
    case truthful = "the truth is exact"
    /// All other rows stand as they stood, in their order.
    case untouched = "other rows stay as they are"
    /// Planted fields are features with values that a column can hold, written as they are read back.
    case wellFormed = "planted fields are written like their column"
    /// Rows that are reserved are left alone.
    case reserved = "reserved rows are left alone"
    /// A table with nothing to attack, or too few rows, is refused in words.
    case refusing = "an unsuited table is refused in words"
    /// It has a name, a summary, a reference and a kind that the glossary knows.
    case described = "it says what it is and where it comes from"

    /// The law as a sentence.
    public var testDescription: String { rawValue }
  }

  /// The rates that are tried.
  public static let rates = [0.004, 0.05, 0.2]

  /// The attack on trial.
  public let attack: any Attack

  /// The laws for one attack with its default options.
  public init(_ attack: any Attack.Type) { self.attack = attack.init() }

  /// The laws for one attack.
  public init(_ attack: any Attack) { self.attack = attack }

  /// Checks every law.
  ///
  /// - Parameter location: Where a failure is reported.
  /// - Throws: What the attack cannot do.
  public func verifyAll(at location: SourceLocation = #_sourceLocation) throws {
    for law in Law.allCases { try verify(law, at: location) }
  }

  /// Checks one law; what breaks it is recorded as an issue.
  ///
  /// - Parameters:
  ///   - law: Which one.
  ///   - location: Where a failure is reported.
  /// - Throws: What the attack cannot do.
  public func verify(_ law: Law, at location: SourceLocation = #_sourceLocation) throws {
    for breach in try breaches(of: law) {
      Issue.record("\(name): \(law.rawValue), but \(breach)", sourceLocation: location)
    }
  }

  /// What breaks a law, one sentence each; empty where it is obeyed.
  ///
  /// - Parameter law: Which one.
  /// - Returns: The breaches.
  /// - Throws: What the attack cannot do.
  public func breaches(of law: Law) throws -> [String] {
    switch law {
    case .repeatable: try repeatBreaches()
    case .rated: try rateBreaches()
    case .truthful: try Self.rates.flatMap { try differences(rate: $0).truth }
    case .untouched: try Self.rates.flatMap { try differences(rate: $0).others }
    case .wellFormed: try formBreaches()
    case .reserved: try reserveBreaches()
    case .refusing: refusalBreaches()
    case .described: descriptionBreaches()
    }
  }

  private var name: String { type(of: attack).name }
}

extension AttackLaws {
  private static let victim = Result { try Victim(Sheet.attacked(rows: 250).table()) }

  private func repeatBreaches() throws -> [String] {
    let victim = try Self.victim.get()
    let first = try attack.poison(victim, rate: 0.05, seed: 1)
    var breaches: [String] = []
    if try attack.poison(victim, rate: 0.05, seed: 1) != first {
      breaches.append("the same seed gives other poison")
    }
    if try attack.poison(victim, rate: 0.05, seed: 2) == first {
      breaches.append("another seed gives the same poison")
    }
    return breaches
  }

  private func rateBreaches() throws -> [String] {
    let victim = try Self.victim.get()
    return try Self.rates.flatMap { rate -> [String] in
      let poison = try attack.poison(victim, rate: rate, seed: 3)
      let wanted = max(1, Int((rate * Double(victim.rowCount)).rounded()))
      var breaches: [String] = []
      if poison.rows.count != wanted {
        breaches.append("\(poison.rows.count) rows are poisoned where \(wanted) are asked for")
      }
      let changed = poison.rows.filter { !$0.isAdded }.map { $0.template }
      if Set(changed).count != changed.count { breaches.append("a row is poisoned twice") }
      return breaches
    }
  }

  /// Compares the clean and the poisoned table cell by cell, by what they hold alone.
  private func differences(rate: Double) throws -> (truth: [String], others: [String]) {
    let victim = try Self.victim.get()
    let poison = try attack.poison(victim, rate: rate, seed: 4)
    let clean = try Self.lines(victim.table)
    let table = try PoisonedTable(victim, poison)
    let found = try Self.lines(table)
    guard found.count == clean.count + poison.addedCount, table.rowCount == found.count else {
      return (["the table has \(found.count) rows"], [])
    }
    let truth = Set(poison.truth)
    guard truth.count == poison.rows.count, truth.allSatisfy({ found.indices.contains($0 - 1) })
    else { return (["the truth names \(truth.count) rows"], []) }
    let isAdding = poison.addedCount > 0
    var (wrong, moved): ([String], [String]) = ([], [])
    var next = 0
    for (k, line) in found.enumerated() {
      let isPlanted = truth.contains(k + 1)
      if isPlanted, isAdding { continue }
      if isPlanted, line == clean[next] { wrong.append("row \(k + 1) is as it was") }
      if !isPlanted, line != clean[next] { moved.append("row \(k + 1) is another") }
      next += 1
    }
    if next != clean.count { moved.append("\(clean.count - next) rows are gone") }
    return (wrong, moved)
  }

  /// Every row of a table as one text.
  private static func lines(_ table: any RowTable) throws -> [String] {
    try (0..<table.chunkCount).flatMap { c -> [String] in
      let chunk = try table.chunk(c)
      return (0..<chunk.count).map { i in
        let numbers = table.schema.numeric.indices.map { chunk.numeric[$0 * chunk.count + i] }
        let codes = table.schema.categorical.indices.map { chunk.codes[$0 * chunk.count + i] }
        return "\(numbers) \(codes) \(chunk.labels[i]) \(chunk.sources[i])"
      }
    }
  }

  private func formBreaches() throws -> [String] {
    let victim = try Self.victim.get()
    let columns = victim.schema.columns
    let poison = try attack.poison(victim, rate: 0.2, seed: 5)
    var breaches: [String] = []
    for row in poison.rows {
      if !victim.schema.classes.indices.contains(Int(row.label)) {
        breaches.append("there is no class \(row.label)")
      }
      if let place = row.place, !(0..<victim.rowCount).contains(place) {
        breaches.append("a row is added in front of row \(place)")
      }
      if Set(row.cells.map(\.column)).count != row.cells.count {
        breaches.append("a row has a column twice")
      }
      for cell in row.cells {
        guard columns[cell.column].role == .feature else {
          breaches.append("'\(columns[cell.column].name)' is no feature")
          continue
        }
        switch cell.value {
        case .number(let x):
          if columns[cell.column].kind != .numeric || !x.isFinite || Double(cell.text) != x {
            breaches.append("'\(cell.text)' is not the number \(x)")
          } else if cell.text.contains("e") || cell.text.split(separator: ".").last?.count ?? 0 > 3
          {
            // The columns of the table show whole numbers or at most three decimals.
            if cell.text.contains("e") || cell.text.contains(".") {
              breaches.append("'\(cell.text)' is written as its column writes no number")
            }
          }
        case .level(let code):
          let levels = columns[cell.column].levels
          if !levels.indices.contains(Int(code)) || levels[Int(code)] != cell.text {
            breaches.append("'\(cell.text)' is no level of '\(columns[cell.column].name)'")
          }
        }
      }
    }
    return breaches
  }

  private func reserveBreaches() throws -> [String] {
    var victim = try Self.victim.get()
    victim.reserved = Set(stride(from: 0, to: victim.rowCount, by: 3))
    let poison = try attack.poison(victim, rate: 0.05, seed: 6)
    let taken = poison.rows.filter { victim.reserved.contains($0.template) }
    return taken.isEmpty ? [] : ["\(taken.count) reserved rows are used"]
  }

  private func refusalBreaches() -> [String] {
    let sheet = Sheet.attacked(rows: 60)
    var unlabelled = sheet
    unlabelled.fields[7].role = .ignored
    let tables = [
      ("one row", sheet.rows([3])), ("no features", sheet.rows(Array(0..<40)).emptied()),
      ("no labels", unlabelled),
    ]
    return tables.flatMap { what, table -> [String] in
      do {
        let victim = try Victim(table.table())
        let poison = try attack.poison(victim, rate: 0.9, seed: 7)
        let wanted = max(1, Int((0.9 * Double(victim.rowCount)).rounded()))
        return poison.rows.count == wanted ? [] : ["\(what): \(poison.rows.count) rows"]
      } catch let error as TableError {
        return error.code == .unsuited ? [] : ["\(what): \(error)"]
      } catch {
        return ["\(what): \(error)"]
      }
    }
  }

  private func descriptionBreaches() -> [String] {
    let type = type(of: attack)
    var breaches: [String] = []
    if !type.name.allSatisfy({ $0.isLowercase || $0 == "-" }) || type.name.isEmpty {
      breaches.append("its name is not typed easily")
    }
    if type.summary.isEmpty || type.summary.contains("\n") { breaches.append("it has no summary") }
    if type.explanation.count < 2 * type.summary.count { breaches.append("it explains nothing") }
    if !type.reference.contains("doi:10."), !type.reference.contains("arXiv:") {
      breaches.append("its reference has neither DOI nor arXiv number")
    }
    if !Glossary.attacks.contains(where: { $0.name == type.kind }) {
      breaches.append("the glossary does not know '\(type.kind)'")
    }
    return breaches
  }
}
