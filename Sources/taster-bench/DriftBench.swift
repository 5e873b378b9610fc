import ArgumentParser
import Foundation
import TasterKit

/// How often two random halves of one table look like drift.
struct DriftBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "False alarms of the drift tests on halves of one table.",
    discussion: """
      Cuts a table at random into two halves, again and again, and tests whether the one is distributed as the other. \
      Told is the share of runs with any alarm (a q-value of at most 0.05 and an effect), and of runs in which any q-value \
      alone is at most 0.05.
      """)

  @Argument(help: "CSV files.") var files: [String]
  @Option(
    name: .long, help: "The columns of labels, one a file.",
    transform: { $0.split(separator: ",").map { String($0) } })
  var labels: [String]
  @Option(name: .long, help: "How many times each is cut.") var runs = 200
  @Option(name: .long, help: "The seed of the cuts.") var seed: UInt64 = 1

  func validate() throws {
    guard labels.count == files.count, runs > 0 else {
      throw ValidationError("--labels names a column for every file, with commas between")
    }
  }

  func run() throws {
    var table = FigureTable("Table", ["Rows", "Tests", "Any alarm", "Any q ≤ 0.05"])
    for (file, label) in zip(files, labels) {
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      let scratch = try Scratch(kept: nil)
      var random = SplitMix(seed: seed)
      var (alarms, certain, tests) = (0, 0, 0)
      for _ in 0..<runs {
        let rows = lines.dropFirst().shuffled(using: &random)
        let half = rows.count / 2
        let halves = try [rows[..<half], rows[half...]].enumerated().map { k, part in
          let path = scratch.file("half\(k).csv")
          let text = ([lines[0]] + part).joined(separator: "\n") + "\n"
          try text.write(toFile: path, atomically: false, encoding: .utf8)
          var options = TableOptions()
          options.label = .column(label)
          return try Table.read([path], options: options)
        }
        let columns = halves[0].schema.columns.map { (name: $0.name, role: $0.role) }
        let match = ColumnMatch(old: columns, new: halves[1].schema.columns.map { $0.name })
        let drift = try Drift(halves[0], halves[1], columns: match, threads: 1)
        tests = max(tests, drift.tests.count)
        if !drift.alarms().isEmpty { alarms += 1 }
        if drift.tests.contains(where: { $0.qValue <= 0.05 }) { certain += 1 }
      }
      table.add(
        URL(filePath: file).deletingLastPathComponent().lastPathComponent,
        [
          Figures.grouped(lines.count - 1), "\(tests)", share(Double(alarms) / Double(runs)),
          share(Double(certain) / Double(runs)),
        ])
    }
    print(table.text)
  }
}
