import Foundation
import Testing

@Suite struct `taster profile` {
  private static func halves(_ shop: Workshop) throws {
    let lines = String(decoding: try Shipped.wine.bytes(), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: true)
    let (header, rows) = (lines[0], lines.dropFirst())
    for (name, rest) in [("trusted", 0), ("new", 1)] {
      let own = rows.enumerated().filter { $0.offset % 2 == rest }.map { $0.element }
      try shop.write(([header] + own).joined(separator: "\n") + "\n", to: "\(name).csv")
    }
  }

  @Test func `writes, shows and merges profiles, and a scan takes them`() throws {
    let shop = try Workshop()
    try Self.halves(shop)
    let label = Shipped.wine.label
    let written = try shop.taster(["profile", "trusted.csv", "--label", label, "-o", "t.taster"])
    #expect(written.status == 0 && written.text.contains("SHA-256"))
    let shown = try shop.taster(["profile", "t.taster"])
    #expect(shown.status == 0 && shown.text.contains("median"))
    let json = try objects(shop.taster(["profile", "t.taster", "--json"]).output)
    #expect(json.count == 1 && json[0]["label_column"] as? String == label)
    let like = try shop.taster(["profile", "new.csv", "--like", "t.taster", "-o", "n.taster"])
    #expect(like.status == 0, "\(like.talk)")
    let merged = try shop.taster(["profile", "merge", "t.taster", "n.taster", "-o", "all.taster"])
    #expect(merged.status == 0 && shop.names()?.contains("all.taster") ?? false)
    let scan = try shop.taster([
      "scan", "new.csv", "--baseline", "t.taster", "--fdr", "20%", "--exit-zero", "--out", "run",
    ])
    #expect(scan.status == 0 && scan.text.contains("baseline mode"), "\(scan.talk)")
    #expect(try shop.taster(["verify", "run"]).status == 0)
    #expect(shop.isTidy)
  }

  @Test func `refuses what is no profile, and profiles that were altered`() throws {
    let shop = try Workshop()
    try Self.halves(shop)
    let label = Shipped.wine.label
    _ = try shop.taster(["profile", "trusted.csv", "--label", label, "-o", "t.taster"])
    var bytes = try shop.bytes("t.taster")
    bytes[bytes.count / 2] ^= 4
    try shop.write(bytes, to: "bad.taster")
    let altered = try shop.taster(["scan", "new.csv", "--baseline", "bad.taster"])
    #expect(altered.status == 2 && altered.talk.contains("altered"))
    let none = try shop.taster(["scan", "new.csv", "--baseline", "new.csv"])
    #expect(none.status == 2 && none.talk.contains("cannot be used as a profile"))
    let twice = try shop.taster(["profile", "merge", "t.taster", "t.taster", "-o", "x.taster"])
    #expect(twice.status == 2 && twice.talk.contains("twice"))
    let again = try shop.taster(["profile", "trusted.csv", "--label", label, "-o", "t.taster"])
    #expect(again.status == 2 && again.talk.contains("--force"))
    let level = try shop.taster(["scan", "new.csv", "--baseline", "t.taster", "--fdr", "2"])
    #expect(level.status == 2 && level.talk.contains("--fdr"))
    #expect(shop.names()?.contains("x.taster") == false && shop.isTidy)
  }

  @Test func `checks the models that a profile keeps`() throws {
    let shop = try Workshop()
    try Self.halves(shop)
    _ = try shop.taster(["profile", "trusted.csv", "--label", Shipped.wine.label, "-o", "t.taster"])
    let checked = try shop.taster(["profile", "t.taster", "--check"])
    #expect(checked.status == 0 && checked.talk.contains("are those that its rows give"))
    let odd = try shop.taster(["profile", "t.taster", "new.csv", "--check"])
    #expect(odd.status == 2 && odd.talk.contains("--check takes one profile"))
    #expect(try shop.taster(["profile", "new.csv", "--check"]).status == 2)
  }
}
