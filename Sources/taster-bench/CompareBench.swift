import ArgumentParser
import Foundation
import TasterCSV
import TasterKit

/// The row diff on a large table, beside public tools on the same two files.
struct CompareBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "The row diff of two snapshots, beside public tools.",
    discussion: """
      Writes Gaussian blobs with a column `id` and a second snapshot of them: some rows gone, some labels changed, the \
      second half of the file first. Then runs `taster compare --key id --rows-only` with one thread and the peers, in turn, each \
      as a process of its own. Found are changed and lost rows that were planted, invented those that were not.

      Peers: `duckdb` (a full outer join by key, one thread) and `datacompy` (pandas). Their Python environment is made on \
      first use, from the package registry.
      """)

  /// A public tool.
  enum Peer: String, ExpressibleByArgument, CaseIterable { case none, duckdb, datacompy }

  @Option(name: .long, help: "How many rows.") var rows = 1_000_000
  @Option(name: .long, help: "How many columns, the id and the label among them.") var columns = 12
  @Option(name: .long, help: "How many rows go.") var deletions = 475
  @Option(name: .long, help: "How many labels change.") var relabelled = 507
  @Option(name: .long, help: "The seed of the table.") var seed: UInt64 = 1
  @Option(name: .long, help: "How many times each runs.") var runs = 3
  @Flag(name: .long, help: "Also run the whole comparison: profile, drift, evidence; all threads.")
  var whole = false
  @Option(name: .long, parsing: .upToNextOption, help: "Which public tools run too.")
  var peers: [Peer] = [.duckdb, .datacompy]
  @Option(name: .long, help: "A folder in which the tables stay; else they are removed.")
  var keep: String?
  @Option(name: .long, help: "Where the peers' Python environment is or is made.")
  var environment: String?
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  func validate() throws {
    guard rows > 10, columns > 2, runs > 0, deletions + relabelled <= rows, deletions >= 0,
      relabelled >= 0
    else { throw ValidationError("there are too few rows, columns or runs for this") }
  }

  private struct Planted {
    var went: Set<String> = []
    var changed: Set<String> = []
  }

  func run() throws {
    let scratch = try Scratch(kept: keep)
    let (old, new) = (scratch.file("old.csv"), scratch.file("new.csv"))
    let planted = try write(old, new, in: scratch)
    var contenders: [(name: String, run: () throws -> (Child, [String: String]))] = [
      ("taster", { try taster(old, new, scratch, ["--rows-only", "--threads", "1"]) })
    ]
    if whole { contenders.append(("taster, all of it", { try taster(old, new, scratch, []) })) }
    let chosen = peers.filter { $0 != .none }
    if !chosen.isEmpty {
      let python = try PeerEnvironment(environment, name: "peers-rows", requirements: "rows.txt")
      for peer in chosen {
        contenders.append(
          (
            peer.rawValue,
            {
              let out = scratch.file("changes.csv")
              let child = try python.run("rows.py", [peer.rawValue, old, new, out])
              return (child, try Self.pairs(out))
            }
          ))
      }
    }
    var costs: [[Child]] = contenders.map { _ in [] }
    var found = contenders.map { _ in (found: 0, invented: 0) }
    for run in 0..<runs {
      for place in contenders.indices {
        let k = (place + run) % contenders.count
        let (child, told) = try contenders[k].run()
        costs[k].append(child)
        let right = told.count { id, kind in
          kind == "went" ? planted.went.contains(id) : planted.changed.contains(id)
        }
        found[k] = (right, told.count - right)
      }
    }
    var table = FigureTable("Tool", ["Wall s", "CPU s", "Peak MB", "Found", "Invented"])
    for (k, contender) in contenders.enumerated() {
      table.add(
        contender.name,
        [
          fixed(median(costs[k].map { $0.wall })), fixed(median(costs[k].map { $0.processor })),
          "\((costs[k].map { $0.peak }.max() ?? 0) / 1_000_000)",
          Figures.grouped(found[k].found), Figures.grouped(found[k].invented),
        ])
    }
    let size = try FileManager.default.attributesOfItem(atPath: old)[.size] as? Int ?? 0
    let title =
      "\(Figures.grouped(rows)) rows × \(columns) columns, \(Figures.size(size)) each, "
      + "\(Figures.grouped(deletions)) rows gone, \(Figures.grouped(relabelled)) labels changed, the "
      + "second half first; \(Figures.count(runs, "run")) each, medians."
    print("\(title)\n\n\(table.text)")
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: "compare", title: "Comparing snapshots",
        to: "\(docs)/Guides/Measured.md")
    }
  }

  /// Runs the command; the kind of change by id.
  private func taster(
    _ old: String, _ new: String, _ scratch: Scratch, _ more: [String]
  ) throws -> (Child, [String: String]) {
    let out = scratch.file("run")
    try? FileManager.default.removeItem(atPath: out)
    let child = try Child.run(
      [
        PeerEnvironment.programFolder + "/taster", "compare", old, new, "--key", "id", "--label",
        "label", "--out", out, "--quiet", "--exit-zero",
      ] + more)
    let lines = try Data(contentsOf: URL(filePath: "\(out)/changes.jsonl"), options: .mappedIfSafe)
    let decoder = JSONDecoder()
    var result: [String: String] = [:]
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let row = try decoder.decode(Row.self, from: line)
      result[row.key[0]] = row.kind
    }
    try? FileManager.default.removeItem(atPath: out)
    return (child, result)
  }

  /// What matters here of a line of `changes.jsonl`.
  private struct Row: Decodable {
    let kind: String
    let key: [String]
  }

  private static func pairs(_ path: String) throws -> [String: String] {
    var result: [String: String] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let fields = line.split(separator: ",")
      if fields.count == 2 { result[String(fields[0])] = String(fields[1]) }
    }
    return result
  }

  /// Writes both snapshots, block by block: this process has to stay small.
  private func write(_ old: String, _ new: String, in scratch: Scratch) throws -> Planted {
    let blobs = Blobs(rows: rows, columns: columns - 2, seed: seed)
    var random = SplitMix(seed: seed &+ 77)
    var gone = Set<Int>()
    while gone.count < deletions { gone.insert(Int.random(in: 0..<rows, using: &random)) }
    var changed = Set<Int>()
    while changed.count < relabelled {
      let row = Int.random(in: 0..<rows, using: &random)
      if !gone.contains(row) { changed.insert(row) }
    }
    let (before, after) = (try OutputFile(in: scratch.path), try OutputFile(in: scratch.path))
    for file in [before, after] { try file.write("id,\(blobs.header)".utf8) }
    let half = blobs.blockCount / 2
    for (file, order) in [
      (before, Array(0..<blobs.blockCount)),
      (after, Array(half..<blobs.blockCount) + Array(0..<half)),
    ] {
      for index in order {
        let lines = blobs.block(index).bytes.split(separator: UInt8(ascii: "\n"))
        for (k, line) in lines.enumerated() {
          let row = index * Blobs.blockRows + k
          if file === after, gone.contains(row) { continue }
          var full = Array("\(1_000_000 + row),".utf8) + line + [UInt8(ascii: "\n")]
          if file === after, changed.contains(row) {
            // The label's last letter is its number: c0, c1 or c2.
            let zero = UInt8(ascii: "0")
            full[full.count - 2] = zero + (full[full.count - 2] - zero + 1 + UInt8(row % 2)) % 3
          }
          try file.write(full)
        }
      }
    }
    try before.publish(as: old)
    try after.publish(as: new)
    return Planted(
      went: Set(gone.map { "\(1_000_000 + $0)" }), changed: Set(changed.map { "\(1_000_000 + $0)" })
    )
  }
}
