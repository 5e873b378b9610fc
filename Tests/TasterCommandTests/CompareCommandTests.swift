import Foundation
import Testing

@Suite struct `taster compare` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private func plant() throws {
    let run = try shop.taster([
      "poison", Shipped.wine.file("clean.csv"), "--label", "cultivar", "--attack", "flip-pair",
      "--set", "from=class_0", "--set", "to=class_1", "--rate", "0.08", "--seed", "2", "-o",
      "new.csv", "--truth", "truth.csv", "-q",
    ])
    #expect(run.status == 0, "\(run.talk)")
  }

  @Test func `finds planted flips, ranks them, and ends with 1`() throws {
    try plant()
    let arguments = [
      "compare", Shipped.wine.file("clean.csv"), "new.csv", "--label", "cultivar", "--out", "run",
    ]
    let run = try shop.taster(arguments)
    #expect(run.status == 1 && run.talk.isEmpty && shop.isTidy, "\(run.talk)")
    #expect(run.text.contains("S0601: Ingest Poisoning") && run.text.contains("one-sided"))
    #expect(shop.names("run") == ["changes.jsonl", "comparison.json", "drift.csv", "report.html"])
    let truth = String(decoding: try shop.bytes("truth.csv"), as: UTF8.self).split(separator: "\n")
    let planted = Set(truth.indices.filter { truth[$0].contains(",1,") })
    let changes = try objects(try shop.bytes("run/changes.jsonl"))
    #expect(Set(changes.compactMap { ($0["new"] as? [String: Int])?["row"] }) == planted)
    #expect(changes.allSatisfy { $0["kind"] as? String == "relabelled" })
    let quiet = try shop.taster(arguments + ["--force", "--exit-zero", "-q"])
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.talk.isEmpty)
    let other = try shop.taster(arguments + ["--force", "--fail-on", "columns,hash"])
    #expect(other.status == 0)
    #expect(try shop.taster(arguments).talk.contains("already holds changes.jsonl"))
  }

  @Test func `tells one object, from a file, a compressed one or a pipe`() throws {
    try plant()
    let old = Shipped.wine.file("clean.csv")
    let script = """
      gzip -nk new.csv
      $TASTER compare '\(old)' new.csv --label cultivar --json --exit-zero > a
      $TASTER compare '\(old)' new.csv.gz --label cultivar --json --exit-zero --threads 1 > b
      cat new.csv | $TASTER compare '\(old)' - --label cultivar --json --exit-zero > c
      cmp a b && cmp a c
      """
    let run = try shop.shell(script)
    #expect(run.status == 0 && run.talk.isEmpty && shop.isTidy, "\(run.talk)")
    let object = try #require(try objects(try shop.bytes("a")).first)
    #expect((object["counts"] as? [String: Int])?["same"] ?? 0 > 150)
    #expect(object["violations"] as? [String] == ["planted"])
  }

  @Test func `pins a hash, of the text or of the compressed file`() throws {
    try plant()
    let script = """
      gzip -nk new.csv; text=$(sha256sum < new.csv); packed=$(sha256sum < new.csv.gz)
      for hash in new:${text%% *} new:${packed%% *}; do
        $TASTER compare new.csv new.csv.gz --label cultivar --expect-sha256 $hash -q || exit 9
      done
      $TASTER compare new.csv new.csv.gz --label cultivar --expect-sha256 ${packed%% *}
      """
    let run = try shop.shell(script)
    #expect(run.status == 1 && run.text.contains("S0200: Supply Chain Compromise"), "\(run.talk)")
  }

  @Test func `refuses what makes no sense, in words`() throws {
    try plant()
    func refusal(_ arguments: [String], _ words: String) throws {
      let run = try shop.taster(["compare"] + arguments)
      #expect(run.status == 2 && run.output.isEmpty && shop.isTidy, "\(run.text)")
      #expect(run.talk.hasPrefix("Error: ") && run.talk.contains(words), "\(run.talk)")
    }
    let files = [Shipped.wine.file("clean.csv"), "new.csv", "--label", "cultivar"]
    try refusal(files + ["--key", "alcohl"], "did you mean 'alcohol'")
    try refusal(files + ["--expect-sha256", "12"], "64 hexadecimal digits")
    try refusal(files + ["--fail-on", "plantd"], "did you mean 'planted'")
    try refusal(["nowhere.csv", "new.csv"], "cannot open nowhere.csv")
    try refusal(["-", "-", "--label", "x"], "only one of the two")
    #expect(shop.names() == ["new.csv", "truth.csv"])
  }

  @Test func `takes a profile on either side, and says what it cannot tell`() throws {
    try plant()
    let clean = Shipped.wine.file("clean.csv")
    for (file, profile) in [(clean, "old.taster"), ("new.csv", "new.taster")] {
      let learned = try shop.taster(["profile", file, "--label", "cultivar", "-o", profile, "-q"])
      #expect(learned.status == 0, "\(learned.talk)")
    }
    for (old, new) in [
      ("old.taster", "new.csv"), (clean, "new.taster"), ("old.taster", "new.taster"),
    ] {
      let run = try shop.taster([
        "compare", old, new, "--label", "cultivar", "--out", "run", "--force", "--json",
      ])
      #expect([0, 1].contains(run.status) && shop.isTidy, "\(old) \(new) \(run.talk)")
      let object = try #require(try objects(run.output).first)
      let counts = try #require(object["counts"] as? [String: Any])
      #expect(counts["same"] is NSNull && counts["new"] as? Int ?? 0 > 150)
      #expect((object["unmatched"] as? String)?.contains("rows are not matched") == true)
      let evidence = try #require(object["evidence"] as? [String: [String: Int]])
      #expect(evidence["came_contradicted"]?["suspicious"] ?? 0 >= 3)
      #expect(evidence["came_contradicted"]?["judged"] == counts["new"] as? Int)
      #expect((object["drift"] as? [String: Any])?["tests"] as? Int ?? 0 > 30)
      let changes = try objects(try shop.bytes("run/changes.jsonl"))
      #expect(changes.isEmpty == new.hasSuffix(".taster"))
      let bytes = try shop.bytes("new.csv")
      for change in changes {
        let place = try #require(change["new"] as? [String: Int])
        let line = bytes.split(separator: 10)[place["row"] ?? 0]
        let offset = place["byte_offset"] ?? 0
        #expect(Array(bytes[offset..<offset + line.count]) == Array(line))
        #expect(change["kind"] as? String == "unmatched")
      }
    }
    let text = try shop.taster(["compare", "old.taster", "new.csv"])
    #expect(text.text.contains("rows are not matched") && text.text.contains("labels contradicted"))
    let same = try shop.taster(["compare", "old.taster", clean])
    #expect(same.status == 0 && same.text.contains("the policy is met"), "\(same.text)")
    let hash = String(repeating: "0", count: 64)
    let pinned = try shop.taster(["compare", "old.taster", clean, "--expect-sha256", hash])
    #expect(pinned.status == 1 && pinned.text.contains("S0200"))
    for flags in [["--key", "ash"], ["--rows-only"]] {
      let refused = try shop.taster(["compare", "old.taster", clean] + flags)
      #expect(refused.status == 2 && refused.talk.contains("is a profile"), "\(refused.talk)")
    }
  }
}
