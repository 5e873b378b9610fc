import TasterKit
import Testing

@Suite struct `An explanation` {
  @Test func `is there for every detector, attack, code and technique`() throws {
    let explanation = Explanation()
    for detector in Catalog.detectors {
      let lines = try explanation.explain(detector.name)
      #expect(lines[0] == detector.name)
      #expect(explanation.detectors().contains { $0.hasPrefix(detector.name) })
      #expect(lines.contains { $0.contains("in a stream") })
    }
    let needs = try ["flood", "trigger", "source-shift", "unit-error"].map {
      try explanation.explain($0).joined(separator: " ").contains("company of other rows")
    }
    #expect(needs == [true, true, true, true])
    for attack in Glossary.attacks {
      for word in [attack.name, attack.name.replacing("-", with: " ").uppercased()] + attack.aliases
      {
        #expect(try explanation.explain(word)[0] == attack.name)
      }
    }
    for attack in Attacks.all {
      let lines = try explanation.explain(attack.name)
      #expect(lines.contains(attack.name))
      #expect(lines.contains { $0.contains("--attack \(attack.name)") })
      #expect(explanation.attacks().contains { $0.hasPrefix(attack.name) })
    }
    for entry in Taxonomy.all {
      #expect(try explanation.explain(entry.code)[0] == "\(entry.code) \(entry.name)")
      #expect(try explanation.entry(entry.code) == explanation.explain(entry.code))
    }
    for technique in Taxonomy.techniques {
      #expect(try explanation.explain(technique.id)[0].hasPrefix(technique.id))
    }
  }

  @Test func `offers the nearest names where there is none`() {
    let answer = { (word: String) -> String in
      do { return try Explanation().explain(word).joined() } catch { return "\(error)" }
    }
    #expect(answer("labelflip").contains("did you mean 'label-flip'?"))
    #expect(answer("backdor").contains("'backdoor'"))
    #expect(answer("zzzzzz").contains("nothing here is called 'zzzzzz';"))
    #expect(throws: TableError.self) { try Explanation().entry("label-flip") }
  }

  @Test(arguments: [40, 80])
  func `fits its width`(width: Int) throws {
    var explanation = Explanation()
    explanation.width = width
    let words =
      Catalog.detectors.map { $0.name } + Glossary.attacks.map { $0.name }
      + Taxonomy.all.map { $0.code } + Attacks.all.map { $0.name }
    for line in try words.flatMap({ try explanation.explain($0) })
      + explanation.detectors() + explanation.attacks()
    {
      #expect(line.displayWidth <= width, "\(line)")
    }
  }

  @Test func `is one JSON object`() throws {
    let detectors = try object(ExplanationJSON.detectors)["detectors"] as? [[String: Any]]
    #expect(detectors?.map { $0["name"] as? String } == Catalog.detectors.map { $0.name })
    let entries = try object(ExplanationJSON.taxonomy)["entries"] as? [[String: Any]]
    #expect(entries?.count == Taxonomy.all.count)
    let entry = try object(try #require(ExplanationJSON.entry("s0600")))
    #expect(entry["children"] as? [String] == ["S0601"])
    #expect((entry["technique"] as? [String: Any])?["id"] as? String == "AML.T0020")
    #expect(ExplanationJSON.entry("S9999") == nil)
  }
}
