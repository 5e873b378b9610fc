import Foundation
import TasterKit
import Testing

@Suite struct `A comparison run` {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  private func file(_ name: String, _ set: String = "wdbc") -> String {
    Self.package.appending(path: "Datasets/\(set)/\(name)").path()
  }

  private func run(_ scratch: Scratch) -> ComparisonRun {
    var run = ComparisonRun()
    run.table.label = .column("diagnosis")
    run.directory = RunDirectory(scratch.file("out"))
    return run
  }

  private func isRefused(_ run: ComparisonRun, _ old: String, _ new: String) async -> Bool {
    do {
      _ = try await run.run(old, new)
      return false
    } catch { return error is TableError }
  }

  @Test func `leaves four files that say the same every time`() async throws {
    let scratch = try Scratch()
    var run = run(scratch)
    let result = try await run.run(file("clean.csv"), file("data.csv"))
    let rows = result.comparison.rows
    #expect(rows.isDifferent && rows.same + rows.changed + rows.went == rows.old)
    #expect(rows.same + rows.changed + rows.came == rows.new)
    let names = ["changes.jsonl", "comparison.json", "drift.csv", "report.html"]
    let found = try FileManager.default.contentsOfDirectory(atPath: scratch.file("out")).sorted()
    #expect(found == names)
    let first = try names.map { try scratch.bytes("out/\($0)") }
    #expect(first[0].split(separator: 10).count == rows.changed + rows.went + rows.came)
    #expect(await isRefused(run, file("clean.csv"), file("data.csv")))
    run.overwrites = true
    run.threads = 1
    _ = try await run.run(file("clean.csv"), file("data.csv"))
    let again = try names.map { try scratch.bytes("out/\($0)") }
    #expect(again == first)
  }

  @Test func `ends by its policy`() async throws {
    let scratch = try Scratch()
    var run = run(scratch)
    run.directory = nil
    run.isRowsOnly = true
    run.failsOn = [.rows, .columns]
    let same = try await run.run(file("clean.csv"), file("clean.csv"))
    #expect(same.exitStatus == 0 && same.violations.isEmpty)
    let other = try await run.run(file("clean.csv"), file("data.csv"))
    #expect(other.exitStatus == 1 && other.violations == [.rows])
    run.failsOn = []
    let calm = try await run.run(file("clean.csv"), file("data.csv"))
    #expect(calm.exitStatus == 0)
  }

  @Test func `writes nothing where it fails`() async throws {
    let scratch = try Scratch()
    let run = run(scratch)
    #expect(await isRefused(run, file("clean.csv"), file("data.csv", "wine")))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("out")))
  }
}
