import Foundation
import FoundationXML
import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `report.html` {
  private func page(_ report: Report, _ format: HTMLFormat = HTMLFormat()) -> String {
    String(decoding: format.render(report), as: UTF8.self)
  }

  /// A report with so many held rows, each with a reason of so many characters.
  private func large(_ count: Int, words: Int) throws -> Report {
    let sample = Sample()
    var tally = HeldTally(top: 5_000)
    for row in 1...count {
      var finding = sample.findings[0]
      finding.row = row
      finding.reasons = [
        Reason(detector: "outlier", text: String(repeating: "<w> ", count: words))
      ]
      tally.add(finding, at: RowLocation(row: row, line: row + 1, byteOffset: row, byteLength: 1))
    }
    return Report(
      facts: sample.facts, schema: sample.schema, statistics: sample.statistics,
      judgement: Judgement(
        mode: .selfJudged, rowCount: count,
        findings: try .of(Array(repeating: sample.findings[0], count: count)),
        estimatedPoison: (0, 0, 0), detectors: ["outlier"], notes: [],
        scores: try ScoreStore(directory: nil)),
      held: tally)
  }

  @Test func `has rows, reasons, classes, sources and remarks`() throws {
    let page = page(try Sample(evil: "ripe").report())
    for text in [
      "The policy is violated: 3 rows held, 0 allowed.",
      "9 of 10 neighbours are &#39;bad ripe&#39;",
      "<td>mail ripe</td>", "S0402: class", "<td>size ripe</td>", "Held rows over the order",
    ] { #expect(page.contains(text)) }
  }

  @Test func `runs no script and loads nothing, and its policy says so`() throws {
    let page = page(try Sample().report())
    let start = try #require(page.range(of: "<style>")).upperBound
    let end = try #require(page.range(of: "</style>")).lowerBound
    let digits = Array(sha256(Array(page[start..<end].utf8)))
    let digest = stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    let hash = Data(digest).base64EncodedString()
    #expect(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-\(hash)&#39;"))
    for word in ["<script", "style=", "href=", "src=", "url(", "@import", "onclick"] {
      #expect(!page.contains(word))
    }
  }

  @Test(
    arguments: Hostile.texts + ["<script>alert(1)</script>", "</title><img src=x>", "</style>"])
  func `stays a page of the same elements whatever the data says`(text: String) throws {
    func names(_ evil: String) throws -> [String] {
      var names: [String] = []
      // Void elements get an end, so that a reader of XML can read the page.
      let page = page(try Sample(evil: evil).report())
        .replacing(#/<meta[^>]*>/#, with: "").replacing("<!DOCTYPE html>\n", with: "")
      let document = try XMLDocument(data: Data(page.utf8), options: [])
      func visit(_ node: XMLNode) {
        if node.kind == .element { names.append(node.name ?? "") }
        for child in node.children ?? [] { visit(child) }
      }
      visit(try #require(document.rootElement()))
      return names
    }
    #expect(try names(text) == names("x"))
  }

  @Test func `stays under its size and says how many rows are beyond`() throws {
    let page = page(try large(5_000, words: 60))
    #expect(page.utf8.count < 500_000)
    let told = page.ranges(of: "<td class=\"why\">").count
    #expect(told > 300 && told < 1_000)
    #expect(
      page.contains("and \(Figures.grouped(5_000 - told)) rows more; findings.jsonl has them"))
    #expect(page.hasSuffix("</main>\n</body>\n</html>\n"))
  }

  @Test func `tells at most a thousand rows`() throws {
    let page = page(try large(1_200, words: 1))
    #expect(page.ranges(of: "<td class=\"why\">").count == 1_000)
    #expect(page.contains("and 200 rows more"))
  }
}
