import ArgumentParser
import Foundation
import TasterKit

/// Taster's reader on files that hurt, beside public readers on the same files.
struct HostileBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hostile", abstract: "The reader on files that hurt, beside public readers.",
    discussion: """
      Every file has as many records as asked for, four columns of numbers and words (one with inches, one with line \
      ends in quotes, one with a single column). Readers take turns; each types the columns, at its defaults and on one \
      thread, and is asked how many rows it has. Seconds are those of the processor for the reading alone: no start, no \
      loading of a library. Peers: pandas, polars, pyarrow, DuckDB; their environment is made on first use.
      """)

  @Option(name: .long, help: "How many rows a file has.") var rows = 200_000
  @Option(name: .long, help: "How many times each reader runs.") var runs = 3
  @Option(name: .long, parsing: .upToNextOption, help: "Which readers run too.")
  var peers = ["pandas", "polars", "pyarrow", "duckdb"]
  @Option(name: .long, help: "Where the peers' Python environment is or is made.")
  var environment: String?
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  func validate() throws {
    guard rows >= 1_000, runs > 0 else { throw ValidationError("at least 1000 rows and one run") }
  }

  /// What a reader said about a file.
  private struct Answer: Decodable {
    var rows: Int?
    var cpu: Double?
    var error: String?
    var aside = 0
    var flagged = 0
  }

  func run() throws {
    let scratch = try Scratch(kept: nil)
    let python = peers.isEmpty ? nil : try PeerEnvironment(environment)
    var table = FigureTable(
      "File", ["Reader", "Rows", "Put aside", "Flagged", "CPU s"])
    for kind in HostileFile.allCases {
      let file = scratch.file("\(kind.rawValue).csv")
      try kind.write(to: file, rows: rows)
      var answers: [[Answer]] = Array(repeating: [], count: peers.count + 1)
      for run in 0..<runs {
        for place in 0...peers.count {
          let k = (place + run) % (peers.count + 1)
          guard k > 0, let python else {
            answers[0].append(try Self.taster(file))
            continue
          }
          let result = scratch.file("answer.json")
          _ = try python.run("read_csv.py", ["rows", peers[k - 1], file, result])
          let bytes = try Data(contentsOf: URL(filePath: result))
          answers[k].append(try JSONDecoder().decode(PeerAnswer.self, from: bytes).answer)
        }
      }
      for (k, name) in (["taster"] + peers).enumerated() {
        let last = answers[k].last
        let seconds = answers[k].compactMap { $0.cpu }
        table.add(
          kind.title,
          [
            name, last?.rows.map { Figures.grouped($0) } ?? "error",
            k == 0 ? Figures.grouped(last?.aside ?? 0) : "–",
            k == 0 ? Figures.grouped(last?.flagged ?? 0) : "–",
            seconds.isEmpty ? "–" : fixed(median(seconds)),
          ])
      }
    }
    let title = "\(Figures.grouped(rows)) rows a file; \(Figures.count(runs, "run")) each, medians."
    print("\(title)\n\n\(table.text)")
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: "hostile", to: "\(docs)/Guides/Measured.md")
    }
  }

  private struct PeerAnswer: Decodable {
    let rows: Int?
    let cpu: Double?

    var answer: Answer { Answer(rows: rows, cpu: cpu) }
  }

  /// Reads a file into typed columns, in this process and on one thread.
  private static func taster(_ file: String) throws -> Answer {
    var options = TableOptions()
    options.label = .none
    options.maxRejectShare = 1
    options.threads = 1
    var answer = Answer()
    answer.cpu = try Cost.of {
      let table = try Table.read([file], options: options)
      answer.rows = table.rowCount
      answer.aside = table.rejects.reduce(0) { $0 + $1.count }
      answer.flagged = table.remarks.filter { $0.contains(" rows ") && $0.contains("quote") }
        .compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }.reduce(0, +)
    }.processor
    return answer
  }
}

/// A file that hurts.
enum HostileFile: String, CaseIterable {
  case plain, stray, strays, everyStray, pair, inches, lines, ragged, empty

  var title: String {
    switch self {
    case .plain: "nothing wrong"
    case .stray: "one quote never closes"
    case .strays: "two quotes never close"
    case .everyStray: "a quote never closes in every row"
    case .pair: "a stray quote that the next row closes"
    case .inches: "inch marks in every row"
    case .lines: "line ends in quotes in every row"
    case .ragged: "80 rows with a field too many"
    case .empty: "one column, a tenth of it empty"
    }
  }

  /// Writes a header and rows.
  func write(to path: String, rows: Int) throws {
    var text: [UInt8] = Array((self == .empty ? "x\n" : "id,x,word,y\n").utf8)
    for i in 0..<rows { text += line(i, of: rows).utf8 }
    try Data(text).write(to: URL(filePath: path))
  }

  private func line(_ i: Int, of rows: Int) -> String {
    let x = Double((i &* 7_919) % 100_003) / 100
    let y = (i &* 31) % 997
    let word = "w\(i % 5)"
    switch self {
    case .stray where i == rows / 2, .strays where i == rows / 2 || i == 3 * rows / 4, .everyStray:
      return "\(i),\(x),\"\(word),\(y)\n"
    case .pair where i == rows / 2: return "\(i),\(x),\"\(word),\(y)\n"
    case .pair where i == rows / 2 + 1: return "\(i),\(x),\"\(word)\",\(y)\n"
    case .inches: return "\(i),\(x),24\" \(word),\(y)\n"
    case .lines: return "\(i),\(x),\"\(word)\nand more\",\(y)\n"
    case .ragged where i % (rows / 80) == 7: return "\(i),\(x),\(word),\(y),9\n"
    case .empty: return i % 10 == 3 ? "\n" : "\(x)\n"
    default: return "\(i),\(x),\(word),\(y)\n"
    }
  }
}
