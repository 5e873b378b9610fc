import Foundation
import TasterKernels
import TasterKit

/// What poisoning, sweeping and simulating cost.
struct TuneCost {
  /// How many rows the large table has.
  let rows: Int
  /// The seed of the tables and of every random choice.
  let seed: UInt64

  private static let program = PeerEnvironment.programFolder + "/taster"
  /// What the simulation plants: all that needs neither sources nor an order of rows.
  private static let attacks = Attacks.all.map { $0.name }
    .filter { !["source-attack", "slow-drip"].contains($0) }

  /// Runs everything.
  ///
  /// - Returns: A title, the figures, and the name of their block.
  /// - Throws: ``CaseError`` where a command fails.
  func measured() throws -> (String, FigureTable, String) {
    var table = FigureTable("Work", ["Wall s", "CPU s", "MB/s of CPU", "Peak MB"])
    let scratch = try Scratch(kept: nil)
    let clean = scratch.file("clean.csv")
    _ = try Blobs(rows: rows, columns: 20, seed: seed).write(to: clean)
    let size = try FileManager.default.attributesOfItem(atPath: clean)[.size] as? Int ?? 0
    let (poisoned, truth) = (scratch.file("poisoned.csv"), scratch.file("truth.csv"))
    for attack in ["outlier-far", "flip-near", "flip-random"] {
      let child = try taster(
        "poison", clean, "--label", "label", "--attack", attack, "--rate", "0.03", "--seed", "1",
        "-o",
        poisoned, "--truth", truth, "--force", "-q")
      table.add("taster poison, \(attack)", figures(child, bytes: size))
    }
    let run = scratch.file("run")
    _ = try taster(
      "scan", poisoned, "--label", "label", "--out", run, "--scores", "--exit-zero", "-q")
    let sweep = try taster("tune", run, "--truth", truth, "--max-false-rate", "0.001", "-q")
    table.add("taster tune, from the run's scores.csv", figures(sweep))
    let small = scratch.file("small.csv")
    _ = try Blobs(rows: 10_000, columns: 20, seed: seed).write(to: small)
    let simulation = try taster(
      "tune", small, "--label", "label", "--simulate", "--attacks",
      Self.attacks.joined(separator: ","), "-q")
    table.add(
      "taster tune --simulate, \(Self.attacks.count) attacks × 3 rates × 3 draws, 10,000 × 20",
      figures(simulation))
    let stored = try StoredScores(contentsOf: "\(run)/scores.csv")
    let answers = try RowTruth(contentsOf: truth, rowCount: stored.rowCount)
    var points = 0
    let cost = try Cost.of {
      let tuning = try Tuning(stored, truth: answers, threads: processorCount())
      points = tuning.sweeps[0].points.count
      _ = try tuning.recommendation(for: TuningGoal(maxFalseRate: 0.001))
    }
    table.add(
      "the sweep alone, \(points) thresholds × \(stored.detectors.count + 1) orders",
      [fixed(cost.wall), fixed(cost.processor), "", ""])
    return (
      "\(Figures.grouped(rows)) rows × 20 columns, \(Figures.size(size)); "
        + "\(Figures.count(processorCount(), "processor")), seed \(seed).",
      table, "tunecost"
    )
  }

  private func taster(_ arguments: String...) throws -> Child {
    try Child.run([Self.program] + arguments)
  }

  private func figures(_ child: Child, bytes: Int? = nil) -> [String] {
    [
      fixed(child.wall), fixed(child.processor),
      bytes.map { "\(Int(Double($0) / 1e6 / child.processor))" } ?? "",
      "\(child.peak / 1_000_000)",
    ]
  }
}
