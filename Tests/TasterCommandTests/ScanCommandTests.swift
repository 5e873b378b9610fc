import Foundation
import Testing

@Suite struct `taster scan` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private static let files = [
    "clean.csv", "findings.jsonl", "metrics.json", "quarantine.csv", "rejects.csv", "rejects.jsonl",
    "report.html", "report.json", "run.json",
  ]

  @Test(arguments: Shipped.all)
  func `holds rows of every shipped set and deals out its bytes`(set: Shipped) throws {
    let run = try shop.taster(["scan", set.data, "--label", set.label, "--out", "run"])
    #expect(run.status == 1 && !run.talk.contains("Error"))
    #expect(shop.names("run") == Self.files && shop.isTidy)
    let held = try shop.dealtOut(of: set.bytes(), "run")
    #expect(held > 0)
    #expect(run.text.contains("S0601"))
    #expect(try shop.taster(["verify", "run"]).status == 0)
  }

  @Test(arguments: [Shipped.penguins, Shipped.wine])
  func `meets the policy on clean tables when it allows what was held`(set: Shipped) throws {
    func status(_ policy: String...) throws -> Int32? {
      try shop.taster(
        ["scan", set.file("clean.csv"), "--label", set.label, "-q", "-o", "run", "--force"] + policy
      ).status
    }
    let first = try status()
    let held = try shop.dealtOut(of: set.bytes("clean.csv"), "run")
    #expect(first == (held > 0 ? 1 : 0))
    #expect(try status("--max-quarantine", "\(held)") == 0)
    if held > 0 { #expect(try status("--max-quarantine", "\(held - 1)") == 1) }
  }

  @Test func `turns a violated policy into 0 when told, and counts rows or shares`() throws {
    func status(_ more: String...) throws -> Int32? {
      try shop.taster(["scan", Shipped.wine.data, "--label", "cultivar", "-q"] + more).status
    }
    #expect(try status() == 1)
    #expect(try status("--exit-zero") == 0)
    #expect(try status("--max-quarantine", "100%") == 0)
    #expect(try status("--max-quarantine", "0.5%") == 1)
    #expect(try status("--max-quarantine", "178") == 0)
  }

  @Test func `writes nothing but the clean rows to a pipe`() throws {
    let path = Shipped.wine.data
    let run = try shop.taster(["scan", path, "--label", "cultivar", "-o", "-"])
    #expect(run.status == 1 && run.talk.contains("S0601"))
    _ = try shop.taster(["scan", path, "--label", "cultivar", "-o", "run"])
    #expect(run.output == (try shop.bytes("run/clean.csv")))
    let quiet = try shop.taster(["scan", path, "--label", "cultivar", "-o", "-", "-q"])
    #expect(quiet.output == run.output && quiet.talk.isEmpty)
    #expect(shop.names() == ["run"] && shop.isTidy)
  }

  @Test func `prints exactly one object for machines`() throws {
    let run = try shop.taster(
      ["scan", Shipped.wine.data, "--label", "cultivar", "-o", "run", "--json"])
    #expect(run.status == 1 && run.talk.isEmpty)
    #expect(run.output.count { $0 == 10 } == 1 && run.output.last == 10)
    let printed = try #require(objects(run.output).first)
    let written = try JSONSerialization.jsonObject(with: Data(try shop.bytes("run/report.json")))
    #expect(NSDictionary(dictionary: printed).isEqual(written))
  }

  /// Every file of a run but `run.json`, by name.
  private func outputs(_ run: String) throws -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for name in try #require(shop.names(run)) where name != "run.json" {
      all[name] = try shop.bytes("\(run)/\(name)")
    }
    return all
  }

  @Test(arguments: [Shipped.penguins, Shipped.wine])
  func `says the same whatever the carrier, the threads and the blocks`(set: Shipped) throws {
    let data = set.data
    let label = "--label '\(set.label)' --scores"
    _ = try shop.shell("gzip -c '\(data)' > a.gz; head -c 500 '\(data)' | gzip -c > b.gz")
    _ = try shop.shell("tail -c +501 '\(data)' | gzip -c >> b.gz")
    let ways = [
      "$TASTER scan '\(data)' \(label) -q -o RUN",
      "$TASTER scan \(label) -q -o RUN < '\(data)'",
      "cat '\(data)' | $TASTER scan - \(label) -q -o RUN",
      "$TASTER scan a.gz \(label) -q -o RUN",
      "cat b.gz | $TASTER scan - \(label) -q -o RUN",
      "$TASTER scan '\(data)' \(label) -q -o RUN --threads 1",
      "$TASTER scan '\(data)' \(label) -q -o RUN --threads 2 --block 4096",
      "$TASTER scan '\(data)' \(label) -q -o RUN --threads 4 --block 4194304",
      "cat '\(data)' | $TASTER scan - \(label) -q -o RUN --block 61",
    ]
    var expected: [String: [UInt8]] = [:]
    for (k, way) in ways.enumerated() {
      let run = try shop.shell(way.replacing("RUN", with: "run\(k)"))
      #expect(run.status == 1, "\(way): \(run.talk)")
      let found = try outputs("run\(k)")
      if k == 0 { expected = found }
      for name in Set(expected.keys).union(found.keys) {
        #expect(found[name] == expected[name], "\(name) of \(way)")
      }
    }
  }

  @Test func `overwrites a former run only when told, and then writes the same`() throws {
    let arguments = ["scan", Shipped.wine.data, "--label", "cultivar", "-q", "-o", "run"]
    _ = try shop.taster(arguments + ["--scores"])
    let first = try outputs("run")
    let seal = try shop.bytes("run/run.json")
    let refused = try shop.taster(arguments)
    #expect(refused.status == 2 && refused.output.isEmpty)
    #expect(refused.talk.contains("--force") && refused.talk.contains("run already holds"))
    #expect(try outputs("run") == first && shop.bytes("run/run.json") == seal)
    #expect(try shop.taster(arguments + ["--force"]).status == 1)
    // Scores were not asked for this time: those of the former run are gone.
    #expect(try outputs("run") == first.filter { $0.key != "scores.csv" })
  }

  @Test func `judges several files as one table`() throws {
    let lines = try Shipped.wine.bytes().split(separator: 10, omittingEmptySubsequences: false)
    let (header, rows) = (Array(lines[0]) + [10], lines.dropFirst().filter { !$0.isEmpty })
    let half: [UInt8] = rows.prefix(90).flatMap { Array($0) + [10] }
    let rest: [UInt8] = rows.dropFirst(90).flatMap { Array($0) + [10] }
    try shop.write(header + half.dropLast(), to: "1.csv")
    try shop.write(header + rest, to: "2.csv")
    let run = try shop.taster(["scan", "1.csv", "2.csv", "--label", "cultivar", "-q", "-o", "run"])
    #expect(run.status == 1)
    _ = try shop.taster(["scan", Shipped.wine.data, "--label", "cultivar", "-q", "-o", "whole"])
    #expect(try shop.bytes("run/clean.csv") == shop.bytes("whole/clean.csv"))
    #expect(try shop.bytes("run/quarantine.csv") == shop.bytes("whole/quarantine.csv"))
    #expect(try shop.bytes("run/rejects.csv") == header)
    let files = try objects(shop.bytes("run/findings.jsonl")).compactMap { $0["file"] as? String }
    #expect(Set(files) == ["1.csv", "2.csv"])
  }

  @Test func `keeps hostile bytes whole: quoted lines, CRLF, no final line end, rejects`() throws {
    var text = "\u{FEFF}id,x,y,label\r\n"
    for i in 0..<300 {
      let label = i % 2 == 0 ? "even" : "odd"
      let x = Double(i % 2 * 10) + Double(i * 37 % 101) / 50
      text += i % 10 == 0 ? "\"r\(i)\r\nnew line\"" : "r\(i)"
      let isFlipped = i % 10 == 7 || i % 30 == 4
      text += ",\(x), \(i * 13 % 97) ,\(isFlipped ? (i % 2 == 0 ? "odd" : "even") : label)\r\n"
      if i % 60 == 5 { text += "\r\n" }
      if i % 75 == 9 { text += "r\(i)b,1\r\n" }
    }
    text += "last,1,2,even"
    try shop.write(text, to: "data.csv")
    let run = try shop.taster([
      "scan", "data.csv", "--label", "label", "--id", "id", "-q", "-o", "run",
    ])
    #expect(run.status == 1, "\(run.talk)")
    #expect(try shop.dealtOut(of: Array(text.utf8), "run") > 0)
    #expect(try objects(shop.bytes("run/rejects.jsonl")).count == 9)
    #expect(try shop.taster(["verify", "run"]).status == 0)
  }

  @Test func `writes the exit status, the counts and the hashes down`() throws {
    let run = try shop.taster(["scan", Shipped.wine.data, "--label", "cultivar", "-q", "-o", "run"])
    let seal = try #require(
      try JSONSerialization.jsonObject(with: Data(try shop.bytes("run/run.json"))) as? [String: Any]
    )
    #expect(seal["exit_status"] as? Int == run.status.map { Int($0) })
    let outputs = try #require(seal["outputs"] as? [[String: Any]])
    #expect(outputs.count == 5)
    for output in outputs {
      let name = try #require(output["name"] as? String)
      #expect(output["bytes"] as? Int == (try shop.bytes("run/\(name)").count))
      let sum = try shop.shell("sha256sum 'run/\(name)'").text.prefix(64)
      #expect(output["sha256"] as? String == String(sum))
    }
  }

  @Test(arguments: [
    ["--version"], ["--help"], ["scan", "--help"], ["help", "scan"],
  ])
  func `answers a question with 0`(arguments: [String]) throws {
    let run = try shop.taster(arguments)
    #expect(run.status == 0 && !run.output.isEmpty && run.talk.isEmpty)
  }

  @Test(arguments: [
    ["scan", "--nonsense"], ["scna"], ["scan", "a.csv", "--threads", "0"],
    ["scan", "a.csv", "--threads", "two"], ["scan", "a.csv", "--max-quarantine", "-1"],
    ["scan", "a.csv", "--max-quarantine", "101%"], ["scan", "a.csv", "--max-rejects", "2"],
    ["scan", "a.csv", "--threshold", "1.5"], ["scan", "a.csv", "--threshold", "nan"],
    ["scan", "a.csv", "--delimiter", ";;"], ["scan", "a.csv", "--delimiter", "\""],
    ["scan", "a.csv", "--quote", "ab"], ["scan", "a.csv", "--max-field", "0"],
    ["scan", "a.csv", "--detectors", "label-flp"], ["scan", "a.csv", "--label"],
    ["scan", "a.csv", "--label", "x", "--id", "x"], ["scan", "a.csv", "--seed", "-1"],
  ])
  func `answers a command that makes no sense with 2 and a sentence`(arguments: [String]) throws {
    try shop.write("x,y\n1,a\n2,b\n3,a\n4,b\n", to: "a.csv")
    let run = try shop.taster(arguments)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.talk.hasPrefix("Error: ") && run.talk.count > 20, "\(run.talk)")
    #expect(shop.names() == ["a.csv"] && shop.isTidy)
  }
}

