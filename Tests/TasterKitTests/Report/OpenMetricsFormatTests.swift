import Foundation
import Testing

@testable import TasterKit

@Suite struct `OpenMetrics` {
  private func lines(_ format: OpenMetricsFormat, evil: String = "x") throws -> [String] {
    String(decoding: format.render(try Sample(evil: evil).report()), as: UTF8.self)
      .split(separator: "\n").map { String($0) }
  }

  @Test func `has the run's figures and an end`() throws {
    let lines = try lines(OpenMetricsFormat())
    for line in [
      "taster_rows 8", "taster_held_rows 3", "taster_policy_met 0",
      "taster_detector_held_rows{detector=\"label-flip\"} 2",
      "taster_estimated_poison_rows{bound=\"value\"} 2.5", "taster_run_duration_seconds 0.25",
      "taster_run_timestamp_seconds 1925089446",
    ] { #expect(lines.contains(line)) }
    #expect(lines.last == "# EOF")
  }

  @Test func `counts classes and sources only where values are told`() throws {
    var format = OpenMetricsFormat()
    #expect(try !lines(format).contains { $0.contains("source=") })
    format.showsValues = true
    #expect(try lines(format).contains("taster_source_held_rows{source=\"mail x\"} 2"))
  }

  @Test func `escapes what would end a label's value`() throws {
    var format = OpenMetricsFormat()
    format.showsValues = true
    let shown = try lines(format, evil: "a\"b\\c")
    #expect(shown.contains("taster_source_held_rows{source=\"mail a\\\"b\\\\c\"} 2"))
  }

  @Test(arguments: [
    "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2031-01-02T03:04:06Z", "2100-03-01T00:00:00Z",
  ])
  func `counts seconds as Foundation does`(time: String) throws {
    let date = try #require(ISO8601DateFormatter().date(from: time))
    #expect(epochSeconds(time) == date.timeIntervalSince1970)
  }

  @Test(arguments: ["", "yesterday", "2031-01-02T03:04:06+02:00", "2031-13-02T03:04:06Z"])
  func `has no seconds for another text`(time: String) { #expect(epochSeconds(time) == nil) }
}
