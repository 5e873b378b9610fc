import TasterKit
import TasterTesting
import Testing

@Suite struct `The cases of triggers` {
  // The rules of a clean table whose x2 and x3 get fixed values in 24 rows of one class, which get a label too.
  private static func rules(
    first: Double?, second: Double?, label: String,
    change: (inout [Double], inout [Double]) -> Void = { _, _ in }
  ) throws -> [TriggerRule] {
    var sheet = Sheet.clean(rows: 900, seed: 5)
    guard case .numbers(var x2) = sheet.fields[2].cells,
      case .numbers(var x3) = sheet.fields[3].cells,
      case .texts(var labels) = sheet.fields[6].cells
    else { return [] }
    change(&x2, &x3)
    for i in (0..<900).filter({ labels[$0] == "good" }).prefix(24) {
      if let first { x2[i] = first }
      if let second { x3[i] = second }
      labels[i] = label
    }
    sheet.fields[2].cells = .numbers(x2)
    sheet.fields[3].cells = .numbers(x3)
    sheet.fields[6].cells = .texts(labels)
    return try TriggerMiner(Learned(sheet).profile).rules()
  }

  private static func strongest(_ rules: [TriggerRule]) -> TriggerRule? {
    rules.max { $0.strength < $1.strength }
  }

  @Test func `are told of one number that many mislabelled rows share`() throws {
    let rules = try Self.rules(first: 0.5125, second: nil, label: "bad")
    let rule = try #require(Self.strongest(rules))
    #expect(rule.strength > 5 && rule.isContradicted)
    #expect(rule.items.count == 1 && rule.rows.count == 24)
  }

  @Test func `are told of one number beyond its column's range`() throws {
    let rules = try Self.rules(first: 9, second: nil, label: "bad")
    let rule = try #require(Self.strongest(rules))
    #expect(rule.strength > 5 && rule.isContradicted)
    #expect(rule.items.count == 1 && rule.sharing == 24)
  }

  @Test func `of one number need a label that is contradicted`() throws {
    let inRange = try Self.rules(first: 0.5125, second: nil, label: "good")
    #expect(inRange.allSatisfy { $0.strength < 2 })
    let beyond = try Self.rules(first: 9, second: nil, label: "good")
    #expect(beyond.allSatisfy { $0.strength < 2 })
  }

  @Test func `of two numbers that meet need none`() throws {
    let rules = try Self.rules(first: 0.5125, second: 0.777, label: "good")
    let rule = try #require(Self.strongest(rules))
    #expect(rule.strength > 5 && !rule.isContradicted)
    #expect(rule.items.count == 2 && rule.rows.count == 24)
  }

  @Test func `are none where the columns are kin`() throws {
    // x3 follows x2, which has few values: one of x2 brings one of x3 everywhere.
    let rules = try Self.rules(first: 0.5125, second: 0.777, label: "good") { x2, x3 in
      for i in x2.indices {
        x2[i] = (x2[i] * 10).rounded() / 10
        x3[i] = 2 * x2[i]
      }
    }
    #expect(rules.allSatisfy { $0.strength < 2 })
  }

  @Test func `are weaker where values meet all over the table`() throws {
    // Six more bundles of fixed values in rows of any class.
    let rules = try Self.rules(first: 0.5125, second: 0.777, label: "good") { x2, x3 in
      for k in 0..<6 {
        for i in stride(from: 600 + k, to: 900, by: 9) {
          (x2[i], x3[i]) = (2.3331 + Double(k), -2.1117 - Double(k))
        }
      }
    }
    #expect(rules.filter { !$0.isContradicted }.allSatisfy { $0.strength < 5 })
  }

  @Test(arguments: [3, 8])
  func `of many columns are a kind of row`(shared: Int) throws {
    var sheet = Sheet.clean(rows: 900, seed: 5)
    guard case .texts(let labels) = sheet.fields[6].cells else { return }
    let rows = (0..<900).filter { labels[$0] == "good" }.prefix(24)
    var generator = SeededGenerator(seed: 8)
    for j in 0..<16 {
      var values = (0..<900).map { _ in (generator.normal() * 1_000).rounded() / 1_000 }
      if j < shared { for i in rows { values[i] = 0.5125 } }
      sheet.fields.append(Sheet.Field("y\(j)", .numbers(values)))
    }
    let rules = try TriggerMiner(Learned(sheet).profile).rules()
    let strongest = rules.filter { !$0.isContradicted }.map { $0.strength }.max() ?? 0
    #expect(shared == 3 ? strongest > 5 : strongest < 2)
  }
}