extension Workshop {
  /// Holds a run against its input: what findings and rejects name is exactly what left the clean file.
  ///
  /// - Returns: How many rows were held.
  func dealtOut(of input: [UInt8], _ run: String) throws -> Int {
    func ranges(_ name: String) throws -> [Range<Int>] {
      try objects(bytes("\(run)/\(name)")).map {
        let start = try #require($0["byte_offset"] as? Int)
        return start..<start + (try #require($0["byte_length"] as? Int))
      }
    }
    let (held, rejected) = (try ranges("findings.jsonl"), try ranges("rejects.jsonl"))
    let quarantine = try bytes("\(run)/quarantine.csv")
    let headerLength = quarantine.count - held.reduce(0) { $0 + $1.count }
    let header = input.prefix(headerLength)
    #expect(quarantine == header + held.flatMap { input[$0] })
    #expect(try bytes("\(run)/rejects.csv") == rejected.flatMap { input[$0] })
    var clean: [UInt8] = []
    var end = 0
    for range in (held + rejected).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      try #require(range.lowerBound >= end, "no byte is dealt out twice")
      clean += input[end..<range.lowerBound]
      end = range.upperBound
    }
    #expect(try bytes("\(run)/clean.csv") == clean + input[end...])
    #expect(clean.starts(with: header) || held.isEmpty)
    return held.count
  }
}
