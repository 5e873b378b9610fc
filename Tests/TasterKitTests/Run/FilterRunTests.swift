import Foundation
import Synchronization
import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `A filter run` {
  private static let names = [
    "clean.csv", "findings.jsonl", "metrics.json", "quarantine.csv", "rejects.csv", "rejects.jsonl",
    "report.html", "report.json", "run.json",
  ]

  private func run(_ scratch: Scratch) throws -> FilterRun {
    let baseline = scratch.file("t.taster")
    _ = try ProfileFile.write(
      FilterGround.banknote.get().baseline, as: baseline, overwrites: true)
    var run = FilterRun(baseline: baseline, directory: RunDirectory(scratch.file("run")))
    run.keepsClean = true
    return run
  }

  private let data = FilterGround.file("data.csv")

  @Test func `leaves a whole run directory that verifies`() async throws {
    let scratch = try Scratch()
    let run = try run(scratch)
    let heard = Mutex<[String]>([])
    let report = try await run.run(data, clock: .system) { news in
      switch news {
      case .remark(let text): heard.withLock { $0.append(text) }
      case .alarm(let row): heard.withLock { $0.append("alarm \(row)") }
      case .progress: break
      }
    }
    let found = try FileManager.default.contentsOfDirectory(atPath: scratch.file("run")).sorted()
    #expect(found == Self.names)
    #expect(report.facts.exitStatus == 1 && report.facts.held == report.heldCount)
    let stream = try #require(report.facts.stream)
    #expect(stream.ending == .end && stream.output == nil && stream.window > 1_000)
    #expect(heard.withLock { $0 }.contains { $0.hasPrefix("alarm") } == (stream.alarmCount > 0))
    let reader = try RunReader(scratch.file("run"))
    #expect(reader.facts.stream?.window == stream.window)
    #expect(try Verification(reader).fault == nil)
    // Its picture has the baseline's rows behind the held ones.
    let scatter = try #require(report.scatter)
    #expect(try Scatter(reader) == scatter && scatter.isOfStream)
    #expect(scatter.groups.reduce(0) { $0 + $1.heldRows.count } == report.heldCount)
    let page = String(decoding: try scratch.bytes("run/report.html"), as: UTF8.self)
    #expect(page.contains("class=\"marked\"") && page.contains("Dots are trusted rows"))
    // A row can be looked at like that of a scan.
    let row = try #require(report.suspects.first).finding.row
    #expect(try RowCase(reader, row: row).lines(width: 80).count > 3)
    #expect(report.classes.reduce(0) { $0 + ($1.rows ?? 0) } == report.facts.rows)
  }

  @Test func `refuses to overwrite, and then overwrites with the same bytes`() async throws {
    let scratch = try Scratch()
    var run = try run(scratch)
    _ = try await run.run(data, clock: .system)
    let first = try Self.names.dropLast().map { try scratch.bytes("run/\($0)") }
    await #expect(throws: TableError.self) { _ = try await run.run(data, clock: .system) }
    run.overwrites = true
    run.stream.batchRows = 13
    run.threads = 1
    _ = try await run.run(data, clock: .system)
    #expect(try Self.names.dropLast().map { try scratch.bytes("run/\($0)") } == first)
  }

  @Test func `minds held rows, alarms and rejects`() async throws {
    let scratch = try Scratch()
    var run = try run(scratch)
    run.overwrites = true
    run.allowance = .share(1)
    // No row is held, and the martingale still sees what is planted.
    run.falseDiscoveryRate = 1e-9
    let alarmed = try await run.run(data, clock: .system)
    #expect(alarmed.facts.held == 0 && (alarmed.facts.stream?.alarmCount ?? 0) > 0)
    #expect(alarmed.facts.exitStatus == 1)
    // So does who judges the finished run, whatever may be held and by whatever policy.
    var gate = GateRun()
    gate.allowance = .share(1)
    let judged = try gate.run(scratch.file("run"))
    #expect(judged.status == .violated && judged.alarmRows == alarmed.facts.stream?.alarms)
    gate.ignoresAlarms = true
    #expect(try gate.run(scratch.file("run")).status == .met)
    run.exitsZero = true
    #expect(try await run.run(data, clock: .system).facts.exitStatus == 0)
    run.exitsZero = false
    run.alarmLevel = 1e-12
    #expect(try await run.run(FilterGround.file("clean.csv"), clock: .system).facts.exitStatus == 0)
    let broken = String(
      decoding: try Data(contentsOf: URL(filePath: FilterGround.file("clean.csv"))), as: UTF8.self
    )
    .split(separator: "\n").enumerated().map { $0 % 5 == 3 ? "1,2" : String($1) }
    let path = try scratch.write(broken.joined(separator: "\n") + "\n", to: "broken.csv")
    let rejected = try await run.run(path, clock: .system)
    #expect(rejected.facts.exitStatus == 1 && rejected.facts.rejected > 100)
    #expect(rejected.facts.rejectExamples.count == 5 && rejected.facts.rejectExamples[0].line == 4)
    let incomplete = try gate.run(scratch.file("run"))
    #expect(incomplete.status == .violated && incomplete.hasManyRejects)
  }

  @Test func `says in what a stream is not like the baseline`() async throws {
    let scratch = try Scratch()
    let run = try run(scratch)
    let lines = String(
      decoding: try Data(contentsOf: URL(filePath: FilterGround.file("clean.csv"))), as: UTF8.self
    ).split(separator: "\n").prefix(400)
    let header = lines[0].split(separator: ",").map { String($0) }
    // One column goes, one comes, a number becomes a word, a class is new.
    let text = lines.enumerated().map { i, line in
      var cells = line.split(separator: ",").map { String($0) }
      if i > 0, i % 50 == 0 { cells[1] = "word" }
      if i > 0, i % 10 == 0 { cells[cells.count - 1] = "forged" }
      cells[0] = i == 0 ? "weight" : "\(i)"
      return cells.joined(separator: ",") + "\n"
    }
    let path = try scratch.write(text.joined(), to: "other.csv")
    let report = try await run.run(path, clock: .system)
    let notes = report.notes.map { $0.text }
    for word in [
      "'\(header[0])' of the baseline is not there: rows are judged without it", "'weight'",
      "holds 7 texts", "'forged'",
      "not looked for: flood",
    ] {
      #expect(notes.contains { $0.contains(word) }, "\(word)")
    }
    #expect(report.facts.stream?.strangers == 39)
    #expect(report.suspects.contains { $0.finding.label == "forged" })
  }

  @Test(arguments: [false, true])
  func `reports the baseline's figures under the names of the stream's columns`(
    isCut: Bool
  ) async throws {
    let scratch = try Scratch()
    // The columns turned round, perhaps one of them left out.
    let text = try String(contentsOfFile: FilterGround.file("data.csv"), encoding: .utf8)
      .split(separator: "\n").map { line in
        line.split(separator: ",").dropFirst(isCut ? 1 : 0).reversed().joined(separator: ",") + "\n"
      }
    let path = try scratch.write(text.joined(), to: "turned.csv")
    let report = try await run(scratch).run(path, clock: .system)
    let baseline = try FilterGround.banknote.get().baseline
    let names = ["entropy", "curtosis", "skewness"] + (isCut ? [] : ["variance"])
    #expect(report.schema.numeric.map { report.schema.columns[$0].name } == names)
    for (k, name) in names.enumerated() {
      let j = try #require(
        baseline.schema.numeric.firstIndex { baseline.schema.columns[$0].name == name })
      let (found, expected) = (report.statistics, baseline.statistics)
      #expect(found.summary(ofClass: 0, numeric: k) == expected.summary(ofClass: 0, numeric: j))
      #expect(found.covariance(ofClass: 1, k, k) == expected.covariance(ofClass: 1, j, j))
    }
    let reader = try RunReader(scratch.file("run"))
    #expect(try Verification(reader).fault == nil)
    #expect(report.scatter?.columns == names.count)
    // The sentence is that of a scan.
    var scan = ScanRun()
    scan.baseline = scratch.file("t.taster")
    let scanned = try await scan.run([path], clock: .system)
    let lacking = report.notes.filter { $0.text.contains("not there") }
    #expect(lacking.count == (isCut ? 1 : 0))
    #expect(scanned.notes.filter { $0.text.contains("not there") } == lacking)
  }
}
