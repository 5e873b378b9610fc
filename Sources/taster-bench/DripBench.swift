import ArgumentParser
import Glibc
import TasterKernels
import TasterKit

/// What a filter's two promises are worth over long streams.
struct DripBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drip", abstract: "False discoveries, power, alarms and delay over streams.",
    discussion: """
      A stream has its own Gaussian blobs: trusted rows, then fresh rows in which a share of the labels is flipped, from \
      the start or from the middle on. Rows are held as `taster filter` holds them, and, for comparison, by LORD++ \
      (Ramdas, Yang, Wainwright & Jordan 2017) on the same p-values. The false share is that of all rows held in the \
      stream, 0 where none is; power is the share of the flipped rows that are held. An alarm is false where nothing is \
      flipped before it; the delay is counted from the first row that could be flipped.
      """)

  @Option(name: .long, help: "How many streams.") var streams = 200
  @Option(name: .long, help: "How many trusted rows.") var trusted = 2_000
  @Option(name: .long, help: "How many rows a stream has.") var rows = 20_000
  @Option(name: .long, help: "How many columns.") var columns = 8
  @Option(name: .long, help: "The seed of all streams.") var seed: UInt64 = 1
  @Option(name: .long, parsing: .upToNextOption, help: "The bounds on false discoveries.")
  var levels = [0.05, 0.1, 0.2]
  @Option(name: .long, help: "The bound on false alarms.") var alarmLevel = 0.01
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  /// What is flipped: a share of the rows from one on.
  private struct Scenario: Sendable {
    let name: String
    let rate: Double
    let start: Double
  }

  private static let scenarios = [
    Scenario(name: "nothing", rate: 0, start: 0),
    Scenario(name: "1 % from the start", rate: 0.01, start: 0),
    Scenario(name: "2 % from the start", rate: 0.02, start: 0),
    Scenario(name: "1 % from the middle", rate: 0.01, start: 0.5),
    Scenario(name: "2 % from the middle", rate: 0.02, start: 0.5),
    Scenario(name: "10 % from the middle", rate: 0.1, start: 0.5),
  ]

  /// What one stream came to in one scenario.
  private struct Outcome: Sendable {
    /// At each level: the filter's, then those of LORD++.
    let filter: [Share]
    let lord: [Share]
    /// The row of the first alarm, counted from the first row that could be flipped.
    let delay: Int?
    let isFalseAlarm: Bool
  }

  private struct Share: Sendable {
    let falseShare: Double
    let power: Double?
  }

  func validate() throws {
    guard streams > 1, trusted >= 100, rows >= 100, columns > 0 else {
      throw ValidationError("streams, rows and columns have to make sense")
    }
  }

  func run() throws {
    let scratch = try Scratch(kept: nil)
    let folder = scratch.path
    let done = try parallelMap(streams, threads: processorCount()) { k in
      try outcomes(seed &+ UInt64(k), in: folder)
    }
    var table = FigureTable(
      "Flipped",
      levels.flatMap { ["False share at \($0)", "± its error", "Power", "LORD++ power"] }
        + ["Alarms", "False alarms", "Median delay"])
    for (s, scenario) in Self.scenarios.enumerated() {
      let list = done.map { $0[s] }
      let delays = list.compactMap { $0.isFalseAlarm ? nil : $0.delay }.map { Double($0) }
      table.add(
        scenario.name,
        levels.indices.flatMap { k in
          let shares = list.map { $0.filter[k].falseShare }
          return [
            fixed(average(shares) ?? 0), fixed(standardError(shares)),
            figure(average(list.compactMap { $0.filter[k].power })),
            figure(average(list.compactMap { $0.lord[k].power })),
          ]
        } + [
          share(Double(list.count { $0.delay != nil || $0.isFalseAlarm }) / Double(list.count)),
          share(Double(list.count { $0.isFalseAlarm }) / Double(list.count)),
          delays.isEmpty ? "–" : Figures.grouped(Int(median(delays))),
        ])
    }
    let title =
      "\(streams) streams of \(Figures.grouped(rows)) rows × \(columns) columns, "
      + "\(Figures.grouped(trusted)) trusted rows each, seed \(seed), alarm level \(alarmLevel)."
    print("\(title)\n\n\(table.text)")
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: "drip", to: "\(docs)/Guides/Measured.md")
    }
  }

  private func outcomes(_ seed: UInt64, in folder: String) throws -> [Outcome] {
    var blobs = Blobs(rows: trusted + rows, columns: columns, seed: seed)
    blobs.flipShare = 0
    let path = "\(folder)/\(seed).csv"
    _ = try blobs.write(to: path, threads: 1)
    var options = TableOptions()
    options.label = .column("label")
    options.threads = 1
    options.temporaryDirectory = folder
    let table = try Table.read([path], options: options)
    let clean = try RowSubset(table, rows: Array(0..<trusted))
    let stream = try RowSubset(table, rows: Array(trusted..<trusted + rows))
    var scan = Scan()
    scan.threads = 1
    let profile = try Baseline(
      clean, statistics: try scan.statistics(of: clean),
      origins: [Baseline.Origin(bytes: 0, sha256: "", rows: trusted)], seed: seed,
      version: Taster.version
    ).models(table.schema)
    let conformal = Conformal(profile)
    var dice = AttackDice(seed: seed, for: "drip")
    let classes = Int32(table.schema.classes.count)
    var own: [Conformal.Place] = []
    var flipped: [Conformal.Place] = []
    var keys: [RowKey] = []
    for c in 0..<stream.chunkCount {
      var chunk = stream.chunk(c)
      keys += RowKey.of(chunk, seed: seed)
      own += conformal.places(profile.batch(chunk))
      chunk.labels = chunk.labels.map {
        ($0 + 1 + Int32(dice.below(Int(classes) - 1))) % classes
      }
      flipped += conformal.places(profile.batch(chunk))
    }
    return Self.scenarios.map { scenario in
      let start = Int(scenario.start * Double(rows))
      let planted = (0..<rows).map { i in
        dice.unit() < scenario.rate && i >= start
      }
      let places = planted.indices.map { planted[$0] ? flipped[$0] : own[$0] }
      return outcome(
        places, keys: keys, planted: planted, start: scenario.rate > 0 ? start : nil,
        conformal: conformal)
    }
  }

  private func outcome(
    _ places: [Conformal.Place], keys: [RowKey], planted: [Bool], start: Int?,
    conformal: Conformal
  ) -> Outcome {
    var ranks = RunningRanks(conformal)
    var alarm = DripAlarm(level: alarmLevel)
    for (i, place) in places.enumerated() where alarm.alarmCount == 0 {
      _ = alarm.next(ranks.next(place, draw: RunningRanks.draw(keys[i], row: i)))
    }
    let first = alarm.alarms.first.map { $0 - 1 }
    let isFalse = first.map { row in start.map { row < $0 } ?? true } ?? false
    func share(_ held: [Bool]) -> Share {
      let count = held.count { $0 }
      let hits = zip(held, planted).count { $0 && $1 }
      let all = planted.count { $0 }
      return Share(
        falseShare: Double(count - hits) / Double(max(count, 1)),
        power: all > 0 ? Double(hits) / Double(all) : nil)
    }
    return Outcome(
      filter: levels.map { level in
        var running = RunningDiscoveries(
          level: level,
          window: RunningDiscoveries.window(level: level, leastP: conformal.least))
        return share(places.map { running.next($0.pValue).isRejected })
      },
      lord: levels.map { share(Self.lord(places.map { $0.pValue }, level: $0)) },
      delay: isFalse ? nil : first.map { $0 - (start ?? 0) + 1 }, isFalseAlarm: isFalse)
  }

  /// LORD++ with half of the level at the start and γ ∝ log j / (j exp √log j).
  private static func lord(_ pValues: [Double], level: Double) -> [Bool] {
    let m = pValues.count
    var gamma = (1...m).map { j -> Double in
      let logarithm = log(Double(max(j, 2)))
      return logarithm / (Double(j) * exp(logarithm.squareRoot()))
    }
    let sum = gamma.reduce(0, +)
    for j in gamma.indices { gamma[j] /= sum }
    var extra = [Double](repeating: 0, count: m)
    var count = 0
    return pValues.indices.map { t in
      guard pValues[t] <= level / 2 * gamma[t] + extra[t] else { return false }
      let part = count == 0 ? level / 2 : level
      count += 1
      for s in t + 1..<max(m, t + 1) { extra[s] += part * gamma[s - t - 1] }
      return true
    }
  }
}

/// The standard error of a mean.
func standardError(_ values: [Double]) -> Double {
  guard values.count > 1, let mean = average(values) else { return 0 }
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
}
