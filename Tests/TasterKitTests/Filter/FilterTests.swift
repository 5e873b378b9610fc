import Foundation
import TasterCSV
import Testing

@testable import TasterKit

/// A shipped set, half of its clean rows trusted.
struct FilterGround: Sendable {
  let baseline: Baseline
  let data: String

  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  static func file(_ name: String, of set: String = "banknote") -> String {
    package.appending(path: "Datasets/\(set)/\(name)").path()
  }

  static let banknote = Result {
    try FilterGround(file("clean.csv"), label: "class", data: file("data.csv"))
  }

  init(_ trusted: String, label: String, data: String) throws {
    var options = TableOptions()
    options.label = .column(label)
    let table = try Table.read([trusted], options: options)
    baseline = try Baseline(
      table, of: table, statistics: try Scan().statistics(of: table), seed: 0)
    self.data = data
  }

  /// Everything that a filter says about some bytes.
  func all(
    _ path: String, threads: Int = 2, _ change: (inout StreamOptions) -> Void = { _ in },
    filter changeFilter: (inout Filter) -> Void = { _ in }
  ) async throws -> Told {
    var filter = try Filter(baseline, threads: threads)
    changeFilter(&filter)
    var stream = StreamOptions()
    change(&stream)
    var told = Told()
    for try await batch in filter.batches(path, stream: stream) { told.add(batch) }
    return told
  }

  /// The batches of a stream put together.
  struct Told: Hashable {
    var rows: [FilteredBatch.Row] = []
    var kept: [UInt8] = []
    var findings: [Finding] = []
    var locations: [RowLocation] = []
    var held: [[UInt8]] = []
    var rejected: [[UInt8]] = []
    var alarms: [Int] = []
    var batches = 0

    mutating func add(_ batch: FilteredBatch) {
      rows += batch.rows
      kept += batch.kept
      findings += batch.held.map { $0.finding }
      locations += batch.held.map { $0.location }
      held += batch.held.map { $0.bytes }
      rejected += batch.rejected.map { $0.bytes }
      alarms += batch.alarms
      batches += 1
    }
  }
}

