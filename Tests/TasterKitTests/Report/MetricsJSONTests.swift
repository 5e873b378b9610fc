import TasterKit
import Testing

@Suite struct `metrics.json` {
  @Test(arguments: Hostile.texts)
  func `maps safe names to numbers alone`(text: String) throws {
    let json = try object(MetricsJSON().render(try Sample(evil: text).report()))
    #expect(json.values.allSatisfy { $0 is Double })
    #expect(
      json.keys.allSatisfy {
        $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      })
  }

  @Test func `has the run's figures`() throws {
    let json = try object(MetricsJSON().render(try Sample().report()))
    #expect(json["rows"] as? Int == 8)
    #expect(json["held_share"] as? Double == 0.375)
    #expect(json["estimated_poison_high"] as? Double == 4)
    #expect(json["held_by_label_flip"] as? Int == 2)
    #expect(json["held_by_flood"] as? Int == 0)
    #expect(json["relabelled"] as? Int == 2)
  }
}
