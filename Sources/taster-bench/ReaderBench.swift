import ArgumentParser
import CBareReader
import Foundation
import TasterCSV
import TasterKernels
import TasterKit

/// Reading large files into typed columns, beside bare libcsv and public readers.
struct ReaderBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reader", abstract: "Reading into typed columns, beside public readers.",
    discussion: """
      Writes five files and reads them in turn: this reader (typed columns, a hash of the text and a spill on disk \
      included), bare libcsv in C++ that only counts, the same with std::from_chars on every field and columns in \
      memory, and the peers, each at its defaults but for line ends in quotes. Beside them, what of this reader's work \
      bare libcsv has not: the hash of the text alone, and writing as many cells to disk; where a number stands for "no value", this reader once more with \
      that told (--missing). Seconds are those of the \
      reading alone, without the start of a program. \
      Peers: pandas (C), pyarrow, polars, DuckDB; their environment is made on first use.
      """)

  @Option(
    name: .long, help: "How many rows a file has; that of short integers has ten times as many.")
  var rows = 200_000
  @Option(name: .long, help: "How many times each reader runs.") var runs = 3
  @Option(name: .long, parsing: .upToNextOption, help: "With how many threads.")
  var threads = [1, 2]
  @Option(name: .long, parsing: .upToNextOption, help: "Which files.")
  var files = SpeedFile.allCases
  @Option(
    name: .long, parsing: .upToNextOption, help: "Which public readers run too; none for no one.")
  var peers = ["pandas", "pyarrow", "polars", "duckdb"]
  @Option(name: .long, help: "Where the peers' Python environment is or is made.")
  var environment: String?
  @Flag(name: .long, help: "Print a line of JSON for every run.") var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?

  func validate() throws {
    guard rows > 0, runs > 0, threads.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("rows, runs and threads are at least 1")
    }
  }

  /// What one run took.
  private struct Answer: Decodable {
    var wall: Double?
    var cpu: Double?
    var error: String?
  }

  private struct Contender {
    let name: String
    let threads: Int
    let run: (String) throws -> Answer
  }

  func run() throws {
    let scratch = try Scratch(kept: nil)
    var table = FigureTable("File", ["Reader", "Threads", "Wall s", "CPU s", "MB per CPU s"])
    for kind in files {
      let file = scratch.file("\(kind.rawValue).csv")
      try kind.write(to: file, rows: kind.rows(rows))
      var contenders = try contenders(
        scratch, rows: kind.rows(rows), columns: kind.columns)
      if kind == .codes {
        contenders += threads.map { taster("taster, -999 missing", $0, missing: ["-999"]) }
      }
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
      var answers: [[Answer]] = contenders.map { _ in [] }
      for run in 0..<runs {
        for place in contenders.indices {
          let k = (place + run) % contenders.count
          answers[k].append(try contenders[k].run(file))
          if json, let answer = answers[k].last {
            let line: JSON = [
              "file": .string(kind.rawValue), "bytes": .integer(size),
              "reader": .string(contenders[k].name), "threads": .integer(contenders[k].threads),
              "run": .integer(run), "wall": JSON(answer.wall), "cpu": JSON(answer.cpu),
            ]
            print(String(decoding: line.bytes(), as: UTF8.self))
          }
        }
      }
      for (contender, runs) in zip(contenders, answers) {
        let (walls, cpus) = (runs.compactMap { $0.wall }, runs.compactMap { $0.cpu })
        table.add(
          "\(kind.title), \(Figures.size(size))",
          [
            contender.name, "\(contender.threads)",
            walls.isEmpty ? "error" : fixed(median(walls)),
            cpus.isEmpty ? "–" : fixed(median(cpus)),
            cpus.isEmpty ? "–" : "\(Int(Double(size) / 1e6 / max(median(cpus), 1e-9)))",
          ])
      }
      try? FileManager.default.removeItem(atPath: file)
    }
    let title = "\(Figures.grouped(rows)) rows; \(Figures.count(runs, "run")) each, medians."
    if !json { print("\(title)\n\n\(table.text)") }
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: "reader", to: "\(docs)/Guides/Measured.md")
    }
  }

  private func taster(_ name: String, _ threads: Int, missing: [String]) -> Contender {
    Contender(name: name, threads: threads) { file in
      var options = TableOptions()
      options.label = .none
      options.maxRejectShare = 1
      options.threads = threads
      options.missing += missing
      let cost = try Cost.of { _ = try Table.read([file], options: options) }
      return Answer(wall: cost.wall, cpu: cost.processor)
    }
  }

  private func contenders(_ scratch: Scratch, rows room: Int, columns: Int) throws -> [Contender] {
    var result = threads.map { taster("taster", $0, missing: []) }
    for (name, reads) in [("libcsv", false), ("libcsv + from_chars", true)] {
      result.append(
        Contender(name: name, threads: 1) { file in
          var records = 0
          let cost = Cost.of { records = bare_read(file, reads ? 1 : 0, room) }
          guard records > 0 else { throw CaseError("libcsv cannot read \(file)") }
          return Answer(wall: cost.wall, cpu: cost.processor)
        })
    }
    result.append(
      Contender(name: "SHA-256 alone", threads: 1) { file in
        let cost = try Cost.of {
          let source = HashingSource(try InputFile(file).text())
          var reader = BlockReader(source, blockSize: 1 << 16)
          _ = try reader.forEachPiece(of: .max) { _ in }
        }
        return Answer(wall: cost.wall, cpu: cost.processor)
      })
    result.append(
      Contender(name: "cells to disk alone", threads: 1) { _ in
        let (spill, cells) = (try Spill(), [Double](repeating: 1, count: 1 << 13))
        let cost = try Cost.of {
          for place in stride(from: 0, to: columns * room, by: cells.count) {
            _ = try spill.write(cells, at: 8 * place)
          }
        }
        return Answer(wall: cost.wall, cpu: cost.processor)
      })
    let peers = peers.filter { $0 != "none" }
    guard !peers.isEmpty else { return result }
    let python = try PeerEnvironment(environment)
    for peer in peers {
      for count in peer == "pandas" ? [1] : threads {
        result.append(
          Contender(name: peer, threads: count) { file in
            let answer = scratch.file("answer.json")
            _ = try python.run("read_csv.py", ["speed", peer, file, answer, "\(count)"])
            return try JSONDecoder().decode(
              Answer.self, from: try Data(contentsOf: URL(filePath: answer)))
          })
      }
    }
    return result
  }
}
