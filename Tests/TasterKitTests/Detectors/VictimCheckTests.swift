import TasterKit
import TasterTesting
import Testing

@Suite struct `The victims of a trigger` {
  /// 24 rows of one class get two fixed values and the other label: any rows, or those with the largest `x2`.
  private static func strength(inCorner: Bool) throws -> Double {
    var sheet = Sheet.clean(rows: 600, seed: 21)
    guard case .numbers(let x2) = sheet.fields[2].cells,
      case .numbers(var x3) = sheet.fields[3].cells,
      case .texts(var colours) = sheet.fields[4].cells,
      case .texts(var labels) = sheet.fields[6].cells
    else { return 0 }
    let good = (0..<600).filter { labels[$0] == "good" }
    let chosen = (inCorner ? good.sorted { x2[$0] > x2[$1] } : good).prefix(24)
    for i in chosen { (x3[i], colours[i], labels[i]) = (0.777, "violet", "bad") }
    sheet.fields[3].cells = .numbers(x3)
    sheet.fields[4].cells = .texts(colours)
    sheet.fields[6].cells = .texts(labels)
    let rules = try TriggerMiner(Learned(sheet).profile).rules()
    return rules.filter { $0.rows.count == 24 }.map { $0.strength }.max() ?? 0
  }

  @Test func `are a draw from another class`() throws {
    #expect(try Self.strength(inCorner: false) > 5)
  }

  @Test func `are nature's where they have a corner of their own in another column`() throws {
    #expect(try Self.strength(inCorner: true) < 2)
  }
}
