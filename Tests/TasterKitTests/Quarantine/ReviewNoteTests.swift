import Foundation
import Testing

@testable import TasterKit

@Suite struct `What reports say of decisions` {
  private let review = RunFacts.Review(released: 2, confirmed: 3, decisions: 7, lastHash: "h")

  @Test func `is that there are none, and how many there are since`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60).replacing("w0", with: "</p><p id=since>"))
      try await shop.scan(["a.csv"])
      func page() throws -> String {
        String(decoding: try shop.read("run/report.html"), as: UTF8.self)
      }
      func metrics() throws -> [String: Any] { try object(shop.read("run/metrics.json")) }
      let scanned = try ReviewNote.fileNames.map { try shop.read("run/\($0)") }
      #expect(try page().contains("what the scan found; nothing was decided since."))
      #expect(try metrics()["decisions"] as? Int == 0)
      let run = try RunReader(shop.file("run"))
      let rows = Array(try run.heldRows().map { $0.row }.prefix(2))
      try run.directory.exclusively { try run.apply(releasing: rows, review: review) }
      let said = "7 decisions since: 2 rows let go, 3 confirmed as poison."
      #expect(try page().contains(said))
      #expect(try page().ranges(of: "id=\"since\"").count == 1)
      #expect(try metrics()["released"] as? Int == 2 && metrics()["confirmed"] as? Int == 3)
      #expect(try metrics()["held"] as? Int == run.facts.held, "as the scan found it")
      let told = try object(shop.read("run/report.json"))["review"] as? [String: Any]
      #expect(told?["decisions"] as? Int == 7)
      #expect(try Verification(RunReader(shop.file("run"))).fault == nil)
      // Nothing else is changed: with the old note they are what they were.
      let later = RunFacts.Review(released: 0, confirmed: 0, decisions: 0, lastHash: "")
      for (name, old) in zip(ReviewNote.fileNames, scanned) {
        let bytes = try #require(ReviewNote.renewed(name, shop.read("run/\(name)"), later))
        var (new, before) = (JSON(reading: bytes), JSON(reading: old))
        new?["review"] = .null
        before?["review"] = .null
        #expect(name.hasSuffix(".html") ? bytes == old : new == before && new != nil)
      }
    }
  }

  @Test func `is left out of files that bear none`() {
    #expect(ReviewNote.renewed("report.html", Array("<p>old</p>".utf8), review) == nil)
    #expect(ReviewNote.renewed("report.json", Array("{".utf8), review) == nil)
  }
}
