import TasterKit
import Testing

@Suite struct `The glossary` {
  @Test func `names only detectors that there are`() {
    let names = Set(Catalog.detectors.map { $0.name })
    for attack in Glossary.attacks {
      #expect(!attack.detectors.isEmpty && names.isSuperset(of: attack.detectors))
    }
  }

  @Test func `leaves no detector without an attack`() {
    let named = Set(Glossary.attacks.flatMap(\.detectors))
    #expect(named == Set(Catalog.detectors.map { $0.name }))
  }

  @Test func `knows techniques that there are`() {
    for attack in Glossary.attacks {
      #expect(attack.technique.hasPrefix("AML.T"))
    }
  }

  @Test func `finds an attack by any word, in any case`() {
    #expect(Glossary.attack("backdoor")?.name == "backdoor")
    #expect(Glossary.attack("Label Noise")?.name == "label-flipping")
    #expect(Glossary.attack("FEATURE_COLLISION")?.name == "clean-label")
    #expect(Glossary.attack("kindness") == nil)
  }

  @Test func `gives every word one meaning`() {
    let words = Glossary.attacks.flatMap { [$0.name] + $0.aliases }
    #expect(Set(words).count == words.count)
  }
}
