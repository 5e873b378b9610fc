import Foundation
import Testing

@testable import TasterKit

@Suite struct `The lines of changes` {
  @Test func `are safe objects, one a row, with rows of both files`() throws {
    let sample = try ComparisonReportSample()
    var kinds = Set<String>()
    for change in sample.changes {
      let line = ChangesJSONL.line(change)
      #expect(ComparisonReportSample.isSafe(line) && line.count { $0 == 10 } == 1)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      kinds.insert(try #require(object["kind"] as? String))
      let old = object["old"] as? [String: Int]
      #expect(old?["row"] == change.old?.row && object["key"] as? [String] == change.key)
      let cells = try #require(object["cells"] as? [[String: String]])
      #expect(cells.map { $0["new"] } == change.cells.map { $0.new })
      // Foundation's reader may miss the last bit.
      let suspicion = object["suspicion"] as? Double
      #expect((suspicion == nil) == (change.suspicion == nil))
      #expect(((suspicion ?? 0) - (change.suspicion ?? 0)).magnitude < 1e-12)
    }
    #expect(kinds == ["relabelled", "edited", "went", "came"])
  }
}
