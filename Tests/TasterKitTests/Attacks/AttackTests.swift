import TasterKit
import TasterTesting
import Testing

@Suite struct `An attack's options` {
  @Test func `are set by name and told`() throws {
    var attack = OutlierFar()
    try attack.set("near", to: "6.5")
    try attack.set("most", to: "1")
    try attack.set("label", to: "other")
    #expect(attack.near == 6.5 && attack.most == 1 && attack.label == .other)
    let told = attack.settings.map { "\($0.name)=\($0.value)" }
    #expect(told == ["near=6.5", "far=12", "fewest=1", "most=1", "label=other"])
    #expect(attack.settings.allSatisfy { !$0.meaning.isEmpty })
  }

  @Test(arguments: [
    ("nera", "6", "did you mean 'near'?"), ("near", "x", "a number from 0 to 1000"),
    ("near", "-1", "a number"), ("most", "1.5", "a whole number from 1 to 10000"),
    ("label", "any", "own or other"), ("zzzzz", "1", "it has near, far"),
  ])
  func `are refused in words`(name: String, value: String, words: String) {
    var attack = OutlierFar()
    let error = #expect(throws: TableError.self) { try attack.set(name, to: value) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test func `may be names`() throws {
    var attack = FlipPair()
    #expect(attack.settings[0].value == "drawn by the seed")
    try attack.set("from", to: "ash")
    #expect(attack.from == "ash" && attack.settings[0].value == "ash")
    #expect(throws: TableError.self) { try attack.set("to", to: "") }
  }

  @Test func `of rates count rows of the clean table, at least one`() throws {
    let victim = try Victim(Sheet.attacked(rows: 100).table())
    let counts = try [0.001, 0.049, 0.055, 1].map {
      try FlipRandom().poison(victim, rate: $0, seed: 1).rows.count
    }
    #expect(counts == [1, 5, 6, 100] || counts == [1, 5, 5, 100])
  }
}
