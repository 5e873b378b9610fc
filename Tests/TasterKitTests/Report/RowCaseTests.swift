import Foundation
import TasterKit
import Testing

@Suite struct `The case of a row` {
  @Test func `tells where it is, what it is like and why it is held`() async throws {
    try await Workshop.open { shop in
      // Row 61 lies a thousand times farther out in x than any other.
      try shop.write("a.csv", Workshop.table(60) + "9000,5,w1,even\n")
      let report = try await shop.scan(["a.csv"])
      let suspect = try #require(report.suspects.first { $0.finding.row == 61 })
      let run = try RunReader(shop.file("run"))
      let found = try RowCase(run, row: 61)
      let text = found.lines(width: 200).joined(separator: "\n")
      #expect(text.contains("line 62, bytes"))
      #expect(text.contains("carries 'even'"))
      #expect(text.contains(suspect.location?.fingerprint ?? "no fingerprint"))
      for reason in suspect.finding.reasons { #expect(text.contains(printable(reason.text))) }
      let json = try object(found.json)
      #expect(json["held"] as? Bool == true)
      let cells = try #require(json["cells"] as? [[String: Any]])
      #expect(cells.map { $0["column"] as? String }[0] == "x")
      #expect(cells[0]["value"] as? String == "9000")
      let usual = try #require(cells[0]["in_class"] as? [String: Double])
      let z = (9_000 - (usual["centre"] ?? 0)) / (usual["spread"] ?? 1)
      let told = try #require(usual["z"])
      #expect(abs(told - z) <= 1e-12 * z)
      #expect(z > 100)
      #expect(cells.count == 4)
    }
  }

  @Test func `says so where the row is not held or not there`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"]) { $0.scan.threshold = 1 }
      let run = try RunReader(shop.file("run"))
      #expect(try RowCase(run, row: 7).lines(width: 200)[0].hasPrefix("row 7 is not held"))
      #expect(try object(try RowCase(run, row: 7).json)["held"] as? Bool == false)
      for row in [0, -1, 61, .max] {
        #expect(throws: TableError.self) { _ = try RowCase(run, row: row) }
      }
    }
  }

  @Test(arguments: [60, 80, 120])
  func `fits its width, whatever the data says`(width: Int) async throws {
    try await Workshop.open { shop in
      let evil = Hostile.texts.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
      let rows = Workshop.rows(60).enumerated().map { k, row in
        row.replacing("w", with: "") + "," + evil[k % evil.count]
      }
      try shop.write(
        "a.csv", ([Workshop.header + ",note"] + rows).map { $0 + "\n" }.joined())
      try await shop.scan(["a.csv"]) { $0.scan.threshold = 0 }
      let run = try RunReader(shop.file("run"))
      for row in [1, 2, 30] {
        for line in try RowCase(run, row: row).lines(width: width) {
          #expect(Hostile.isHarmless(line))
          #expect(line.displayWidth <= width, "\(line)")
        }
      }
    }
  }
}
