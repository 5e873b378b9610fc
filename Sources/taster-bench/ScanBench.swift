import ArgumentParser
import Foundation
import TasterKit

/// The command on a large table, beside public tools on the same file.
struct ScanBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "The command on a large generated table, beside public tools.",
    discussion: """
      Writes Gaussian blobs with 2 % of the labels flipped, then runs `taster scan` (the program beside this one) and \
      the peers on the file, in turn, each as a process of its own. Wall, processor and peak memory are the kernel's; \
      memory is that of the largest process. Precision and recall are those of the flips among the held rows.

      Peers: `cleanlab` (pandas, 5-fold logistic regression, find_label_issues) and `iforest` (pandas, PyOD's IForest \
      at its own contamination of a tenth). Their Python environment is made on first use, from the package registry.
      """)

  /// A public tool.
  enum Peer: String, ExpressibleByArgument, CaseIterable { case none, cleanlab, iforest }

  @Option(name: .long, help: "How many rows.") var rows = 1_000_000
  @Option(name: .long, help: "How many columns.") var columns = 20
  @Option(name: .long, help: "The seed of the table.") var seed: UInt64 = 1
  @Option(name: .long, help: "How many times each runs.") var runs = 3
  @Option(name: .long, help: "How many threads the command may use; nil leaves it to it.")
  var threads: Int?
  @Option(name: .long, parsing: .upToNextOption, help: "Which public tools run too.")
  var peers: [Peer] = [.cleanlab, .iforest]
  @Option(name: .long, help: "A folder in which the table stays; else it is removed.")
  var keep: String?
  @Option(name: .long, help: "Where the peers' Python environment is or is made.")
  var environment: String?
  @Flag(name: .long, help: "Print a line of JSON for every run.") var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?
  @Option(name: .long, help: "The name of the marks between which it goes.") var block = "scan"

  func validate() throws {
    guard rows > 0, columns > 0, runs > 0 else {
      throw ValidationError("rows, columns and runs are at least 1")
    }
  }

  func run() throws {
    let scratch = try Scratch(kept: keep)
    let file = scratch.file("data.csv")
    let flipped = Set(try Blobs(rows: rows, columns: columns, seed: seed).write(to: file))
    var contenders: [(name: String, run: () throws -> (Child, [Int]))] = [
      ("taster", { try taster(file, in: scratch) })
    ]
    let chosen = peers.filter { $0 != .none }
    if !chosen.isEmpty {
      let python = try PeerEnvironment(environment)
      for peer in chosen {
        contenders.append(
          (
            peer.rawValue,
            {
              let held = scratch.file("held.txt")
              let child = try python.run("judge.py", [peer.rawValue, file, held])
              let rows = try String(contentsOfFile: held, encoding: .utf8)
              return (child, rows.split(separator: "\n").compactMap { Int($0) })
            }
          ))
      }
    }
    var costs: [[Child]] = contenders.map { _ in [] }
    var found: [(precision: Double?, recall: Double?, held: Int)] = contenders.map { _ in
      (nil, nil, 0)
    }
    for run in 0..<runs {
      for place in contenders.indices {
        let k = (place + run) % contenders.count
        let (child, held) = try contenders[k].run()
        let right = Double(held.count { flipped.contains($0) })
        costs[k].append(child)
        found[k] = (
          held.isEmpty ? nil : right / Double(held.count),
          flipped.isEmpty ? nil : right / Double(flipped.count), held.count
        )
        if json {
          let line: JSON = [
            "tool": .string(contenders[k].name), "rows": .integer(rows),
            "columns": .integer(columns), "run": .integer(run), "wall": .number(child.wall),
            "cpu": .number(child.processor), "peak_bytes": .integer(child.peak),
            "held": .integer(held.count), "precision": JSON(found[k].precision),
            "recall": JSON(found[k].recall),
          ]
          print(String(decoding: line.bytes(), as: UTF8.self))
        }
      }
    }
    var table = FigureTable(
      "Tool", ["Wall s", "CPU s", "Peak MB", "Held", "Precision", "Recall"])
    for (k, contender) in contenders.enumerated() {
      table.add(
        contender.name,
        [
          fixed(median(costs[k].map { $0.wall })), fixed(median(costs[k].map { $0.processor })),
          "\((costs[k].map { $0.peak }.max() ?? 0) / 1_000_000)", Figures.grouped(found[k].held),
          figure(found[k].precision), figure(found[k].recall),
        ])
    }
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    let title =
      "\(Figures.grouped(rows)) rows × \(columns) columns, \(Figures.size(size)), "
      + "\(Figures.grouped(flipped.count)) labels flipped; \(Figures.count(runs, "run")) each, medians."
    if !json { print("\(title)\n\n\(table.text)") }
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: block, to: "\(docs)/Guides/Measured.md")
    }
  }

  /// Runs the command; the numbers of the rows that it held.
  private func taster(_ file: String, in scratch: Scratch) throws -> (Child, [Int]) {
    let out = scratch.file("run")
    try? FileManager.default.removeItem(atPath: out)
    let child = try Child.run(
      [
        PeerEnvironment.programFolder + "/taster", "scan", file, "--label", "label", "--out", out,
        "--quiet", "--exit-zero",
      ] + (threads.map { ["--threads", "\($0)"] } ?? []))
    let findings = try Data(
      contentsOf: URL(filePath: "\(out)/findings.jsonl"), options: .mappedIfSafe)
    let decoder = JSONDecoder()
    let rows = try findings.split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(Row.self, from: $0).row
    }
    try? FileManager.default.removeItem(atPath: out)
    return (child, rows)
  }

  /// What matters here of a line of `findings.jsonl`.
  private struct Row: Decodable { let row: Int }
}
