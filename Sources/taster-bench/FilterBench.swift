import ArgumentParser
import Foundation
import TasterCSV
import TasterKit

/// The command over a long stream, beside a scan of the same file and beside copying it.
struct FilterBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter", abstract: "The filter over long streams, beside a scan and cat.",
    discussion: """
      Writes Gaussian blobs: trusted rows, and streams of fresh rows of the same blobs with 1 % of the labels flipped. Then \
      runs `taster filter` (the program beside this one) on the shortest stream from a file and through a pipe, on its first \
      100 rows, `taster scan --baseline`, and `cat` through a pipe, in turn, each as a process of its own; longer streams go through \
      a pipe, once. Memory is that of the largest process. At last a short stream is filtered in batches of 1, 100 and 10,000 rows, on one thread and on all, \
      and the outputs are compared byte by byte.
      """)

  @Option(name: .long, parsing: .upToNextOption, help: "How many rows the streams have.")
  var rows = [1_000_000, 8_000_000]
  @Option(name: .long, help: "How many columns.") var columns = 20
  @Option(name: .long, help: "The share of labels that is flipped in a stream.") var rate = 0.01
  @Option(name: .long, help: "How many rows are filtered in batches of three sizes.")
  var identical = 20_000
  @Option(name: .long, help: "The seed of the tables.") var seed: UInt64 = 1
  @Option(name: .long, help: "How many times each runs on the shortest stream.") var runs = 3
  @Flag(name: .long, help: "Leave the scan out.") var noScan = false
  @Option(name: .long, help: "A folder in which the tables stay; else they are removed.")
  var keep: String?
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  /// Blocks of the blobs that are trusted: 24,576 rows.
  private static let trustedBlocks = 3

  func validate() throws {
    guard !rows.isEmpty, rows.allSatisfy({ $0 > 0 }), columns > 0, runs > 0, identical > 0 else {
      throw ValidationError("rows, columns and runs are at least 1")
    }
  }

  func run() throws {
    let scratch = try Scratch(kept: keep)
    let program = PeerEnvironment.programFolder + "/taster"
    let trusted = scratch.file("trusted.csv")
    let profile = scratch.file("trusted.taster")
    try write(rows: Blobs.blockRows * Self.trustedBlocks, from: 0, flipShare: 0, to: trusted)
    _ = try Child.run([program, "profile", trusted, "--label", "label", "-o", profile, "--force"])
    let base = "'\(program)' filter --baseline '\(profile)' --quiet --exit-zero --force"
    let out = "--out '\(scratch.file("run"))'"
    var table = FigureTable("Run", ["Rows", "Wall s", "Rows/s", "MB/s", "CPU s", "Peak MB"])
    for count in rows.sorted() {
      let file = scratch.file("\(count).csv")
      try write(rows: count, from: Self.trustedBlocks, flipShare: rate, to: file)
      var contenders = [
        ("cat, through a pipe", "cat '\(file)' | cat > /dev/null"),
        ("taster filter, through a pipe", "cat '\(file)' | \(base) \(out) - > /dev/null"),
      ]
      let isShortest = count == rows.min()
      if isShortest {
        contenders.append(
          ("taster filter, from a file", "exec \(base) \(out) '\(file)' > /dev/null"))
        if !noScan {
          contenders.append(
            (
              "taster scan --baseline",
              "exec '\(program)' scan --baseline '\(profile)' --quiet --exit-zero --force \(out) "
                + "'\(file)' > /dev/null"
            ))
        }
        let few = scratch.file("100.csv")
        try write(rows: 100, from: Self.trustedBlocks, flipShare: rate, to: few)
        try measure(
          [("taster filter, to begin", "exec \(base) \(out) '\(few)' > /dev/null")], rows: 100,
          of: few, runs: runs, in: &table)
      }
      try measure(contenders, rows: count, of: file, runs: isShortest ? runs : 1, in: &table)
    }
    let same = try isIdentical(base, scratch: scratch)
    let title =
      "\(columns) columns, \(percent(rate)) of the labels flipped, "
      + "\(Figures.grouped(Blobs.blockRows * Self.trustedBlocks)) trusted rows; "
      + "\(Figures.count(runs, "run")) each, medians; of longer streams one. \(Figures.grouped(identical)) rows in batches of "
      + "1, 100 and 10,000: \(same ? "the same bytes" : "NOT the same bytes")."
    print("\(title)\n\n\(table.text)")
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: "filter", to: "\(docs)/Guides/Measured.md")
    }
    guard same else { throw CaseError("a verdict depends on the batch") }
  }

  private func measure(
    _ contenders: [(name: String, script: String)], rows: Int, of file: String, runs: Int,
    in table: inout FigureTable
  ) throws {
    let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    var costs: [[Child]] = contenders.map { _ in [] }
    for run in 0..<runs {
      for place in contenders.indices {
        let k = (place + run) % contenders.count
        costs[k].append(try Child.run(["/bin/sh", "-c", contenders[k].script]))
      }
    }
    for (contender, cost) in zip(contenders, costs) {
      let wall = median(cost.map { $0.wall })
      table.add(
        contender.name,
        [
          Figures.grouped(rows), fixed(wall), Figures.grouped(Int(Double(rows) / wall)),
          fixed(Double(bytes) / wall / 1e6), fixed(median(cost.map { $0.processor })),
          "\((cost.map { $0.peak }.max() ?? 0) / 1_000_000)",
        ])
    }
  }

  /// Whether batches of every size and any number of threads leave the same bytes.
  private func isIdentical(_ base: String, scratch: Scratch) throws -> Bool {
    let file = scratch.file("short.csv")
    try write(rows: identical, from: Self.trustedBlocks, flipShare: max(rate, 0.05), to: file)
    var first: [Data]?
    for (k, way) in ["--batch 10000", "--batch 100 --threads 1", "--batch 1 --threads 2"]
      .enumerated()
    {
      let out = scratch.file("way\(k)")
      _ = try Child.run([
        "/bin/sh", "-c", "exec \(base) --out '\(out)' \(way) '\(file)' > '\(out).csv'",
      ])
      let names = [
        "quarantine.csv", "rejects.csv", "findings.jsonl", "report.json", "metrics.json",
      ]
      let found = try (names.map { "\(out)/\($0)" } + ["\(out).csv"]).map {
        try Data(contentsOf: URL(filePath: $0))
      }
      if let first, first != found { return false }
      first = found
    }
    return true
  }

  /// Writes blocks of the blobs from a block on.
  private func write(rows: Int, from first: Int, flipShare: Double, to path: String) throws {
    var blobs = Blobs(rows: first * Blobs.blockRows + rows, columns: columns, seed: seed)
    blobs.flipShare = flipShare
    let file = try OutputFile(in: URL(filePath: path).deletingLastPathComponent().path)
    try file.write(blobs.header.utf8)
    for k in first..<blobs.blockCount { try file.write(blobs.block(k).bytes) }
    try file.publish(as: path)
  }
}
