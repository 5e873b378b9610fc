import TasterKit
import TasterTesting
import Testing

@Suite struct `A proof` {
  private func verify(_ shop: Workshop) throws -> Verification {
    try Verification(RunReader(shop.file("run")))
  }

  @Test func `finds nothing wrong with a run as it was written`() async throws {
    try await Workshop.open { shop in
      let table = Workshop.table(60)
      try shop.write("a.csv", table)
      let report = try await shop.scan(["a.csv"])
      #expect(report.facts.held > 0 && report.facts.kept > 0)
      let proof = try verify(shop)
      #expect(proof.fault == nil && proof.warnings == [])
      #expect(proof.provenBytes == table.utf8.count)
    }
  }

  /// Files that make the outputs as hard to read back as they get.
  static let awkward: [[String]] = [
    [Workshop.table(40, end: "\r\n")], [Workshop.table(40, end: "\r")],
    [Workshop.table(40, quotes: true)], ["\u{FEFF}" + Workshop.table(40)],
    ["\n \n" + Workshop.table(40) + "\n\n"], [String(Workshop.table(40).dropLast())],
    [Workshop.table(40) + "1,2,3\n4,5\n1,2,w1,\n" + Workshop.rows(9).joined(separator: "\n")],
    [String(Workshop.table(40).dropLast()), Workshop.table(30, from: 7)],
    [Workshop.header, Workshop.table(40)],
    [Workshop.header + "\r\n   ", Workshop.table(40, end: "\r\n")],
    [Workshop.table(40) + "1,2,3", Workshop.table(30), Workshop.table(1) + "4,5"],
  ]

  @Test(arguments: awkward)
  func `holds whatever line ends, marks and remains the files have`(
    texts: [String]
  ) async throws {
    try await Workshop.open { shop in
      let names = texts.indices.map { "\($0).csv" }
      for (name, text) in zip(names, texts) { try shop.write(name, text) }
      let report = try await shop.scan(names) { $0.table.maxRejectShare = 0.5 }
      #expect(report.facts.held > 0 && report.facts.kept > 0)
      let proof = try verify(shop)
      #expect(proof.fault == nil)
      #expect(proof.provenBytes == texts.reduce(0) { $0 + $1.utf8.count })
    }
  }

  @Test func `holds without a header`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.rows(50).map { $0 + "\n" }.joined())
      try await shop.scan(["a.csv"]) {
        $0.table.hasHeader = false
        $0.table.label = .column("4")
      }
      #expect(try verify(shop).fault == nil)
    }
  }

  @Test func `does not need the input, and warns where it has changed`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try shop.write("a.csv", Workshop.table(61))
      let changed = try verify(shop)
      #expect(changed.fault == nil)
      #expect(changed.warnings.count == 1 && changed.warnings[0].contains("a.csv has changed"))
      try shop.remove("a.csv")
      let gone = try verify(shop)
      #expect(gone.fault == nil && gone.warnings == [])
    }
  }

  @Test func `notices any changed byte of any file`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60) + "1,2,3\n")
      try await shop.scan(["a.csv"])
      try shop.remove("a.csv")
      var random = SeededGenerator(seed: 7)
      let names = [
        "clean.csv", "quarantine.csv", "rejects.csv", "findings.jsonl", "rejects.jsonl",
      ]
      for name in names {
        let bytes = try shop.read("run/\(name)")
        for _ in 0..<8 {
          var altered = bytes
          altered[Int.random(in: bytes.indices, using: &random)] ^= 1
          try shop.write("run/\(name)", altered)
          #expect(try verify(shop).fault?.file == name)
        }
        try shop.write("run/\(name)", bytes)
      }
      #expect(try verify(shop).fault == nil)
    }
  }

  @Test func `names the byte where the input is still there`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      var bytes = try shop.read("run/clean.csv")
      bytes[200] ^= 2
      try shop.write("run/clean.csv", bytes)
      let fault = try #require(try verify(shop).fault)
      #expect(fault.file == "clean.csv" && fault.byteOffset == 200)
    }
  }

  @Test func `names the held row whose bytes were altered`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try shop.remove("a.csv")
      var bytes = try shop.read("run/quarantine.csv")
      bytes[Workshop.header.utf8.count + 1] ^= 1
      try shop.write("run/quarantine.csv", bytes)
      let fault = try #require(try verify(shop).fault)
      #expect(fault.file == "quarantine.csv" && fault.byteOffset == Workshop.header.utf8.count + 1)
    }
  }

  @Test func `sees rows that changed places though every file's hash was forged`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try shop.remove("a.csv")
      var lines = try shop.read("run/clean.csv").split(separator: 10).map { Array($0) }
      lines.swapAt(1, 2)
      try shop.forge("clean.csv", Array(lines.map { $0 + [10] }.joined()))
      let fault = try #require(try verify(shop).fault)
      #expect(fault.file.hasSuffix("a.csv") && fault.text.contains("does not add up"))
    }
  }

  @Test func `sees lost and added rows though every file's hash was forged`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try shop.remove("a.csv")
      let bytes = try shop.read("run/clean.csv")
      try shop.forge("clean.csv", bytes.dropLast(5))
      #expect(try verify(shop).fault?.file == "clean.csv")
      try shop.forge("clean.csv", bytes + Array("1,2,w1,odd\n".utf8))
      let fault = try #require(try verify(shop).fault)
      #expect(fault.file == "clean.csv" && fault.byteOffset == bytes.count)
    }
  }

  @Test func `sees a finding that points elsewhere though its hash was forged`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      var lines = String(decoding: try shop.read("run/findings.jsonl"), as: UTF8.self)
        .split(separator: "\n").map { String($0) }
      try #require(lines.count > 2)
      lines.swapAt(0, 1)
      try shop.forge("findings.jsonl", Array(lines.map { $0 + "\n" }.joined().utf8))
      #expect(try verify(shop).fault != nil)
      lines.swapAt(0, 1)
      lines.removeLast()
      try shop.forge("findings.jsonl", Array(lines.map { $0 + "\n" }.joined().utf8))
      #expect(try verify(shop).fault != nil)
    }
  }

  @Test func `checks the counts`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try shop.changeRun { run in
        var counts = run["counts"] as? [String: Int] ?? [:]
        counts["held", default: 0] -= 1
        counts["kept", default: 0] += 1
        run["counts"] = counts
      }
      let fault = try #require(try verify(shop).fault)
      #expect(fault.file == "run.json" && fault.text.contains("held rows"))
    }
  }

  @Test func `misses a file that is gone`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try shop.remove("run/rejects.csv")
      let fault = try #require(try verify(shop).fault)
      #expect(fault.file == "rejects.csv" && fault.text.contains("missing"))
    }
  }

  @Test func `says in words and in JSON what it found`() async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      let run = try RunReader(shop.file("run"))
      let proven = VerificationText(run, try Verification(run))
      #expect(proven.lines(width: 400)[0].hasPrefix("proven: "))
      #expect(try object(proven.json)["proven"] as? Bool == true)
      try shop.write("run/clean.csv", "x")
      let broken = VerificationText(run, try Verification(run))
      #expect(broken.lines(width: 400)[0].hasPrefix("not proven: clean.csv, byte 1: "))
      let json = try object(broken.json)
      #expect(json["proven"] as? Bool == false)
      #expect((json["fault"] as? [String: Any])?["file"] as? String == "clean.csv")
    }
  }
}
