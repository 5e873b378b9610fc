import Foundation
import TasterKit
import Testing

@Suite struct `Choosing thresholds` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  @Test func `from code works as the article shows`() async throws {
    let scratch = try Scratch()
    var run = ScanRun()
    run.table.label = .column("cultivar")
    run.directory = RunDirectory(scratch.file("run"))
    run.writesScores = true
    let data = Self.root.appending(path: "Datasets/wine/data.csv").path()
    let answers = Self.root.appending(path: "Datasets/wine/truth.csv").path()
    _ = try await run.run([data], clock: .system)
    run.overwrites = true
    let scores = scratch.file("run/scores.csv")
    // begin
    let stored = try StoredScores(contentsOf: scores)
    let truth = try RowTruth(contentsOf: answers, rowCount: stored.rowCount)
    let tuning = try Tuning(stored, truth: truth)
    let advice = try tuning.recommendation(for: TuningGoal(maxFalseRate: 0.05))
    if let threshold = advice.threshold {
      let policy = Policy(threshold: threshold, expected: tuning.expectedRate(at: threshold))
      run.policy = policy
      print(String(decoding: PolicyText().render(policy), as: UTF8.self))
    }
    // end
    let threshold = try #require(advice.threshold)
    let report = try await run.run([data], clock: .system)
    #expect(report.facts.held == tuning.heldOfTable(at: threshold))
    #expect(report.facts.status == .violated)
  }

  @Test func `is what the article says`() throws {
    let code = try String(contentsOfFile: #filePath, encoding: .utf8)
    let lines = code.components(separatedBy: "    // begin\n").last?
      .components(separatedBy: "    // end\n").first?
      .split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
    let article = try String(
      contentsOf: Self.root.appending(
        path: "Sources/TasterKit/Documentation.docc/Guides/ChoosingThresholds.md"),
      encoding: .utf8)
    #expect(article.contains(try #require(lines)))
  }
}
