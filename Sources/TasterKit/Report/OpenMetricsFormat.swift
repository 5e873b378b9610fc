/// OpenMetrics text for a node exporter's textfile collector or a push gateway.
///
/// Gauges: a run is a moment's state, and a later one replaces it. Prometheus' older text parser reads it too.
public struct OpenMetricsFormat: DiscreetFormat {
  public static let name = "openmetrics"
  public static let summary = "gauges for Prometheus' textfile collector"
  public static let fileName: String? = nil
  public static let tellsTime = true

  /// Whether held rows are counted by class and by source.
  public var showsValues = false

  public init() {}

  private struct Sample {
    var labels: [(name: String, value: String)] = []
    let value: Double
  }

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    var text = ""
    func gauge(_ name: String, _ help: String, _ samples: [Sample]) {
      guard !samples.isEmpty else { return }
      text += "# HELP taster_\(name) \(help)\n# TYPE taster_\(name) gauge\n"
      for sample in samples {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        text += "taster_\(name)" + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}")
        text += " \(Self.number(sample.value))\n"
      }
    }
    func gauge(_ name: String, _ help: String, _ value: Double) {
      gauge(name, help, [Sample(value: value)])
    }
    gauge("rows", "Rows that were judged.", Double(facts.rows))
    gauge("held_rows", "Rows that are held.", Double(facts.held))
    gauge("allowed_rows", "Held rows that the policy allows.", Double(facts.allowed))
    gauge("rejected_records", "Records that are no rows.", Double(facts.rejected))
    gauge(
      "policy_met", "1 where no more rows are held than allowed.",
      facts.isViolated ? 0 : 1)
    gauge(
      "detector_held_rows", "Rows that a detector's own gate holds.",
      report.detectors.map { Sample(labels: [("detector", $0.name)], value: Double($0.held)) })
    let estimate = report.estimatedPoison
    gauge(
      "estimated_poison_rows", "Rows that are probably poisoned, with an interval.",
      [("low", estimate.low), ("value", estimate.value), ("high", estimate.high)].map {
        Sample(labels: [("bound", $0.0)], value: $0.1)
      })
    if showsValues {
      gauge("class_held_rows", "Held rows by class.", Self.samples(report.classes, "class"))
      gauge("source_held_rows", "Held rows by source.", Self.samples(report.sources, "source"))
    }
    if let seconds = epochSeconds(facts.ended) {
      gauge("run_timestamp_seconds", "When the run ended.", seconds)
    }
    let spent = facts.stages.reduce(0) { $0 + $1.seconds }
    gauge("run_duration_seconds", "How long the run took.", spent)
    return Array((text + "# EOF\n").utf8)
  }

  private static func samples(_ groups: [Report.GroupShare], _ name: String) -> [Sample] {
    groups.map { Sample(labels: [(name, $0.name)], value: Double($0.held)) }
  }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? "\(value)"
  }

  /// A label's value: one line, quotes and backslashes escaped.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in printable(text) {
      if character == "\\" || character == "\"" { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

/// The seconds since 1970 of a time such as `2031-01-02T03:04:05Z`; nil where the text is no such time.
func epochSeconds(_ time: String) -> Double? {
  let parts = time.split { !$0.isNumber }.compactMap { Int($0) }
  guard parts.count >= 6, time.hasSuffix("Z"), (1...12).contains(parts[1]) else { return nil }
  // Days since 1970-01-01 in the proleptic Gregorian calendar, years from March on.
  let year = parts[1] > 2 ? parts[0] : parts[0] - 1
  let month = (parts[1] + 9) % 12
  let days =
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2] - 1
    - 719_468
  return Double(((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5])
}
