import Foundation
import TasterCSV
import TasterKit
import Testing

/// Files of odd layouts, from scan to proof.
@Suite struct `A run over a file of odd layout` {
  /// A file with everything that may stand in one, its number of lines that are no rows and the head of its outputs.
  private static func odd(_ rows: Int) -> (text: String, head: String) {
    let head = "Measured, in May\nby \"us\n\nx;y;word;class\n"
    var lines = Workshop.rows(rows).map { $0.replacing(",", with: ";") }
    lines.insert("# a; note", at: 20)
    lines.insert("", at: 30)
    lines[40] = "4.5;\"7;\"w1\";odd"
    return (head + lines.joined(separator: "\r\n") + "\r\n", head)
  }

  static let encodings = ["utf-8", "latin-1", "utf-16le", "utf-16be", "utf-32le", "utf-32be"]

  private func encode(_ text: String, _ name: String) throws -> [UInt8] {
    let known: [String: String.Encoding] = [
      "utf-8": .utf8, "latin-1": .isoLatin1, "utf-16le": .utf16LittleEndian,
      "utf-16be": .utf16BigEndian, "utf-32le": .utf32LittleEndian, "utf-32be": .utf32BigEndian,
    ]
    let encoding = try #require(known[name])
    return Array(try #require(text.data(using: encoding)))
  }

  @Test(arguments: encodings, [1, 2])
  func `keeps every byte as it came and proves it`(encoding: String, threads: Int) async throws {
    try await Workshop.open { shop in
      let (text, head) = Self.odd(120)
      let words = ["latin-1": "wé", "utf-8": "wЮ"][encoding] ?? "wЮ"
      func localized(_ text: String) -> String { text.replacing("w1", with: words) }
      let bytes = try encode(localized(text), encoding)
      try shop.write("a.csv", bytes)
      let report = try await shop.scan(["a.csv"]) {
        $0.scan.threads = threads
        $0.writesScores = true
      }
      let facts = report.facts
      #expect(facts.held > 0 && facts.rows == 120 && facts.blankLines == 2)
      #expect(facts.dialect.encoding == encoding && facts.dialect.preambleLines == 3)
      #expect(facts.dialect.delimiter == UInt8(ascii: ";") && facts.dialect.columns == 4)
      #expect(facts.dialect.comment == UInt8(ascii: "#"))
      let headBytes = try encode(localized(head), encoding)
      #expect(facts.dialect.headBytes == headBytes.count)
      for name in ["clean.csv", "quarantine.csv"] {
        #expect(try shop.read("run/\(name)").starts(with: headBytes))
      }
      #expect(try shop.read("run/rejects.csv") == encode("# a; note\r\n\r\n", encoding))
      let proof = try Verification(RunReader(shop.file("run")))
      #expect(proof.fault == nil && proof.provenBytes == bytes.count)
      var places = 0
      try RunReader(shop.file("run")).forEachFinding { _, location in
        let own = bytes[location.byteOffset..<location.byteOffset + location.byteLength]
        #expect(location.fingerprint == String(sha256(own).prefix(32)))
        places += 1
        return true
      }
      #expect(places == facts.held)
    }
  }

  @Test func `says what was decided and what was repaired`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Self.odd(120).text)
      let report = try await shop.scan(["a.csv"])
      let guesses = report.facts.guesses
      for words in ["before the header", "';'", "comments", "do not add up (the first in line 45)"]
      {
        #expect(guesses.contains { $0.contains(words) }, "\(words)")
      }
    }
  }

  @Test func `puts the preamble and header of further files aside`() async throws {
    try await Workshop.open { shop in
      let texts = [
        Workshop.table(40), "Part two\n\n" + Workshop.table(40, from: 40),
        "\u{FEFF}Part three\n" + Workshop.table(40, from: 80),
      ]
      for (k, text) in texts.enumerated() { try shop.write("\(k).csv", text) }
      let report = try await shop.scan(["0.csv", "1.csv", "2.csv"])
      #expect(report.facts.rows == 120 && report.facts.held > 0)
      let proof = try Verification(RunReader(shop.file("run")))
      #expect(proof.fault == nil)
      #expect(proof.provenBytes == texts.reduce(0) { $0 + $1.utf8.count })
      let rejects = String(decoding: try shop.read("run/rejects.csv"), as: UTF8.self)
      let header = Workshop.header + "\n"
      #expect(rejects == "Part two\n\n" + header + "\u{FEFF}Part three\n" + header)
    }
  }

  @Test func `lets no comment behind the header into the clean rows`() async throws {
    try await Workshop.open { shop in
      let rows = Workshop.rows(60).joined(separator: "\n")
      try shop.write("a.csv", "# ours\n\(Workshop.header)\n# 1,2\n\(rows)\n")
      try await shop.scan(["a.csv"]) { $0.table.comment = UInt8(ascii: "#") }
      let clean = String(decoding: try shop.read("run/clean.csv"), as: UTF8.self)
      #expect(clean.hasPrefix("# ours\n\(Workshop.header)\n") && !clean.contains("# 1,2"))
      #expect(try Verification(RunReader(shop.file("run"))).fault == nil)
    }
  }

  @Test func `reads two lines of names and shows a repaired row as it was judged`() async throws {
    try await Workshop.open { shop in
      var rows = Workshop.rows(60)
      rows[10] = "95.5,\"9,\"w1\",odd"
      let text = "x,,word,class\na,b,c,d\n" + rows.joined(separator: "\n") + "\n"
      try shop.write("a.csv", text)
      let report = try await shop.scan(["a.csv"]) {
        $0.table.headerLines = 2
        $0.table.label = .column("class d")
      }
      #expect(report.schema.columns.map(\.name) == ["x a", "x b", "word c", "class d"])
      #expect(report.facts.dialect.headerLines == 2 && report.facts.rows == 60)
      let run = try RunReader(shop.file("run"))
      #expect(try Verification(run).fault == nil)
      let held = try #require(try run.heldRow(11))
      #expect(try run.fields(held.bytes).map { $0.text } == ["95.5", "\"9", "w1", "odd"])
    }
  }

  @Test(arguments: ["utf-8", "utf-16le"], [1, 3])
  func `ends its table, splits rows by type and proves it`(
    encoding: String, threads: Int
  ) async throws {
    try await Workshop.open { shop in
      // No two texts of one make, so that any text may stand there.
      var rows = Workshop.rows(60).enumerated().map { i, row in
        row.replacing(",w", with: ",\(String(repeating: "w ", count: i % 3))of \(i) w")
      }
      rows[10] = "95.5,9,w1, w2 ,odd"
      rows[20] = "1.5,9,w1,even,,"
      let table = ([Workshop.header] + rows).joined(separator: "\n") + "\n"
      let rest = "\nTotal,,,9\n\n\(Workshop.header)\n1,2,w1,odd"
      let bytes = try encode(table + rest, encoding)
      try shop.write("a.csv", bytes)
      let report = try await shop.scan(["a.csv"]) {
        ($0.table.stopsAtTableEnd, $0.table.splitsByType) = (true, true)
        ($0.scan.threads, $0.table.threads) = (threads, threads)
        $0.table.blockBytes = 50
      }
      let facts = report.facts
      #expect(facts.rows == 60 && facts.rejected == 0 && facts.blankLines == 5)
      for words in ["ends before line 63", "2 rows have too many fields (the first in line 12)"] {
        #expect(facts.guesses.contains { $0.contains(words) }, "\(facts.guesses)")
      }
      let run = try RunReader(shop.file("run"))
      #expect(run.facts.dialect.types == facts.dialect.types && facts.dialect.types.count == 4)
      let proof = try Verification(run)
      #expect(proof.fault == nil && proof.provenBytes == bytes.count)
      #expect(try shop.read("run/rejects.csv") == encode(rest, encoding))
      let held = try #require(try run.heldRow(11))
      #expect(try held.bytes == encode(rows[10] + "\n", encoding))
      #expect(try run.fields(held.bytes).map { $0.text } == ["95.5", "9", "w1, w2", "odd"])
      var kept = 0
      try run.forEachRecord(of: "clean.csv") { batch, i in
        #expect(batch.records[i].fieldCount == 4)
        kept += 1
      }
      #expect(kept == facts.kept)
    }
  }
}
