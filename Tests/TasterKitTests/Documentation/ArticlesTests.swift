import Foundation
import TasterKit
import Testing

@Suite struct `The articles` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL
  private static let catalog = root.appending(path: "Sources/TasterKit/Documentation.docc")

  private static func text(_ url: URL) throws -> String {
    try String(contentsOf: url, encoding: .utf8)
  }

  /// The lines of this folder's example between two marks.
  private static func example(
    _ mark: String, in file: String = "WritingADetectorTests.swift"
  ) throws -> String {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: file)
    let lines = try text(url).split(separator: "\n", omittingEmptySubsequences: false)
    let trimmed = lines.map { $0.drop { $0 == " " } }
    let start = try #require(trimmed.firstIndex(of: "// begin: \(mark)"))
    let end = try #require(trimmed.firstIndex(of: "// end: \(mark)"))
    let indent = lines[start].count - trimmed[start].count
    return lines[(start + 1)..<end].map { $0.dropFirst(indent) }.joined(separator: "\n")
  }

  @Test(arguments: ["detector", "tests"])
  func `show the example that is compiled here`(mark: String) throws {
    let article = try Self.text(Self.catalog.appending(path: "Guides/WritingADetector.md"))
    #expect(article.contains(try Self.example(mark)))
  }

  @Test func `show a stream being filtered as it is compiled here`() throws {
    let article = try Self.text(Self.catalog.appending(path: "Guides/FilteringAStream.md"))
    #expect(article.contains(try Self.example("filter", in: "FilteringAStreamTests.swift")))
  }

  @Test(arguments: [("TheProfileFile", "baseline"), ("ComparingSnapshots", "comparison")])
  func `show trusted data at work as it is compiled here`(article: String, mark: String) throws {
    let text = try Self.text(Self.catalog.appending(path: "Guides/\(article).md"))
    #expect(text.contains(try Self.example(mark, in: "TrustedDataTests.swift")))
  }

  @Test(arguments: Catalog.detectors.map { $0.name })
  func `describe every detector, and so does the README`(name: String) throws {
    let article = Self.catalog.appending(path: "Detectors/Detector-\(name).md")
    #expect(try Self.text(article).hasPrefix("# \(name)\n"))
    let summary = try #require(Catalog.detector(named: name)).summary
    let readme = try Self.text(Self.root.appending(path: "README.md"))
    #expect(readme.contains("| `\(name)` | \(summary) |"))
  }

  @Test(arguments: RunDirectory.fileNames)
  func `name every file of the run directory`(name: String) throws {
    let article = try Self.text(Self.catalog.appending(path: "Guides/TheRunDirectory.md"))
    #expect(article.contains("| `\(name)` |"))
    #expect(try Self.text(Self.root.appending(path: "README.md")).contains("| `\(name)` |"))
  }

  @Test func `show library use that works`() async throws {
    var run = ScanRun()
    run.table.label = .column("cultivar")
    let data = Self.root.appending(path: "Datasets/wine/data.csv").path()
    let report = try await run.run([data], clock: .system)
    for suspect in report.suspects {
      #expect(suspect.finding.reasons.map { $0.text } != [], "row \(suspect.finding.row)")
    }
    #expect(report.heldCount > 0)
  }
}
