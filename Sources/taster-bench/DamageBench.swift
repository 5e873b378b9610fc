import ArgumentParser
import Foundation
import TasterKit

/// What poison does to models that learn from it, and what cleaning gives back.
struct DamageBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "damage", abstract: "Test accuracy of models before and after cleaning.",
    discussion: """
      For every case with test.csv: the accuracy on it of logistic regression and histogram gradient boosting, learned \
      from the poisoned table, without the planted rows (oracle), without the rows that Taster holds, and without what \
      a public tool puts aside: cleanlab's label issues, PyOD's IForest at its own contamination. With \
      test_triggered.csv also the success of the backdoor: the share of triggered rows of other classes that are \
      taken for the target. The Python environment is made on first use, from the package registry.
      """)

  @Argument(help: "Folders of cases.") var cases: [String]
  @Option(name: .long, help: "The key of every random choice.") var seed: UInt64 = 0
  @Option(name: .long, help: "Where the Python environment is or is made.")
  var environment: String?
  @Flag(name: .long, help: "Print a line of JSON for every case, cleaning and model.")
  var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the tables.")
  var docs: String?

  func run() throws {
    let cases = try Case.found(in: cases).filter { $0.test != nil && $0.label != nil }
    guard !cases.isEmpty else { throw CaseError("no case has a test.csv") }
    let python = try PeerEnvironment(environment)
    let scratch = try Scratch(kept: nil)
    var jobs: [UInt8] = []
    for one in cases { jobs += try job(one).bytes() + [UInt8(ascii: "\n")] }
    try Data(jobs).write(to: URL(filePath: scratch.file("jobs.jsonl")))
    _ = try python.run("damage.py", [scratch.file("jobs.jsonl"), scratch.file("results.jsonl")])
    let lines = try String(contentsOfFile: scratch.file("results.jsonl"), encoding: .utf8)
    if json { print(lines, terminator: "") }
    let decoder = JSONDecoder()
    let damage = Damage(
      try lines.split(separator: "\n").map {
        try decoder.decode(Damage.Result.self, from: Data($0.utf8))
      }, attacks: Dictionary(cases.map { ($0.name, $0.attack) }, uniquingKeysWith: { $1 }))
    let sections = [
      ("Mean test accuracy of both models after each cleaning:", damage.accuracies),
      ("By model, over all cases:", damage.models),
      ("Success of the backdoors:", damage.successes),
    ]
    if !json {
      print("\(cases.count) cases")
      for (title, table) in sections { print("\n\(title)\n\n\(table.text)") }
    }
    if let docs {
      try Article.write(
        "\(cases.count) cases.\n\n"
          + sections.map { "\($0)\n\n\($1.markdown)" }.joined(separator: "\n\n"),
        as: "damage", to: "\(docs)/Guides/Measured.md")
    }
  }

  /// What the script is told about a case, the rows that Taster holds included.
  private func job(_ one: Case) throws -> JSON {
    let table = try one.table()
    var scan = Scan()
    scan.seed = seed
    var held: [Int] = []
    try scan.run(table).judgement.findings.forEach { held.append($0.row) }
    let planted = try one.planted(rows: table.rowCount)
    return [
      "name": .string(one.name), "train": .string(one.train), "test": JSON(one.test),
      "triggered": JSON(one.triggered), "target": JSON(one.target), "label": JSON(one.label),
      "source": JSON(one.source), "held": JSON(held),
      "planted": JSON(planted.indices.filter { planted[$0] }.map { $0 + 1 }),
    ]
  }
}
