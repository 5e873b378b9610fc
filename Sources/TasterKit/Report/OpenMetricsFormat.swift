/// OpenMetrics text for a node exporter's textfile collector or a push gateway.
///
/// Gauges: a run is a moment's state, and a later one replaces it. Prometheus' older text parser reads it too.
public struct OpenMetricsFormat: DiscreetFormat, ComparisonFormat {
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

  /// Gauges as text, one after the other.
  private struct Gauges {
    private(set) var text = ""

    mutating func add(_ name: String, _ help: String, _ samples: [Sample]) {
      let samples = samples.filter { !$0.value.isNaN }
      guard !samples.isEmpty else { return }
      text += "# HELP taster_\(name) \(help)\n# TYPE taster_\(name) gauge\n"
      for sample in samples {
        let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value))\"" }
        text += "taster_\(name)" + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}")
        text += " \(number(sample.value))\n"
      }
    }

    mutating func add(_ name: String, _ help: String, _ value: Double) {
      add(name, help, [Sample(value: value)])
    }

    /// When a run ended, and how long it took.
    mutating func addTimes(_ ended: String, _ seconds: Double) {
      if let time = epochSeconds(ended) {
        add("run_timestamp_seconds", "When the run ended.", time)
      }
      add("run_duration_seconds", "How long the run took.", seconds)
    }
  }

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    var gauges = Gauges()
    gauges.add("rows", "Rows that were judged.", Double(facts.rows))
    gauges.add("held_rows", "Rows that are held.", Double(facts.held))
    gauges.add("allowed_rows", "Held rows that the policy allows.", Double(facts.allowed))
    gauges.add("rejected_records", "Records that are no rows.", Double(facts.rejected))
    gauges.add(
      "policy_met", "1 where the policy minds nothing.", facts.isViolated ? 0 : 1)
    gauges.add(
      "detector_held_rows", "Rows that a detector's own gate holds.",
      report.detectors.map { Sample(labels: [("detector", $0.name)], value: Double($0.held)) })
    let estimate = report.estimatedPoison
    gauges.add(
      "estimated_poison_rows", "Rows that are probably poisoned, with an interval.",
      [("low", estimate.low), ("value", estimate.value), ("high", estimate.high)].map {
        Sample(labels: [("bound", $0.0)], value: $0.1)
      })
    if let stream = facts.stream {
      gauges.add("stream_alarms", "Alarms against a slow drip.", Double(stream.alarmCount))
      gauges.add("stream_capital", "The capital of the martingale behind them.", stream.capital)
    }
    if showsValues {
      gauges.add("class_held_rows", "Held rows by class.", Self.samples(report.classes, "class"))
      gauges.add(
        "source_held_rows", "Held rows by source.", Self.samples(report.sources, "source"))
    }
    gauges.addTimes(facts.ended, facts.stages.reduce(0) { $0 + $1.seconds })
    return Array((gauges.text + "# EOF\n").utf8)
  }

  public func render(_ report: ComparisonReport) -> [UInt8] {
    let (comparison, rows) = (report.comparison, report.comparison.rows)
    var gauges = Gauges()
    gauges.add(
      "snapshot_rows", "Rows of both snapshots.",
      [("old", rows.old), ("new", rows.new)].map {
        Sample(labels: [("snapshot", $0.0)], value: Double($0.1))
      })
    if comparison.unmatched == nil {
      let ends = [
        ("same", rows.same), ("relabelled", rows.relabelled), ("edited", rows.edited),
        ("rewritten", rows.rewritten), ("went", rows.went), ("came", rows.came),
      ]
      gauges.add(
        "compared_rows", "Rows by what happened to them.",
        ends.map { Sample(labels: [("end", $0.0)], value: Double($0.1)) })
    }
    if let evidence = comparison.evidence {
      let kinds = [
        ("relabelled", evidence.relabelled), ("came", evidence.contradicted), ("odd", evidence.odd),
      ]
      gauges.add(
        "suspicious_changed_rows", "Changed rows that the old snapshot contradicts.",
        kinds.map { Sample(labels: [("kind", $0.0)], value: Double($0.1.suspicious)) })
    }
    gauges.add(
      "comparison_alarm", "1 where there is something that a policy may mind.",
      Comparison.Alarm.allCases.map {
        Sample(labels: [("alarm", $0.rawValue)], value: comparison.alarms.contains($0) ? 1 : 0)
      })
    gauges.add(
      "policy_met", "1 where the policy minds nothing.", report.violations.isEmpty ? 1 : 0)
    gauges.addTimes(report.ended, report.seconds)
    return Array((gauges.text + "# EOF\n").utf8)
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
