import TasterKit
import Testing

@Suite struct `The techniques` {
  @Test func `name every technique that a category maps to`() {
    for id in Taxonomy.all.compactMap({ $0.technique }) {
      #expect(Taxonomy.technique(id) != nil, "\(id)")
    }
  }

  @Test func `are looked up by id`() {
    #expect(Taxonomy.technique("aml.t0020") == Taxonomy.poisonTrainingData)
    #expect(Taxonomy.poisonTrainingData.name == "Poison Training Data")
    #expect(Taxonomy.technique("AML.T9999") == nil)
  }

  @Test func `know what they are part of`() {
    #expect(Taxonomy.technique("AML.T0010.002")?.parent == "AML.T0010")
    #expect(Taxonomy.poisonTrainingData.parent == nil)
  }

  @Test func `stand once each, in the order of ids`() {
    let ids = Taxonomy.techniques.map { $0.id }
    #expect(ids == Set(ids).sorted())
  }
}
