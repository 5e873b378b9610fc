import ArgumentParser
import COpenBLAS
import Foundation
import TasterKernels
import TasterKit

/// The nearest other rows of every row, beside public tools.
struct NeighboursBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbours", abstract: "Nearest rows of every row, beside public tools.",
    discussion: """
      Gaussian rows; every tool finds the nearest others of all of them, in turn, and seconds are those of the finding alone. \
      Product is the share of Taster's processor time that the bare matrix products of its blocks take. Other is how many \
      of the neighbours are not the same rows, those left out that are as far to a millionth: ties of single precision.
      Peers: faiss (IndexFlatL2, which is asked for one more, the row itself), scikit-learn (brute force); their \
      environment is made on first use.
      """)

  @Option(name: .long, parsing: .upToNextOption, help: "How many rows.") var rows = [20_000]
  @Option(name: .long, parsing: .upToNextOption, help: "How many columns.")
  var columns = [8, 20, 64, 256]
  @Option(name: .long, help: "How many neighbours a row.") var k = 10
  @Option(name: .long, help: "How many times each tool runs.") var runs = 3
  @Option(name: .long, parsing: .upToNextOption, help: "With how many threads.")
  var threads = [1, 2]
  @Option(name: .long, parsing: .upToNextOption, help: "Which tools run beside it.")
  var peers = ["faiss", "sklearn"]
  @Option(name: .long, help: "Where the peers' Python environment is or is made.")
  var environment: String?
  @Flag(name: .long, help: "Print a line of JSON for every run.") var json = false
  @Option(name: .long, help: "A DocC catalog; its Guides/Measured.md gets the table.")
  var docs: String?
  @Option(name: .long, help: "The name of the marks between which it goes.")
  var block = "neighbours"

  func validate() throws {
    guard runs > 0, k > 0, (rows + columns + threads).allSatisfy({ $0 > 0 }) else {
      throw ValidationError("rows, columns, k, runs and threads are at least 1")
    }
  }

  /// What one run took, and what it found: k positions a row.
  private struct Answer {
    let wall: Double
    let cpu: Double
    let positions: [Int]
  }

  private struct Times: Decodable {
    let wall: Double
    let cpu: Double
  }

  func run() throws {
    let scratch = try Scratch(kept: nil)
    let python =
      peers.isEmpty
      ? nil
      : try PeerEnvironment(environment, name: "neighbours", requirements: "neighbours.txt")
    var table = FigureTable(
      "Rows × columns", ["Tool", "Threads", "Wall s", "CPU s", "Times", "Product", "Other"])
    for n in rows {
      for p in columns {
        let a = Self.gaussian(rows: n, columns: p)
        let file = scratch.file("rows.bin")
        try a.elements.map { Float($0) }.withUnsafeBytes { Data($0) }
          .write(to: URL(filePath: file))
        for count in threads {
          for line in try measure(a, file, threads: count, scratch, python) {
            table.add("\(Figures.grouped(n)) × \(p)", line)
          }
        }
      }
    }
    let title = "k = \(k); \(Figures.count(runs, "run")) each, medians."
    if !json { print("\(title)\n\n\(table.text)") }
    if let docs {
      try Article.write(
        "\(title)\n\n\(table.markdown)", as: block, to: "\(docs)/Guides/Measured.md")
    }
  }

  /// The lines of one table and number of threads.
  private func measure(
    _ a: Numbers, _ file: String, threads: Int, _ scratch: Scratch, _ python: PeerEnvironment?
  ) throws -> [[String]] {
    let tools = ["taster"] + peers
    var answers: [[Answer]] = tools.map { _ in [] }
    for run in 0..<runs {
      for place in tools.indices {
        let tool = (place + run) % tools.count
        let answer =
          try tool == 0
          ? own(a, threads) : peer(tools[tool], a, file, threads, scratch, python)
        answers[tool].append(answer)
        if json {
          let line: JSON = [
            "rows": .integer(a.rows), "columns": .integer(a.columns),
            "tool": .string(tools[tool]), "threads": .integer(threads), "run": .integer(run),
            "wall": JSON(answer.wall), "cpu": JSON(answer.cpu),
          ]
          print(String(decoding: line.bytes(), as: UTF8.self))
        }
      }
    }
    let cpus = answers.map { median($0.map { $0.cpu }) }
    let products = Cost.of { Self.products(a) }.processor
    return tools.indices.map { t in
      [
        tools[t], "\(threads)", fixed(median(answers[t].map { $0.wall })), fixed(cpus[t]),
        fixed(cpus[t] / cpus[0]),
        t == 0 ? "\(Int((100 * products / cpus[0]).rounded())) %" : "–",
        t == 0 ? "–" : "\(others(a, answers[0][0].positions, answers[t][0].positions))",
      ]
    }
  }

  private func own(_ a: Numbers, _ threads: Int) throws -> Answer {
    var positions: [Int] = []
    let cost = try Cost.of {
      positions = try NearestLists(a, count: k, threads: threads).positions
    }
    return Answer(wall: cost.wall, cpu: cost.processor, positions: positions)
  }

  private func peer(
    _ tool: String, _ a: Numbers, _ file: String, _ threads: Int, _ scratch: Scratch,
    _ python: PeerEnvironment?
  ) throws -> Answer {
    guard let python else { throw CaseError("there is no environment for \(tool)") }
    let (found, times) = (scratch.file("found.bin"), scratch.file("times.json"))
    _ = try python.run(
      "neighbours.py", [tool, file, "\(a.columns)", "\(k)", "\(threads)", found, times])
    let decoded = try JSONDecoder().decode(
      Times.self, from: try Data(contentsOf: URL(filePath: times)))
    let positions = try Data(contentsOf: URL(filePath: found)).withUnsafeBytes {
      $0.bindMemory(to: Int32.self).map { Int($0) }
    }
    guard positions.count == a.rows * k else { throw CaseError("\(tool) found too few rows") }
    return Answer(wall: decoded.wall, cpu: decoded.cpu, positions: positions)
  }

  /// How many neighbours are other rows, and farther than rounding makes them.
  private func others(_ a: Numbers, _ own: [Int], _ theirs: [Int]) -> Int {
    func distance(_ i: Int, _ j: Int) -> Double {
      zip(a.row(i), a.row(j)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    var count = 0
    for i in 0..<a.rows {
      let (mine, other) = (own[i * k..<(i + 1) * k], theirs[i * k..<(i + 1) * k])
      let strange = other.filter { !mine.contains($0) }
      guard !strange.isEmpty, let last = mine.last else { continue }
      let bound = distance(i, last) * (1 + 1e-6)
      count += strange.count { distance(i, $0) > bound || $0 == i }
    }
    return count
  }

  /// The bare products of all blocks, in one thread.
  private static func products(_ a: Numbers) {
    let width = a.columns + 2
    let values = (0..<a.rows * width).map { Float($0 % 97) }
    let (tall, wide) = (NearestLists.blockRows, NearestLists.blockColumns)
    var block = [Float](repeating: 0, count: tall * wide)
    openblas_set_num_threads(1)
    values.withUnsafeBufferPointer { x in
      guard let start = x.baseAddress else { return }
      for i in stride(from: 0, to: a.rows, by: tall) {
        for j in stride(from: i, to: a.rows, by: wide) {
          let (m, n) = (min(tall, a.rows - i), min(wide, a.rows - j))
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(width), 1,
            start + i * width, Int32(width), start + j * width, Int32(width), 0, &block, Int32(n))
        }
      }
    }
  }

  /// Independent standard normal numbers in single precision, so that all tools see the same rows.
  private static func gaussian(rows: Int, columns: Int) -> Numbers {
    var random = SplitMix(seed: 1)
    let count = rows * columns
    var elements: [Double] = []
    elements.reserveCapacity(count + 1)
    while elements.count < count {
      let radius = (-2 * log(Double.random(in: 0x1p-53..<1, using: &random))).squareRoot()
      let angle = Double.random(in: 0..<2 * .pi, using: &random)
      elements.append(Double(Float(radius * cos(angle))))
      elements.append(Double(Float(radius * sin(angle))))
    }
    return Numbers(rows: rows, columns: columns, elements: Array(elements.prefix(count)))
  }
}
