import TasterKit
import Testing

@Suite struct `The glossary` {
  @Test func `names detectors and techniques that there are`() {
    for attack in Glossary.attacks {
      #expect(!attack.detectors.isEmpty)
      for name in attack.detectors { #expect(Catalog.detector(named: name) != nil, "\(name)") }
      #expect(Taxonomy.technique(attack.technique) != nil)
    }
  }

  @Test func `leaves no detector without an attack`() {
    let named = Set(Glossary.attacks.flatMap(\.detectors))
    #expect(named == Set(Catalog.detectors.map { $0.name }))
  }

  @Test func `finds an attack by any word, in any case`() {
    #expect(Glossary.attack("backdoor")?.name == "backdoor")
    #expect(Glossary.attack("Label Noise")?.name == "label-flipping")
    #expect(Glossary.attack("FEATURE_COLLISION")?.name == "clean-label")
    #expect(Glossary.attack("kindness") == nil)
  }

  @Test func `gives every word one meaning`() {
    let words =
      Glossary.attacks.flatMap { [$0.name] + $0.aliases } + Catalog.detectors.map { $0.name }
    #expect(Set(words).count == words.count)
    #expect(words.allSatisfy { $0 == $0.lowercased() && !$0.contains(" ") })
  }
}
