import Foundation
import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A proof of a stream` {
  /// A run whose kept rows went out: made from one that kept them.
  private func shop(_ body: (Workshop, [UInt8]) throws -> Void) async throws {
    try await Workshop.open { shop in
      let text =
        Workshop.table(200, quotes: true) + "1,2\n\n" + Workshop.rows(20).joined(separator: "\n")
      try shop.write("a.csv", text)
      try await shop.scan(["a.csv"])
      let clean = try shop.read("run/clean.csv")
      try shop.changeRun { run in
        var outputs = run["outputs"] as? [[String: Any]] ?? []
        let kept = outputs.firstIndex { $0["name"] as? String == "clean.csv" }
        if let kept { outputs.remove(at: kept) }
        run["outputs"] = outputs
        run["stream"] =
          [
            "window": 10, "alarm_level": 0.01, "alarm_rows": [], "alarms": 0, "ending": "end",
            "output": ["name": "standard output", "bytes": clean.count, "sha256": sha256(clean)],
            "delivered_bytes": clean.count,
          ] as [String: Any]
      }
      try shop.write("good.csv", clean)
      try shop.remove("run/clean.csv")
      try body(shop, clean)
    }
  }

  private func verify(
    _ shop: Workshop, clean: String? = nil, input: String? = nil
  ) throws -> Verification {
    try Verification(
      RunReader(shop.file("run")), clean: clean.map { shop.file($0) },
      input: input.map { shop.file($0) })
  }

  @Test func `takes what went out, or what came in`() async throws {
    try await shop { shop, _ in
      for proof in [
        try verify(shop), try verify(shop, clean: "good.csv"), try verify(shop, input: "a.csv"),
      ] {
        #expect(proof.fault == nil && proof.certainty == .proven)
      }
      let text = try shop.read("a.csv")
      #expect(try verify(shop).provenBytes == text.count)
      // More may have come behind what was judged.
      try shop.write("longer.csv", text + Array("\nmore".utf8))
      #expect(try verify(shop, input: "longer.csv").certainty == .proven)
    }
  }

  @Test func `can only be counted with neither`() async throws {
    try await shop { shop, _ in
      try shop.remove("a.csv")
      let proof = try verify(shop)
      #expect(proof.fault == nil && proof.certainty == .counted && proof.provenBytes == 0)
      let text = VerificationText(try RunReader(shop.file("run")), proof)
      #expect(text.lines(width: 80)[0].hasPrefix("counted, not proven"))
      let json = try object(text.json)
      #expect(json["proven"] as? Bool == false && json["counted"] as? Bool == true)
      try shop.changeRun { run in
        var stream = run["stream"] as? [String: Any] ?? [:]
        var output = stream["output"] as? [String: Any] ?? [:]
        output["bytes"] = (output["bytes"] as? Int ?? 0) + 1
        stream["output"] = output
        run["stream"] = stream
      }
      #expect(try verify(shop).fault?.text.contains("accounted for") ?? false)
    }
  }

  @Test func `finds what was altered`() async throws {
    try await shop { shop, clean in
      var other = clean
      other[clean.count / 2] ^= 1
      try shop.write("bad.csv", other)
      #expect(try verify(shop, clean: "bad.csv").fault?.text.contains("SHA-256") ?? false)
      // Another input is no proof: it is warned of, and the run is counted.
      try shop.write("bad.csv", try shop.read("a.csv").dropLast())
      let proof = try verify(shop, input: "bad.csv")
      #expect(proof.warnings.count == 1 && proof.certainty == .counted)
      // A held row that was changed, with its hash made to fit.
      var held = try shop.read("run/quarantine.csv")
      held[held.count - 3] ^= 1
      try shop.forge("quarantine.csv", held)
      #expect(try verify(shop).fault != nil)
      try shop.remove("a.csv")
      #expect(try verify(shop).fault?.text.contains("not those that were judged") ?? false)
    }
  }

  @Test func `refuses files that a scan needs not, and files that are not there`() async throws {
    try await shop { shop, _ in
      #expect(throws: TableError.self) { try verify(shop, input: "nowhere.csv") }
    }
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      #expect(throws: TableError.self) { try verify(shop, clean: "a.csv") }
    }
  }
}
