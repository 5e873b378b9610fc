import Foundation
import Testing

/// What is left of decisions when the program that writes them is killed.
@Suite struct `taster decisions` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private static var isPatient: Bool {
    ProcessInfo.processInfo.environment["TASTER_SLOW_TESTS"] == "1"
  }

  private func scan() throws -> [Int] {
    _ = try shop.taster(
      ["scan", Shipped.wine.data, "--label", Shipped.wine.label, "-q", "--out", "run"])
    return try objects(shop.bytes("run/findings.jsonl")).compactMap { $0["row"] as? Int }
  }

  /// A decision as the program is told of it.
  private func order(_ number: Int, _ rows: [Int]) -> String {
    let verdict = ["confirm", "release"][number / rows.count % 2]
    return #"{"verdict":"\#(verdict)","row":\#(rows[number % rows.count]),"who":"w","#
      + #""reason":"number \#(number)"}"#
  }

  private func decisions() throws -> [[String: Any]] {
    try objects(shop.taster(["decisions", "run", "--jsonl"]).output)
  }

  @Test func `that were acknowledged outlast a kill at any moment`() throws {
    let rows = try scan()
    let wanted = Self.isPatient ? 1_000 : 60
    var acknowledged: [(number: Int, hash: String)] = []
    var kills = 0
    while try decisions().count < wanted {
      let done = try decisions().count
      try shop.write(
        (done..<wanted).map { order($0, rows) + "\n" }.joined(), to: "orders.jsonl")
      let started = try shop.process(
        Workshop.program, ["decisions", "run", "--apply", "orders.jsonl", "-q"])
      Thread.sleep(forTimeInterval: Double.random(in: 0.005...0.12))
      kill(started.process.processIdentifier, SIGKILL)
      let run = try started.wait()
      kills += run.signal == SIGKILL ? 1 : 0
      // A line without its end was not yet said.
      let said = run.output.lastIndex(of: 10).map { Array(run.output[...$0]) } ?? []
      acknowledged += try objects(said).map {
        (try #require($0["number"] as? Int), try #require($0["last_hash"] as? String))
      }
      let kept = try decisions()
      for (number, hash) in acknowledged {
        #expect(number <= kept.count && kept[number - 1]["hash"] as? String == hash)
      }
      let proof = try shop.taster(["verify", "run", "-q"])
      #expect(proof.status == 0, "\(proof.talk)")
      // A machine that is too fast to be interrupted has nothing more to show.
      if run.status == 0 { break }
    }
    #expect(try shop.taster(["rebuild", "run", "-q"]).status == 0)
    #expect(try shop.taster(["verify", "run", "-q"]).status == 0)
    let released = try objects(shop.bytes("run/released.jsonl")).count
    #expect(try shop.dealtOut(of: Shipped.wine.bytes(), "run") == rows.count - released)
    #expect(try decisions().count == wanted && !acknowledged.isEmpty)
  }

  @Test func `leave a run whole when a rebuild is killed`() throws {
    let rows = try scan()
    for k in 0..<(Self.isPatient ? 200 : 8) {
      let verdict = k % 2 == 0 ? [] : ["--undo"]
      let started = try shop.process(
        Workshop.program,
        ["release", "run", "-q", "--rows", "\(rows[0])-\(rows[rows.count - 1])", "--by", "w"]
          + ["--because", "x"] + verdict)
      Thread.sleep(forTimeInterval: Double.random(in: 0.005...0.06))
      kill(started.process.processIdentifier, SIGKILL)
      _ = try started.wait()
      let proof = try shop.taster(["verify", "run", "-q"])
      #expect(proof.status == 0, "\(proof.talk)")
    }
    _ = try shop.taster(["rebuild", "run", "-q"])
    let names = try #require(shop.names("run"))
    #expect(!names.contains { $0.hasSuffix(".partial") || $0.hasPrefix(".repl") }, "\(names)")
  }

  @Test func `say which line cannot be followed, and keep those before it`() throws {
    let rows = try scan()
    try shop.write(order(0, rows) + "\nnonsense\n", to: "orders.jsonl")
    let run = try shop.taster(["decisions", "run", "--apply", "orders.jsonl"])
    #expect(run.status == 2 && run.talk.contains("orders.jsonl, line 2"), "\(run.talk)")
    #expect(try decisions().count == 1)
    let list = try shop.taster(["decisions", "run"])
    #expect(list.text.contains("number 0") && list.text.contains("1 decision"))
  }
}
