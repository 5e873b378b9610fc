import Testing

@testable import TasterKit

@Suite struct `The page of a comparison` {
  private func page(_ comparison: Comparison, _ violations: [Comparison.Alarm] = []) -> String {
    String(decoding: ComparisonPage().render(comparison, violations: violations), as: UTF8.self)
  }

  @Test func `tells findings, labels, rows and distributions`() throws {
    let comparison = try ComparisonReportSample().comparison
    let text = page(comparison, [.planted, .hash])
    for part in [
      "The policy is violated: planted, hash.", "S0601", "S0200", "<b>401</b>rows before",
      "Old labels, and what became of them", "Changed rows, the most suspicious first",
      "Distributions that differ", "one-sided", "relabelled",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.hasPrefix("<!DOCTYPE html>") && text.hasSuffix("</html>\n"))
    #expect(page(comparison).contains("The policy is met."))
  }

  @Test func `lets nothing act, whatever stands in names and cells`() throws {
    let text = page(try ComparisonReportSample().comparison)
    #expect(text.contains("default-src &#39;none&#39;") && !text.contains("<script"))
    #expect(text.contains("&lt;/script&gt;") && !text.contains("</script>"))
    #expect(ComparisonReportSample.isSafe(Array(text.utf8)))
  }

  @Test func `stays small where hundreds of long cells change`() throws {
    let shop = try Snapshots()
    let long = String(repeating: "<&", count: 3_000)
    func text(_ isNew: Bool) -> String {
      let names = (0..<30).map { "c\($0)" }.joined(separator: ",")
      return (0..<150).reduce("k,\(names)\n") { text, i in
        text + "\(i)" + (0..<30).map { ",\(isNew ? long : "a")\($0)" }.joined() + "\n"
      }
    }
    let (comparison, _) = try shop.compare(text(false), text(true), keys: ["k"]) {
      $0.options.table.label = .none
      $0.isRowsOnly = false
    }
    let page = page(comparison)
    #expect(comparison.rows.edited == 150 && page.utf8.count < 490_000)
  }
}
