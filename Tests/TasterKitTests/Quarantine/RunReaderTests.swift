import Foundation
import TasterKit
import Testing

@Suite struct `A finished run` {
  /// What a body refuses to do, in words.
  private func words(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `is read back as it was told`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60).replacing(",", with: "\t") + "\n1\t2\n")
      let report = try await shop.scan(["a.csv"])
      var told = report.facts
      let read = try RunReader(shop.file("run")).facts
      #expect(read.held == told.held && read.held > 0)
      #expect(read.dialect.delimiter == 9)
      // What run.json does not tell keeps its default.
      told.guesses = []
      told.notes = []
      told.rejectExamples = []
      told.labelColumn = nil
      told.sourceRows = []
      #expect(read == told)
    }
  }

  @Test func `gives its findings back, to the last bit`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      let report = try await shop.scan(["a.csv"])
      var read: [Report.Suspect] = []
      try RunReader(shop.file("run")).forEachFinding {
        read.append(Report.Suspect(finding: $0, location: $1))
        return true
      }
      let told = report.suspects.map { suspect in
        var finding = suspect.finding
        finding.fingerprint = suspect.location?.fingerprint ?? ""
        return Report.Suspect(finding: finding, location: suspect.location)
      }.sorted { $0.finding.row < $1.finding.row }
      #expect(read == told && read.count > 2)
    }
  }

  @Test func `stops reading where no more is wanted`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      var count = 0
      try RunReader(shop.file("run")).forEachFinding { _, _ in
        count += 1
        return count < 2
      }
      #expect(count == 2)
    }
  }

  @Test func `finds the bytes of every held row, also behind a file without a last line end`()
    async throws
  {
    try await Workshop.open { shop in
      let texts = [String(Workshop.table(40).dropLast()), Workshop.table(30, from: 3)]
      for (k, text) in texts.enumerated() { try shop.write("\(k).csv", text) }
      try await shop.scan(["0.csv", "1.csv"]) { $0.scan.threshold = 0 }
      let run = try RunReader(shop.file("run"))
      #expect(run.facts.held == 70)
      let rows = Workshop.rows(40) + Workshop.rows(30, from: 3)
      for k in [0, 1, 38, 39, 40, 41, 69] {
        let found = try #require(try run.heldRow(k + 1))
        let text = String(decoding: found.bytes, as: UTF8.self)
        #expect(text.trimmingCharacters(in: .newlines) == rows[k])
        #expect(found.location.row == k + 1)
        #expect(
          try run.fields(found.bytes).map { $0.text }
            == rows[k].split(separator: ",").map { String($0) })
      }
    }
  }

  @Test func `refuses to show bytes that are not those that were judged`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"]) { $0.scan.threshold = 0 }
      var bytes = try shop.read("run/quarantine.csv")
      bytes[Workshop.header.utf8.count + 1] ^= 1
      try shop.write("run/quarantine.csv", bytes)
      let run = try RunReader(shop.file("run"))
      #expect(words { _ = try run.heldRow(1) }.contains("taster verify"))
      #expect(try run.heldRow(2) != nil)
    }
  }

  @Test func `knows the score of a row that was not held, where scores were written`() async throws
  {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      #expect(try RunReader(shop.file("run")).score(ofRow: 3) == nil)
      let report = try await shop.scan(["a.csv"]) {
        $0.writesScores = true
        $0.overwrites = true
      }
      let run = try RunReader(shop.file("run"))
      for suspect in report.suspects {
        let found = try #require(try run.score(ofRow: suspect.finding.row))
        #expect(found.score == suspect.finding.score)
        #expect(found.evidence == suspect.finding.evidence)
      }
      #expect(try run.score(ofRow: 60) != nil)
      #expect(try run.score(ofRow: 61) == nil)
    }
  }

  @Test func `that is not there is answered with a sentence`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      let missing = words { _ = try RunReader(shop.file("run")) }
      #expect(missing.contains("there is no folder") && missing.contains("taster scan"))
      #expect(words { _ = try RunReader(shop.file("a.csv")) }.contains("is a file"))
      #expect(words { _ = try RunReader(shop.path) }.contains("holds no run.json"))
    }
  }

  @Test func `that was cut off, altered or written by a later program is answered with a sentence`()
    async throws
  {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      let whole = try shop.read("run/run.json")
      for count in [0, 1, whole.count / 2, whole.count - 3] {
        try shop.write("run/run.json", Array(whole.prefix(count)))
        #expect(words { _ = try RunReader(shop.file("run")) }.contains("cut off or altered"))
      }
      try shop.write("run/run.json", whole)
      try shop.changeRun { $0["schema_version"] = 99 }
      let newer = words { _ = try RunReader(shop.file("run")) }
      #expect(newer.contains("version 99"))
      try shop.write("run/run.json", whole)
      let findings = try shop.read("run/findings.jsonl")
      try shop.write("run/findings.jsonl", findings.dropLast(20))
      let run = try RunReader(shop.file("run"))
      #expect(words { try run.forEachFinding { _, _ in true } }.contains("findings.jsonl, line "))
    }
  }

  @Test func `is read in the versions that are written`() {
    #expect(RunReader.newestVersion == RunJSON.schemaVersion)
    #expect(RunReader.newestVersion == ReportJSON.schemaVersion)
    #expect(RunReader.newestVersion == FindingsJSONL.schemaVersion)
    #expect(RunReader.newestVersion == RejectsJSONL.schemaVersion)
  }
}
