import ArgumentParser
import TasterKit

/// What a threshold that was chosen on planted poison is worth against real poison, and what tuning costs.
struct TuneBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Thresholds chosen on planted poison against the best in hindsight.",
    discussion: """
      The cases of one table are a group. Its control, in which nothing was planted, is tuned as \
      `taster tune --simulate` does without a goal; what is recommended is then held against the group's poisoned \
      cases: its mean F1 against that of the one threshold that is best for all of them in hindsight, and against the \
      mean of the best of each case.
      With --poisoned every poisoned case is tuned itself, and held against its own best threshold, by table and by \
      attack. With --coverage \
      controls and cases are cut in halves at random; one half tells the expected rate, the other is scanned; the \
      figure is the share of halves in whose interval the rate lies. With --cost the commands (the program beside this \
      one) are timed: poisoning a large table, sweeping its scores, and a simulation.
      """)

  @Argument(help: "Folders of cases, one group or more; the shipped sets by default.")
  var cases = ["Datasets"]
  @Option(name: .long, help: "How often each attack is planted at each rate.") var draws = 3
  @Option(name: .long, help: "With --coverage: how often every table is cut in halves.") var cuts =
    4
  @Option(name: .long, help: "The key of every random choice.") var seed: UInt64 = 0
  @Flag(help: "What to look at; thresholds chosen on the controls by default.")
  var question = Question.control
  @Option(name: .long, help: "With --cost: rows of the large table.") var rows = 1_000_000
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?
  @Option(name: .long, help: "The name of the marks between which it goes.") var block: String?

  /// What is looked at.
  enum Question: String, EnumerableFlag {
    case control, poisoned, coverage, cost
  }

  func run() throws {
    switch question {
    case .control: try show(controls())
    case .poisoned:
      let (title, tables, block) = try poisoned()
      try show(title, tables, block)
    case .coverage: try show(coverage())
    case .cost: try show(TuneCost(rows: rows, seed: seed).measured())
    }
  }

  private func show(_ measured: (title: String, table: FigureTable, block: String)) throws {
    try show(measured.title, [measured.table], measured.block)
  }

  /// Prints tables, and writes them into the catalog where one is named.
  private func show(_ title: String, _ tables: [FigureTable], _ block: String) throws {
    print("\(title)\n\n" + tables.map { $0.text }.joined(separator: "\n\n"))
    guard let docs else { return }
    try Article.write(
      "\(title)\n\n" + tables.map { $0.markdown }.joined(separator: "\n\n"),
      as: self.block ?? block, to: "\(docs)/Guides/Measured.md")
  }

  /// The tables to look at.
  private func groups() throws -> [Hindsight.Group] {
    let groups = Hindsight.groups(try Case.found(in: cases))
    guard !groups.isEmpty else {
      throw CaseError("no table has both a control and a poisoned case")
    }
    return groups
  }

  private var setting: String { "\(Figures.count(draws, "draw")), seed \(seed)." }

  // MARK: Thresholds

  private func controls() throws -> (String, FigureTable, String) {
    var table = FigureTable(
      "Table",
      [
        "Cases", "Held by", "F1", "Best threshold", "F1 there", "Ratio", "F1 of each best",
        "Ratio to that",
      ])
    var all: [Hindsight] = []
    for group in try groups() {
      let found = try Hindsight(group, draws: draws, seed: seed)
      all.append(found)
      table.add(found.name, found.figures)
    }
    func mean(_ figure: (Hindsight) -> Double) -> Double { average(all.map(figure)) ?? .nan }
    table.add(
      "mean",
      [
        "\(all.reduce(0) { $0 + $1.cases })", "", fixed(mean { $0.f1 }), "",
        fixed(mean { $0.bestF1 }), fixed(mean { $0.f1 / $0.bestF1 }), fixed(mean { $0.eachBest }),
        fixed(mean { $0.f1 / $0.eachBest }),
      ])
    return ("\(Figures.count(all.count, "table")), \(setting)", table, "tune")
  }

  private func poisoned() throws -> (String, [FigureTable], String) {
    var found: [Own] = []
    for group in try groups() {
      found += try group.poisoned.map { one in
        let point = try Hindsight.recommended(for: one.table(), draws: draws, seed: seed)
        let answer = try Answer(one, seed: seed)
        return Own(
          table: group.name, attack: one.attack, f1: answer.f1(by: point), best: answer.bestF1)
      }
    }
    let byTable = Own.table("Table", Dictionary(grouping: found) { $0.table })
    let byAttack = Own.table("Attack", Dictionary(grouping: found) { $0.attack })
    let tables = Set(found.map { $0.table }).count
    return ("\(Figures.count(tables, "table")), \(setting)", [byTable, byAttack], "tune-poisoned")
  }

  /// A poisoned case that was tuned itself.
  private struct Own {
    let table: String
    let attack: String
    /// F1 of what was recommended.
    let f1: Double
    /// That of its own best threshold.
    let best: Double

    /// The figures of groups of cases, by name.
    static func table(_ title: String, _ groups: [String: [Own]]) -> FigureTable {
      var table = FigureTable(title, ["Cases", "F1", "F1 of each best", "Ratio"])
      var ratios: [Double] = []
      for (name, own) in groups.sorted(by: { $0.key < $1.key }) {
        let f1 = average(own.map { $0.f1 }) ?? .nan
        let best = average(own.map { $0.best }) ?? .nan
        ratios.append(f1 / best)
        table.add(name, ["\(own.count)", fixed(f1), fixed(best), fixed(f1 / best)])
      }
      let count = groups.values.reduce(0) { $0 + $1.count }
      table.add("mean", ["\(count)", "", "", fixed(average(ratios) ?? .nan)])
      return table
    }
  }

  // MARK: Coverage

  private func coverage() throws -> (String, FigureTable, String) {
    var table = FigureTable(
      "Table",
      ["Clean, recommended", "of", "Clean, thresholds", "of", "Poisoned, recommended", "of"])
    var sums = Array(repeating: (covered: 0, runs: 0), count: 3)
    let thresholds = [0.1, 0.3, 0.6, 0.9].map { OperatingPoint.score($0) }
    for group in try groups() {
      let control = try group.control.table()
      let point = try Hindsight.recommended(for: control, draws: 1, seed: seed)
      let clean = try RateCoverage(control, [point] + thresholds, cuts: cuts, seed: seed)
      let poisoned = try group.poisoned.prefix(2).map {
        try RateCoverage($0.table(), [point], cuts: max(cuts / 2, 1), seed: seed)
      }
      let figures = [
        (clean.covered[0], clean.runs),
        (clean.covered.dropFirst().reduce(0, +), clean.runs * thresholds.count),
        (poisoned.reduce(0) { $0 + $1.covered[0] }, poisoned.reduce(0) { $0 + $1.runs }),
      ]
      for k in sums.indices {
        sums[k] = (sums[k].covered + figures[k].0, sums[k].runs + figures[k].1)
      }
      table.add(group.name, figures.flatMap { [share(Double($0.0) / Double($0.1)), "\($0.1)"] })
    }
    table.add(
      "all", sums.flatMap { [share(Double($0.covered) / Double($0.runs)), "\($0.runs)"] })
    return ("\(Figures.count(cuts, "cut")) of every control, seed \(seed).", table, "tune-coverage")
  }
}
