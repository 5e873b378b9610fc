import TasterKit
import Testing

@Suite struct `The taxonomy` {
  @Test func `finds a code however it is typed`() {
    #expect(Taxonomy.category("s0601")?.name == "Ingest Poisoning")
    #expect(Taxonomy.category(" S0601 ") == Taxonomy.ingestPoisoning)
    #expect(Taxonomy.category("S9999") == nil)
    #expect(Taxonomy.category("") == nil)
  }

  @Test func `knows what a wrong code may have meant`() {
    #expect(Taxonomy.nearest(to: "S0061").contains("S0601"))
    #expect(Taxonomy.nearest(to: "0601").first == "S0601")
    #expect(Taxonomy.nearest(to: "poisoning") == ["S0600", "S0601"])
    #expect(Taxonomy.nearest(to: "qqqq").isEmpty)
    #expect(Taxonomy.nearest(to: "").isEmpty)
  }

  @Test func `tells what is below a code`() {
    #expect(Taxonomy.children(of: "S0600").map { $0.code } == ["S0601"])
    #expect(Taxonomy.children(of: "s0400").map { $0.code } == ["S0401", "S0402", "S0403"])
    #expect(Taxonomy.children(of: "S0100").isEmpty)
    #expect(Taxonomy.children(of: "nothing").isEmpty)
  }
}
