import Foundation
import TasterKit
import Testing

@Suite struct `The facts of a scan` {
  @Test func `count the records of every input: rows and rejects, no header and no blank line`()
    async throws
  {
    try await Workshop.open { shop in
      try shop.write("a.csv", "\n" + Workshop.table(40, quotes: true) + "\n1,2\n1,2,w0,\n")
      try shop.write("b.csv", String(Workshop.table(30, from: 3).dropLast()))
      let report = try await shop.scan(["a.csv", "b.csv"]) { $0.table.maxRejectShare = 1 }
      let facts = report.facts
      #expect(facts.inputs.map { $0.records } == [42, 30])
      #expect(facts.rejected == 2 && facts.blankLines == 2)
      #expect(facts.held + facts.kept + facts.rejected == 72)
      let read = try RunReader(shop.file("run")).facts
      #expect(read.inputs.map { $0.records } == [42, 30])
      let json = try object(try shop.read("run/run.json"))
      let inputs = try #require(json["inputs"] as? [[String: Any]])
      #expect(inputs.map { $0["records"] as? Int } == [42, 30])
    }
  }

  @Test func `count the first record of a table without a header`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.rows(40).map { $0 + "\n" }.joined())
      let report = try await shop.scan(["a.csv"]) {
        $0.table.hasHeader = false
        $0.table.label = .none
      }
      #expect(report.facts.inputs.map { $0.records } == [40])
    }
  }

  @Test func `hold what planted poison told, where it was asked for`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(120))
      let silent = try await shop.scan(["a.csv"])
      #expect(silent.calibration == nil)
      #expect(try object(try shop.read("run/report.json"))["calibration"] is NSNull)
      let told = try await shop.scan(["a.csv"]) {
        $0.calibrationDraws = 1
        $0.overwrites = true
      }
      let calibration = try #require(told.calibration)
      #expect(told.heldCount == silent.heldCount)
      let json = try object(try shop.read("run/report.json"))
      let written = try #require(json["calibration"] as? [String: Any])
      let attacks = try #require(written["attacks"] as? [[String: Any]])
      #expect(attacks.map { $0["attack"] as? String } == calibration.attacks.map(\.attack))
      #expect(attacks.map { $0["planted"] as? Int } == calibration.attacks.map(\.planted))
    }
  }
}
