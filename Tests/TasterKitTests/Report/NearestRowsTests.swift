import TasterKit
import Testing

@Suite struct `The nearest rows of a held row` {
  /// Scans lines and looks for what is nearest to the held row that carries an id.
  private func nearest(
    _ lines: [String], to id: String
  ) async throws -> [NearestRows.Relation: [NearestRows.Row]] {
    try await Workshop.open { shop in
      try shop.write("a.csv", ("id,lab,x,word,class\n" + lines.joined(separator: "\n") + "\n"))
      try await shop.scan(["a.csv"]) {
        $0.scan.threshold = 0
        $0.table.id = "id"
        $0.table.source = "lab"
      }
      let run = try RunReader(shop.file("run"))
      var found: [NearestRows.Relation: [NearestRows.Row]] = [:]
      try run.forEachHeldRow { finding, place, bytes in
        guard place.id == id else { return true }
        var finding = finding
        finding.suggestedLabel = finding.label == "a" ? "b" : "a"
        found = try NearestRows.find(in: run, of: finding, at: place, bytes: bytes, limit: 3).rows
        return false
      }
      return found
    }
  }

  /// Two classes ten apart, levels in turn, two labs.
  private static let lines = (0..<40).map { i in
    let side = i % 2
    return "r\(i),lab\(i / 20),\(10 * side).\(i),w\(i % 3),\(side == 0 ? "a" : "b")"
  }

  @Test func `are of its class, of the other and of its source, nearest first`() async throws {
    let found = try await nearest(Self.lines, to: "r12")
    let own = try #require(found[.own])
    #expect(own.count == 3 && own.allSatisfy { $0.label == "a" && $0.row != 13 })
    #expect(found[.suggested]?.allSatisfy { $0.label == "b" } == true)
    #expect(found[.source]?.allSatisfy { $0.source == "lab0" } == true)
    for rows in found.values {
      #expect(rows.map { $0.distance } == rows.map { $0.distance }.sorted())
    }
    // r18 has the same word and the nearest number.
    #expect(own[0].cells[0] == "r18")
    let others = try #require(found[.suggested])
    #expect(others[0].distance > own[0].distance)
  }
}
