import Foundation
import TasterKit
import Testing

@Suite struct `Trusted data` {
  private static let set = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Datasets/banknote").standardizedFileURL
  private let folder = NSTemporaryDirectory() + "taster-test-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func `is learned, kept and judged by as the article shows it`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let profile = "\(folder)/trusted.taster"
    let trusted = Self.set.appending(path: "clean.csv").path()
    let data = Self.set.appending(path: "data.csv").path()
    // What stands between the marks is the example of the article, word for word.
    // begin: baseline
    var run = ProfileRun()
    run.table.label = .column("class")
    run.output = profile
    let learned = try await run.run([trusted])
    print(learned.baseline.rowCount, learned.file?.sha256 ?? "")

    let baseline = try ProfileFile.read(profile).baseline
    print(baseline.schema.classes, try baseline.departure() <= Baseline.mostDeparture)

    var scan = ScanRun()
    scan.baseline = profile
    scan.scan.falseDiscoveryRate = 0.2
    let report = try await scan.run([data], clock: .system)
    for suspect in report.suspects {
      print(suspect.finding.row, suspect.finding.pValue ?? 1, suspect.finding.qValue ?? 1)
    }
    // end: baseline
    #expect(report.heldCount > 10 && baseline.isSolved)
  }

  @Test func `is compared as the article shows it`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (january, february) = ("\(folder)/january.csv", "\(folder)/february.csv")
    let rows = (0..<60).map { "\($0),\($0 % 7).5,\($0 % 7 < 3 ? "a" : "b")" }
    let flipped = rows.map { $0.hasPrefix("3,") ? "3,3.5,a" : $0 }
    for (path, lines) in [(january, rows), (february, flipped)] {
      try (["id,x,class"] + lines + [""]).joined(separator: "\n")
        .write(toFile: path, atomically: false, encoding: .utf8)
    }
    // begin: comparison
    var run = ComparisonRun()
    run.table.label = .column("class")
    run.keys = ["id"]
    let result = try await run.run(january, february)
    print(result.comparison.rows.relabelled, result.comparison.findings.map { $0.text })
    for row in result.comparison.suspects {
      print(row.key, row.oldLabel ?? "", row.newLabel ?? "", row.suspicion ?? 0)
    }
    // end: comparison
    #expect(result.comparison.rows.relabelled == 1)
  }
}
