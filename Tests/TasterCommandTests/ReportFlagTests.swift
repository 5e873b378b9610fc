import Foundation
import Testing

@Suite struct `taster scan --report` {
  private let shop: Workshop
  private static let scan = ["scan", Shipped.wine.data, "--label", "cultivar"]

  init() throws { shop = try Workshop() }

  @Test func `writes reports beside a run, and without one`() throws {
    let reports = ["--report", "sarif=a.sarif", "--report", "junit=a.xml"]
    let run = try shop.taster(Self.scan + reports + ["-q", "--out", "run"])
    #expect(run.status == 1)
    let (sarif, junit) = (try shop.bytes("a.sarif"), try shop.bytes("a.xml"))
    #expect(String(decoding: sarif, as: UTF8.self).contains("\"startLine\":"))
    #expect(try shop.taster(Self.scan + reports + ["-q"]).status == 2, "they are there")
    #expect(try shop.taster(Self.scan + reports + ["-q", "--force"]).status == 1)
    #expect(try shop.bytes("a.sarif") == sarif)
    #expect(try shop.bytes("a.xml") == junit)
    #expect(shop.names() == ["a.sarif", "a.xml", "run"] && shop.isTidy)
  }

  @Test func `gives the standard output to one report alone`() throws {
    let run = try shop.taster(Self.scan + ["--report", "github=-"])
    #expect(run.status == 1)
    #expect(run.text.split(separator: "\n").allSatisfy { $0.hasPrefix("::") })
    #expect(run.talk.contains("rows held"))
    for more in [["--json"], ["--line"], ["--out", "-"]] {
      #expect(try shop.taster(Self.scan + ["--report", "github=-"] + more).status == 2)
    }
  }

  @Test func `tells values of cells only when asked`() throws {
    func text(_ more: String...) throws -> String {
      try shop.taster(Self.scan + ["--report", "markdown=-", "-q"] + more).text
    }
    #expect(try !text().contains("magnesium"))
    #expect(try text("--show-values").contains("magnesium"))
  }

  @Test(arguments: [
    ("sarrif=x", "did you mean 'sarif'?"), ("sarif", "NAME=PATH"), ("sarif=", "NAME=PATH"),
    ("sarif=no/x", "there is no folder no"),
  ])
  func `refuses what cannot be, before anything is read`(report: String, word: String) throws {
    let run = try shop.taster(Self.scan + ["--report", report])
    #expect(run.status == 2)
    #expect(run.talk.contains(word))
    #expect(shop.names() == [])
  }
}

@Suite struct `taster filter and compare --report` {
  private let shop: Workshop
  private static let names = ["sarif", "avid", "in-toto", "openmetrics", "junit", "markdown"]
  private static let flags = names.flatMap { ["--report", "\($0)=\($0).report"] }

  init() throws { shop = try Workshop() }