@Suite struct `A filter` {
  @Test func `deals out every byte, and holds odd rows with their reasons`() async throws {
    let ground = try FilterGround.banknote.get()
    let told = try await ground.all(ground.data)
    let bytes = Array(try Data(contentsOf: URL(filePath: ground.data)))
    let pieces = zip(told.locations, told.held).map { ($0.byteOffset, $1) }
    var input = told.kept
    for (offset, piece) in pieces { input.insert(contentsOf: piece, at: offset) }
    #expect(input == bytes && told.findings.count >= 20)
    for (finding, location) in zip(told.findings, told.locations) {
      #expect(finding.heldBy == ["baseline"] && finding.reasons.count >= 1)
      #expect((finding.pValue ?? 1) <= 0.1 && (finding.qValue ?? 1) <= 0.1)
      #expect(
        finding.fingerprint
          == Fingerprint.of(
            Array(bytes[location.byteOffset..<location.byteOffset + location.byteLength])))
      #expect(location.line == location.row + 1)
    }
    #expect(told.rows.map { $0.number } == Array(1...told.rows.count))
    #expect(told.rows.count { $0.isHeld } == told.findings.count)
  }

  @Test func `holds mostly what was planted`() async throws {
    let ground = try FilterGround.banknote.get()
    let told = try await ground.all(ground.data)
    let truth = try String(contentsOfFile: FilterGround.file("truth.csv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] == "1" }
    let right = told.findings.count { truth[$0.row - 1] }
    #expect(right * 10 >= told.findings.count * 8)
  }

  @Test func `judges a row alike in batches of any size, on any number of threads`() async throws {
    let ground = try FilterGround.banknote.get()
    var expected = try await ground.all(ground.data)
    #expect(expected.batches == 2)
    expected.batches = 0
    for (size, threads) in [(1, 1), (7, 3), (100, 2), (500, 1)] {
      var told = try await ground.all(ground.data, threads: threads) { $0.batchRows = size }
      #expect(told.batches > expected.rows.count / size)
      told.batches = 0
      #expect(told == expected, "batches of \(size)")
    }
  }

  @Test func `gives rows the p-values that a scan gives them`() async throws {
    let ground = try FilterGround.banknote.get()
    let told = try await ground.all(ground.data)
    var options = TableOptions()
    options.read(like: ground.baseline)
    let table = try Table.read([ground.data], options: options)
    let seen = ConformedTable(table, like: ground.baseline.schema)
    let profile = try ground.baseline.models()
    let conformal = Conformal(profile)
    let pValues = try (0..<seen.chunkCount).flatMap {
      conformal.pValues(profile.batch(try seen.chunk($0)))
    }
    #expect(told.rows.map { $0.pValue } == pValues)
  }

  @Test(arguments: [
    ("adult", "income", "education"), ("adult", "income", "age"),
    ("banknote", "class", "variance"),
  ])
  func `judges a stream without a column as a baseline does that never had it`(
    set: String, label: String, gone: String
  ) async throws {
    let scratch = try Scratch()
    // The cells of shipped sets hold no delimiters.
    func write(_ file: String, _ rows: Range<Int>, isCut: Bool) throws -> String {
      let text = try String(contentsOfFile: FilterGround.file(file, of: set), encoding: .utf8)
      let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
      let place = try #require(lines[0].firstIndex { $0 == gone })
      let chosen = [lines[0]] + lines[1...][rows]
      let cut = chosen.map { cells in
        cells.enumerated().filter { !isCut || $0.offset != place }.map { $0.element }
          .joined(separator: ",") + "\n"
      }
      return try scratch.write(cut.joined(), to: "\(file)-\(isCut)")
    }
    let stream = try write("data.csv", 401..<801, isCut: true)
    let whole = try FilterGround(
      write("clean.csv", 1..<401, isCut: false), label: label, data: stream)
    let fewer = try FilterGround(
      write("clean.csv", 1..<401, isCut: true), label: label, data: stream)
    var expected = try await fewer.all(stream)
    expected.batches = 0
    #expect(expected.rows.count == 400)
    for (size, threads) in [(1, 1), (7, 2), (100, 1), (10_000, 2)] {
      var told = try await whole.all(stream, threads: threads) { $0.batchRows = size }
      told.batches = 0
      #expect(told == expected, "batches of \(size)")
    }
  }

  @Test func `asks for as many odd rows as its window says`() async throws {
    let ground = try FilterGround.banknote.get()
    var filter = try Filter(ground.baseline)
    #expect(filter.calibrationRows == ground.baseline.rowCount)
    #expect(filter.leastP == 1 / Double(ground.baseline.rowCount + 1))
    #expect(filter.fewestRejectable == 14 && filter.notes.count == 1)
    filter.window = 40
    #expect(filter.fewestRejectable == 3 && filter.notes.count == 1)
    filter.window = 1_000_000
    #expect(filter.fewestRejectable > 1_000 && filter.notes[0].contains("pass"))
    filter.falseDiscoveryRate = 1e-4
    filter.window = 100
    #expect(filter.notes.allSatisfy { $0.contains("no row") })
  }

  @Test func `holds by score where it is told to`() async throws {
    let ground = try FilterGround.banknote.get()
    let told = try await ground.all(ground.data) { _ in
    } filter: { filter in
      filter.threshold = 0.6
      filter.falseDiscoveryRate = 1e-6
    }
    #expect(!told.findings.isEmpty && told.findings.allSatisfy { $0.heldBy.isEmpty })
    #expect(told.rows.allSatisfy { $0.isHeld == ($0.score.value >= 0.6) })
  }

  @Test func `follows what a policy says about the baseline`() async throws {
    let ground = try FilterGround.banknote.get()
    var policy = Policy(threshold: 0.6, goal: TuningGoal(falseDiscoveryRate: 0.3))
    let byScore = try await ground.all(ground.data) { _ in
    } filter: {
      $0.follow(policy)
    }
    #expect(byScore.rows.allSatisfy { $0.isHeld == ($0.score.value >= 0.6) })
    #expect(byScore.findings.allSatisfy { $0.heldBy.isEmpty })
    policy = Policy(detectors: ["baseline": Policy.DetectorRule(weight: 0.5, threshold: 5)])
    let byNats = try await ground.all(ground.data) { _ in
    } filter: {
      $0.follow(policy)
    }
    #expect(byNats.rows.allSatisfy { $0.isHeld == ($0.pValue <= exp(-5)) || $0.pValue > 1e-3 })
    #expect(byNats.rows.map { $0.score.value } != byScore.rows.map { $0.score.value })
    var filter = try Filter(ground.baseline)
    filter.follow(Policy(goal: TuningGoal(falseDiscoveryRate: 0.3)))
    #expect(filter.falseDiscoveryRate == 0.3 && filter.holdsDiscoveries && filter.threshold == nil)
    #expect(Filter.unheard(policy).isEmpty)
    policy.detectors["flood"] = Policy.DetectorRule(runs: false)
    #expect(Filter.unheard(policy).count == 1)
  }

  @Test func `ends where nobody walks on`() async throws {
    let ground = try FilterGround.banknote.get()
    let filter = try Filter(ground.baseline)
    var stream = StreamOptions()
    stream.batchRows = 10
    for try await batch in filter.batches(ground.data, stream: stream) {
      #expect(batch.rows.count <= 10)
      break
    }
    // The stop is the caller's, and may end other streams.
    #expect(!stream.stop.isAsked)
    var rows = 0
    for try await batch in filter.batches(ground.data, stream: stream) { rows += batch.rows.count }
    #expect(rows > 1_000)
  }
}
