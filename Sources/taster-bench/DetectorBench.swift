import ArgumentParser
import TasterKernels
import TasterKit

/// What reading, the profile and every detector cost.
struct DetectorBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detectors", abstract: "The time of the profile and of each detector.",
    discussion: """
      On a generated table with labels, 2 % of them flipped, and twenty sources. Every part runs once a round, the \
      order turns from round to round; figures are medians over the rounds. A detector's time is without the profile, \
      which all share. Judging a profile's own rows is encoding and looking up; judging a detector's is its evidence \
      for every row.
      """)

  @Option(name: .long, help: "How many rows.") var rows = 5_000
  @Option(name: .long, help: "How many columns.") var columns = 20
  @Option(name: .long, help: "The seed of the table.") var seed: UInt64 = 1
  @Option(name: .long, help: "How many rounds.") var runs = 7
  @Option(name: .long, help: "How many threads the profile may use.") var threads = 1
  @Flag(name: .long, help: "Print a line of JSON for every part.") var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  func validate() throws {
    guard rows > 0, columns > 0, runs > 0, threads > 0 else {
      throw ValidationError("rows, columns, runs and threads are at least 1")
    }
  }

  func run() throws {
    let scratch = try Scratch(kept: nil)
    var blobs = Blobs(rows: rows, columns: columns, seed: seed)
    blobs.sources = 20
    _ = try blobs.write(to: scratch.file("data.csv"))
    let parts = try parts(of: scratch.file("data.csv"))
    var costs: [[Cost]] = parts.map { _ in [] }
    for run in 0..<runs {
      for place in parts.indices {
        let k = (place + run) % parts.count
        costs[k].append(try Cost.of(parts[k].work))
      }
    }
    var table = FigureTable("Part", ["CPU ms", "Wall ms"])
    for (part, costs) in zip(parts, costs) {
      let (wall, processor) = (median(costs.map { $0.wall }), median(costs.map { $0.processor }))
      table.add(part.name, [fixed(processor * 1_000), fixed(wall * 1_000)])
      guard json else { continue }
      let line: JSON = [
        "part": .string(part.name), "rows": .integer(rows), "columns": .integer(columns),
        "threads": .integer(threads), "rounds": .integer(runs), "cpu": .number(processor),
        "wall": .number(wall),
      ]
      print(String(decoding: line.bytes(), as: UTF8.self))
    }
    let title =
      "\(Figures.grouped(rows)) rows × \(columns) columns, \(Figures.count(threads, "thread")), "
      + "medians of \(Figures.count(runs, "round"))."
    if !json { print("\(title)\n\n\(table.text)") }
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: "detectors", to: "\(docs)/Guides/Measured.md")
    }
  }

  /// The pieces of a scan that can be timed alone.
  private func parts(of file: String) throws -> [(name: String, work: () throws -> Void)] {
    var options = TableOptions()
    options.label = .column("label")
    options.source = "source"
    options.threads = threads
    var scan = Scan()
    scan.threads = threads
    let table = try Table.read([file], options: options)
    let statistics = try scan.statistics(of: table)
    let profile = try Profile(table, statistics: statistics, seed: scan.seed, threads: threads)
    let chunks = try (0..<table.chunkCount).map { try table.chunk($0) }
    let batches = chunks.map { profile.batch($0) }
    let (run, reading) = (scan, options)
    var parts: [(name: String, work: () throws -> Void)] = [
      ("reading", { _ = try Table.read([file], options: reading) }),
      ("statistics", { _ = try run.statistics(of: table) }),
      (
        "profile: learn",
        {
          _ = try Profile(
            table, statistics: statistics, seed: run.seed, threads: run.threads)
        }
      ),
      ("profile: judge", { for chunk in chunks { _ = profile.batch(chunk) } }),
    ]
    for detector in Catalog.detectors {
      let judge = try detector.init().learn(profile)
      parts.append(("\(detector.name): learn", { _ = try detector.init().learn(profile) }))
      parts.append(
        ("\(detector.name): judge", { for batch in batches { _ = judge.evidence(batch) } }))
    }
    parts.append(("a whole scan, reading aside", { _ = try run.run(table) }))
    return parts
  }
}
