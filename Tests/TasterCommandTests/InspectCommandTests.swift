import Foundation
import Testing

@Suite struct `taster inspect` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private func scan() throws {
    _ = try shop.taster(
      ["scan", Shipped.penguins.data, "--label", Shipped.penguins.label, "-q", "--out", "run"])
  }

  @Test func `lists, asks, counts and orders`() throws {
    try scan()
    let findings = try objects(shop.bytes("run/findings.jsonl"))
    let all = try shop.taster(["inspect", "run", "--all", "--json"])
    let list = try #require(try objects(all.output).first)
    #expect(list["matched"] as? Int == findings.count)
    let label = try #require(findings.first?["label"] as? String)
    let wish = "class='\(label)' score>=0.5"
    let expected = findings.filter {
      $0["label"] as? String == label && ($0["score"] as? Double ?? 0) >= 0.5
    }
    let csv = try shop.taster([
      "inspect", "run", "--where", wish, "--all", "--csv", "--sort", "row",
    ])
    let rows = csv.text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
    #expect(rows.map { Int($0) } == expected.map { $0["row"] as? Int })
    let groups = try shop.taster(["inspect", "run", "--group-by", "class,detector", "--json"])
    let counted = try #require(try objects(groups.output).first?["groups"] as? [[String: Any]])
    #expect(counted.reduce(0) { $0 + ($1["rows"] as? Int ?? 0) } == findings.count)
    // As wide as it is told, and through no pager.
    let table = try shop.shell("COLUMNS=60 PAGER='echo paged' $TASTER inspect run --group-by class")
    #expect(table.status == 0 && !table.text.contains("paged"))
    #expect(table.text.split(separator: "\n").allSatisfy { $0.count <= 60 || $0.hasPrefix("next") })
  }

  @Test func `shows a case with its nearest rows`() throws {
    try scan()
    let findings = try objects(shop.bytes("run/findings.jsonl"))
    let row = try #require(findings.first { $0["suggested_label"] is String }?["row"] as? Int)
    let run = try shop.taster(["inspect", "run", "--row", "\(row)"])
    #expect(run.status == 0 && run.text.contains("nearest rows"), "\(run.talk)")
    let json = try #require(
      try objects(shop.taster(["inspect", "run", "--row", "\(row)", "--json"]).output).first)
    let nearest = try #require(json["nearest_rows"] as? [String: [[String: Any]]])
    #expect(nearest["own"]?.count == 5 && nearest["suggested"]?.count == 5)
  }

  @Test func `answers wrong names with the nearest`() throws {
    try scan()
    for (arguments, words) in [
      (["--where", "clas=1"], "did you mean 'class'"),
      (["--sort", "scor"], "did you mean 'score'"),
      (["--group-by", "sourc"], "did you mean 'source'"),
      (["--json", "--csv"], "exclude each other"),
      (["--row", "3", "--where", "row=3"], "--row shows one row"),
    ] {
      let run = try shop.taster(["inspect", "run"] + arguments)
      #expect(run.status == 2 && run.talk.contains(words), "\(arguments): \(run.talk)")
    }
  }

  @Test func `needs no leave to write`() throws {
    try scan()
    // The super-user may write anywhere; a user who may not still sees.
    let run = try shop.shell("chmod a-w run; $TASTER inspect run; chmod u+w run")
    #expect(run.status == 0 && run.text.contains("rows held"), "\(run.talk)")
  }
}
