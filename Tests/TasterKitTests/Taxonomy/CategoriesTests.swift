import TasterKit
import Testing

@Suite struct `The table of categories` {
  /// Codes, names and parents as the standard has them.
  private static let standard: [(code: String, name: String, parent: String?)] = [
    ("S0100", "Software Vulnerability", nil),
    ("S0200", "Supply Chain Compromise", nil),
    ("S0201", "Model Compromise", "S0200"),
    ("S0202", "Software compromise", "S0200"),
    ("S0300", "Over-permissive API", nil),
    ("S0301", "Information Leak", "S0300"),
    ("S0302", "Excessive Queries", "S0300"),
    ("S0400", "Model Bypass", nil),
    ("S0401", "Bad Features", "S0400"),
    ("S0402", "Insufficient Training Data", "S0400"),
    ("S0403", "Adversarial Example", "S0400"),
    ("S0500", "Exfiltration", nil),
    ("S0501", "Model inversion", "S0500"),
    ("S0502", "Model theft", "S0500"),
    ("S0600", "Data poisoning", nil),
    ("S0601", "Ingest Poisoning", "S0600"),
  ]

  @Test func `is the standard's, whole and in order`() {
    #expect(Taxonomy.all.map { $0.code } == Self.standard.map { $0.code })
    #expect(Taxonomy.all.map { $0.name } == Self.standard.map { $0.name })
    #expect(Taxonomy.all.map { $0.parent } == Self.standard.map { $0.parent })
  }

  @Test func `maps to the techniques that the standard names`() {
    let mapped = Taxonomy.all.filter { $0.technique != nil }.map {
      "\($0.code) \($0.technique ?? "")"
    }
    #expect(
      mapped == [
        "S0200 AML.T0010", "S0400 AML.T0015", "S0500 AML.T0024", "S0600 AML.T0020",
        "S0601 AML.T0020",
      ])
  }

  @Test(arguments: Taxonomy.all)
  func `describes every entry in its own words`(category: Taxonomy.Category) {
    #expect(category.description.count > 40)
    #expect(category.description.hasSuffix("."))
    #expect(!category.description.contains(category.name))
  }

  @Test(arguments: Taxonomy.all)
  func `has the report schema's string for every entry`(category: Taxonomy.Category) {
    #expect(category.reportName.hasPrefix(category.code + ": "))
    #expect(
      category.reportName.dropFirst(7).lowercased() == category.name.lowercased())
  }

  @Test func `spells as the report schema does where that differs`() {
    #expect(Taxonomy.ingestPoisoning.reportName == "S0601: Ingest Poisoning")
    #expect(Taxonomy.dataPoisoning.reportName == "S0600: Data Poisoning")
    #expect(Taxonomy.category("S0202")?.reportName == "S0202: Software Compromise")
    #expect(Taxonomy.category("S0501")?.reportName == "S0501: Model inversion")
  }
}
