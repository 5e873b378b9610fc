import Foundation
import TasterKit
import Testing

@Suite struct `Filtering a stream` {
  private static let set = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Datasets/wine").standardizedFileURL

  @Test func `works as the article shows it`() async throws {
    let profile = NSTemporaryDirectory() + "taster-test-\(UUID().uuidString).taster"
    defer { try? FileManager.default.removeItem(atPath: profile) }
    var run = ProfileRun()
    run.table.label = .column("cultivar")
    run.output = profile
    _ = try await run.run([Self.set.appending(path: "clean.csv").path()])
    let data = Self.set.appending(path: "data.csv").path()
    // What stands between the marks is the example of the article, word for word.
    // begin: filter
    let filter = try Filter(ProfileFile.read(profile).baseline)
    var passed: [UInt8] = []
    for try await batch in filter.batches(data) {
      passed += batch.kept
      for row in batch.held {
        print(row.finding.row, row.finding.reasons.map { $0.text })
      }
      for row in batch.alarms { print("odd rows are too frequent, seen at row", row) }
    }
    // end: filter
    #expect(passed.count { $0 == 10 } > 150)
  }
}