  @Test func `write every report of a stream`() throws {
    let wine = Shipped.wine
    try shop.learn(wine)
    let filter = [
      "filter", wine.data, "--baseline", "t.taster", "--out", "run", "--fdr", "0.5", "--threshold",
      "0.5",
    ]
    let run = try shop.taster(filter + Self.flags + ["-q"])
    #expect(run.status == 1, "\(run.talk)")
    #expect(run.text.hasPrefix("cultivar") || run.text.contains(","), "the good rows went on")
    for name in Self.names { #expect(try !shop.bytes("\(name).report").isEmpty) }
    let sarif = String(decoding: try shop.bytes("sarif.report"), as: UTF8.self)
    #expect(sarif.contains("\"ruleId\":\"baseline\"") || sarif.contains("\"ruleId\":\"threshold\""))
    let toto = String(decoding: try shop.bytes("in-toto.report"), as: UTF8.self)
    #expect(toto.contains("standard output") && toto.contains("drip-alarm"))
    let more = ["--report", "github=-", "--force"]
    #expect(try shop.taster(filter + more).status == 2, "the good rows have the output")
    let kept = try shop.taster(filter + more + ["--keep-clean"])
    #expect(kept.status == 1 && kept.text.hasPrefix("::"), "\(kept.talk)")
  }

  @Test func `write every report of a comparison, and refuse others`() throws {
    try Self.snapshots(shop)
    let compare = ["compare", "old.csv", "new.csv", "--key", "id", "--label", "class"]
    let run = try shop.taster(compare + Self.flags + ["-q"])
    #expect(run.status == 1, "\(run.talk)")
    for name in Self.names { #expect(try !shop.bytes("\(name).report").isEmpty) }
    let sarif = String(decoding: try shop.bytes("sarif.report"), as: UTF8.self)
    // Row 8 of the new snapshot, behind the header.
    #expect(sarif.contains("\"startLine\":9,") && sarif.contains("new.csv"))
    #expect(try shop.taster(compare + Self.flags).status == 2, "they are there")
    let shown = try shop.taster(compare + ["--report", "github=-"])
    #expect(shown.text.split(separator: "\n").allSatisfy { $0.hasPrefix("::") }, "\(shown.text)")
    #expect(shown.talk.contains("the policy is violated"))
    let html = try shop.taster(compare + ["--report", "html=x"])
    #expect(html.status == 2 && html.talk.contains("a comparison has no report 'html'"))
  }

  /// Two snapshots in which labels of clear rows were changed.
  static func snapshots(_ shop: Workshop) throws {
    func text(_ isNew: Bool) -> String {
      (0..<400).reduce("id,x,y,class\n") { text, i in
        let isA = i % 2 == 0
        let x = Double((i * 37) % 100) / 50 + (isA ? 0 : 9)
        let isFlipped = isNew && isA != (i % 20 == 7)
        let label = isFlipped ? "ham" : isNew ? "spam" : isA ? "ham" : "spam"
        return text + "\(i),\(x),\((i * 53) % 97),\(label)\n"
      }
    }
    try shop.write(text(false), to: "old.csv")
    try shop.write(text(true), to: "new.csv")
  }
}

/// The reports as the programs read them that they are made for.
///
/// It makes an environment of Python, which takes half a minute and the network:
///
///     TASTER_SLOW_TESTS=1 swift test --filter ReportFlagTests
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TASTER_SLOW_TESTS"] == "1"))
struct `Readers of reports` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private static let script = Workshop.package + "/Tests/TasterCommandTests/Readers/read.py"

  /// What each reader says about its report: 0 where the report is right, else the words.
  private func read(_ shown: String) throws -> Workshop.Run {
    try shop.shell("python/bin/python \(Self.script) \(shown)")
  }

  @Test func `take every report and refuse wrong ones`() throws {
    let install = try shop.shell(
      "python3 -m venv python && python/bin/pip install -q -r \(Self.script.dropLast(7))requirements.txt"
    )
    try #require(install.status == 0, "\(install.talk)")
    let set = Shipped.penguins
    let names = ["sarif", "avid", "in-toto", "openmetrics", "junit"]
    let scan = try shop.taster(
      ["scan", set.data, "--label", set.label, "-q", "--out", "run"]
        + names.flatMap { ["--report", "\($0)=\($0).report"] })
    try #require(scan.status == 1)
    let held = try shop.dealtOut(of: set.bytes(), "run")
    for name in names {
      let right = try read("\(name) \(name).report \(held)")
      #expect(right.status == 0, "\(name): \(right.talk)")
    }
    try `taster filter and compare --report`.snapshots(shop)
    _ = try shop.taster(
      [
        "compare", "old.csv", "new.csv", "--key", "id", "--label", "class", "-q",
      ] + names.flatMap { ["--report", "\($0)=\($0).compared"] })
    try shop.learn(set)
    let filter = try shop.taster(
      [
        "filter", set.data, "--baseline", "t.taster", "--fdr", "0.3", "-q", "--out", "stream",
      ] + names.flatMap { ["--report", "\($0)=\($0).streamed"] })
    #expect(filter.status == 1)
    let streamed = try objects(shop.bytes("stream/findings.jsonl")).count
    for name in names {
      let compared = try read("\(name) \(name).compared compared")
      #expect(compared.status == 0, "\(name): \(compared.talk)")
      let stream = try read("\(name) \(name).streamed \(streamed) stream")
      #expect(stream.status == 0, "\(name): \(stream.talk)")
    }
    // What a careless change would do to each of them.
    for (name, change) in [
      ("sarif", "s/\"level\":\"error\"/\"level\":\"fatal\"/g"),
      ("sarif", "s/\"text\":/\"txt\":/g"), ("sarif", "s/\"rank\":[0-9.]*/\"rank\":200/"),
      ("avid", "s/S0601: Ingest Poisoning/S0601/"),
      ("in-toto", "s/Statement\\/v1/Statement\\/v9/"),
      ("openmetrics", "s/^# EOF//"), ("openmetrics", "s/ gauge/ gage/"),
      ("junit", "s/<\\/testcase>//"),
    ] {
      _ = try shop.shell("sed '\(change)' \(name).report > wrong")
      #expect(try read("\(name) wrong \(held)").status == 1, "\(name) after \(change)")
    }
  }
}
