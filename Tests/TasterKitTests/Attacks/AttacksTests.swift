import TasterKit
import Testing

@Suite struct `The attacks` {
  @Test func `go by name, however it is written`() throws {
    #expect(Attacks.attack(named: "Flip_Random")?.name == "flip-random")
    #expect(Attacks.attack(named: "clone flood")?.name == "clone-flood")
    #expect(Attacks.attack(named: "flip") == nil)
    let names = Attacks.all.map { $0.name }
    #expect(Set(names).count == names.count)
  }

  @Test func `are of a kind that the glossary knows, their own where it has one`() throws {
    for attack in Attacks.all {
      let kind = try #require(Glossary.attack(attack.kind))
      #expect(kind.name == attack.kind)
      let own = Glossary.attack(attack.name)
      #expect(own == nil || own?.name == kind.name, "\(attack.name)")
    }
  }

  @Test func `are made with options`() throws {
    let made = try Attacks.make("clone-flood", options: ["seeds=7", "jitter=0"])
    let flood = try #require(made as? CloneFlood)
    #expect(flood.seeds == 7 && flood.jitter == 0)
  }

  @Test(arguments: [
    ("flip-rnadom", [], "did you mean 'flip-random'"), ("zzzzzzz", [], "taster poison --list"),
    ("clone-flood", ["seeds"], "NAME=VALUE"), ("clone-flood", ["sedes=3"], "'seeds'"),
  ])
  func `are refused with the nearest name`(name: String, options: [String], words: String) {
    let error = #expect(throws: TableError.self) { try Attacks.make(name, options: options) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}
