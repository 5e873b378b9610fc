import ArgumentParser
import TasterKit

/// What each detector does alone, and what the catalog loses without it.
struct AblationBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation", abstract: "Each detector alone, and the catalog without it.",
    discussion: """
      A case is a folder with train.csv (or data.csv), truth.csv (row, poisoned) and meta.json (attack, label, \
      source_column); or one with plan.json and X.csv, X.truth.csv for every file in it. Every table is learned once, \
      every detector heard once; each choice is then judged as `taster scan --detectors` judges it.

      AP is the average precision of the scores (rows of one score share a threshold), AUROC the area under the \
      receiver operating characteristic; precision and recall are those of the held rows. All are means over the \
      cases with poison, precision over those where a row is held. Clean held is the share of rows held in cases \
      without poison.
      """)

  @Argument(help: "Folders of cases; the shipped sets by default.") var cases = ["Datasets"]
  @Option(name: .long, help: "The key of every random choice.") var seed: UInt64 = 0
  @Flag(name: .long, help: "Print a line of JSON for every choice of detectors.") var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the tables.")
  var docs: String?
  @Option(name: .long, help: "The name of the marks between which they go.") var block = "ablation"
  @Option(
    name: .long, parsing: .upToNextOption,
    help: "The detectors whose articles in --docs get a table of their own too; 'all' for all.")
  var articles: [String] = []

  func validate() throws {
    for name in articles where name != "all" && Catalog.detector(named: name) == nil {
      throw ValidationError("no detector '\(name)'\(Catalog.hint(name))")
    }
  }

  func run() throws {
    var ablation = Ablation(detectors: Catalog.detectors.map { $0.name })
    let cost = try Cost.of {
      for one in try Case.found(in: cases) {
        let table = try one.table()
        ablation.add(
          try Hearing(table, seed: seed), planted: try one.planted(rows: table.rowCount),
          attack: one.attack)
      }
    }
    if json {
      for line in ablation.lines { print(String(decoding: line.bytes(), as: UTF8.self)) }
    } else {
      print("\(ablation.count) cases, \(fixed(cost.wall)) s\n")
      print(ablation.overview.text)
      print("\nAP by attack, and what it changes by without each detector\n")
      print(ablation.losses.text)
      print("\nAP by attack of each detector alone\n")
      print(ablation.solos.text)
    }
    if let docs { try write(ablation, to: docs) }
  }

  private func write(_ ablation: Ablation, to docs: String) throws {
    try Article.write(
      """
      \(ablation.count) cases.

      \(ablation.overview.markdown)

      AP by attack, and what it changes by without each detector:

      \(ablation.losses.markdown)

      AP by attack of each detector alone:

      \(ablation.solos.markdown)
      """, as: block, to: "\(docs)/Guides/Measured.md")
    for name in ablation.detectors where articles.contains(name) || articles.contains("all") {
      let table = ablation.solo(name)
      guard !table.isEmpty else { continue }
      try Article.write(
        """
        Average precision of a random order, of this detector alone, of all detectors and of all but this one, on the attacks
        where it alone is at least 0.05 above chance; the cases are those of <doc:Measured>, the command is
        `taster-bench ablation CASES`.

        \(table.markdown)
        """, as: "measured", title: "Measured", to: "\(docs)/Detectors/Detector-\(name).md")
    }
  }
}
