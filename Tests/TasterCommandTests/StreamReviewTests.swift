import Foundation
import Testing

@Suite struct `Held rows of a stream` {
  private let shop: Workshop
  private static let banknote = Shipped(name: "banknote", label: "class")
  private var data: String { Self.banknote.data }

  init() throws {
    shop = try Workshop()
    try shop.learn(Self.banknote)
  }

  /// Filters what a script writes, and returns the number of the first held row.
  private func filter(_ script: String) throws -> Int {
    let run = try shop.shell("\(script) --baseline t.taster --out run -q > good.csv")
    try #require(run.status == 1, "\(run.talk)")
    return try #require(try held().first)
  }

  private func held(_ name: String = "findings") throws -> [Int] {
    try objects(shop.bytes("run/\(name).jsonl")).compactMap { $0["row"] as? Int }
  }

  /// A case, as `inspect --row` tells it to programs.
  private func opened(_ row: Int) throws -> [String: Any] {
    let run = try shop.taster(["inspect", "run", "--row", "\(row)", "--json"])
    try #require(run.status == 0, "\(run.talk)")
    return try #require(try objects(run.output).first)
  }

  /// A case, as `inspect --row` tells it to people, on one line.
  private func told(_ row: Int) throws -> String {
    let run = try shop.taster(["inspect", "run", "--row", "\(row)"])
    try #require(run.status == 0, "\(run.talk)")
    return run.text.split { $0.isWhitespace }.joined(separator: " ")
  }

  @Test func `are compared with rows that went out, where the stream is a file`() throws {
    let row = try filter("$TASTER filter '\(data)'")
    let found = try opened(row)
    #expect(found["kept_rows_compared"] as? Bool == true)
    let nearest = try #require(found["nearest_rows"] as? [String: [[String: Any]]])
    let own = try #require(nearest["own"])
    #expect(own.count == 5 && own.contains { $0["status"] as? String == "kept" })
    // Numbers are those of the input.
    let lines = String(decoding: try Self.banknote.bytes(), as: UTF8.self).split(separator: "\n")
    for other in nearest.values.joined() {
      let cells = try #require(other["cells"] as? [String])
      #expect(lines[try #require(other["row"] as? Int)] == cells.joined(separator: ","))
    }
  }

  @Test func `are compared with trusted rows, where the others have gone`() throws {
    let row = try filter("cat '\(data)' | $TASTER filter")
    let found = try opened(row)
    #expect(found["kept_rows_compared"] as? Bool == false)
    let nearest = try #require(found["nearest_rows"] as? [String: [[String: Any]]])
    let statuses = nearest.values.joined().compactMap { $0["status"] as? String }
    #expect(statuses.contains("trusted") && Set(statuses).isSubset(of: ["trusted", "held"]))
    // Cells are those of the trusted file, whatever the digits.
    let clean = String(decoding: try Self.banknote.bytes("clean.csv"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",").map { Double($0) } }
    for other in nearest.values.joined() where other["status"] as? String == "trusted" {
      let cells = try #require(other["cells"] as? [String])
      let row = try #require(other["row"] as? Int)
      let numbers: [Double?] = cells.map { Double($0) }
      #expect(numbers == clean[row])
    }
    let text = try told(row)
    #expect(text.contains("rows of the baseline stand in their place") && text.contains("trusted "))
  }

  @Test func `are compared with one another, where nothing else is at hand`() throws {
    let row = try filter("cat '\(data)' | $TASTER filter")
    _ = try shop.shell("rm t.taster")
    let found = try opened(row)
    let nearest = try #require(found["nearest_rows"] as? [String: [[String: Any]]])
    #expect(nearest.values.joined().allSatisfy { $0["status"] as? String == "held" })
    #expect(try told(row).contains("only held and released rows"))
  }

  @Test func `are let go into a file of their own, and back`() throws {
    let row = try filter("cat '\(data)' | $TASTER filter")
    let all = try held()
    let before = try shop.bytes("run/quarantine.csv")
    let last = try #require(all.last)
    let gone = try shop.taster([
      "release", "run", "--rows", "\(last),\(row)", "--by", "ana", "--because", "looked at",
    ])
    #expect(gone.status == 0 && gone.talk.contains("run/released.csv"), "\(gone.talk)")
    let lines = String(decoding: try Self.banknote.bytes(), as: UTF8.self).split(separator: "\n")
    let released = String(decoding: try shop.bytes("run/released.csv"), as: UTF8.self)
    #expect(released.split(separator: "\n") == [lines[0], lines[row], lines[last]])
    #expect(try held("released") == [row, last] && held() == Array(all.dropFirst().dropLast()))
    #expect(shop.names("run")?.contains("clean.csv") == false)

    for (way, word) in [
      ([], "counted"), (["--clean", "good.csv"], "proven"), (["--input", data], "proven"),
    ] {
      let proof = try shop.taster(["verify", "run"] + way)
      #expect(proof.status == 0 && proof.text.hasPrefix(word), "\(way) \(proof.text)\(proof.talk)")
      #expect(proof.text.contains("released.csv"))
    }
    #expect(try opened(row)["status"] as? String == "released")
    let confirmed = try shop.taster([
      "confirm", "run", "--rows", "\(all[1])", "--by", "ana", "--because", "odd",
    ])
    #expect(confirmed.status == 0, "\(confirmed.talk)")

    _ = try shop.shell("sed -i '2s/./9/' run/released.csv")
    let broken = try shop.taster(["verify", "run"])
    #expect(broken.status == 1 && (broken.text + broken.talk).contains("released.csv"))
    _ = try shop.write(released, to: "run/released.csv")

    let back = try shop.taster([
      "release", "run", "--rows", "\(row),\(last)", "--undo", "--by", "ana", "--because", "no",
    ])
    #expect(back.status == 0, "\(back.talk)")
    #expect(try shop.bytes("run/quarantine.csv") == before && held() == all)
    #expect(try shop.bytes("run/released.csv") == Array((lines[0] + "\n").utf8))
    let proof = try shop.taster(["verify", "run", "--clean", "good.csv"])
    #expect(proof.status == 0 && proof.text.hasPrefix("proven"), "\(proof.text)\(proof.talk)")
  }
}
