/// `metrics.json`: a flat map from name to number, names sorted, as experiment trackers read it.
///
/// Names hold letters, digits and `_` alone: nothing from the data becomes a name.
public struct MetricsJSON: Format {
  public static let name = "metrics"
  public static let summary = "a flat map from name to number for experiment trackers"
  public static let fileName: String? = "metrics.json"

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let rows = Double(max(facts.rows, 1))
    var metrics: [String: JSON] = [
      "rows": .integer(facts.rows),
      "held": .integer(facts.held),
      "kept": .integer(facts.kept),
      "rejected": .integer(facts.rejected),
      "blank_lines": .integer(facts.blankLines),
      "held_share": .number(Double(facts.held) / rows),
      "classes": .integer(report.classes.count),
      "sources": .integer(report.sources.count),
      "features_numeric": .integer(report.schema.numeric.count),
      "features_categorical": .integer(report.schema.categorical.count),
      "relabelled": .integer(report.labelFlow.reduce(0) { $0 + $1.count }),
    ]
    for (name, count) in ReviewNote.counts(facts.review) { metrics[name] = .integer(count) }
    // A stream is not looked at as a whole: nothing estimates what passed.
    if facts.stream == nil {
      metrics["estimated_poison"] = .number(report.estimatedPoison.value)
      metrics["estimated_poison_low"] = .number(report.estimatedPoison.low)
      metrics["estimated_poison_high"] = .number(report.estimatedPoison.high)
      metrics["estimated_poison_share"] = .number(report.estimatedPoison.value / rows)
    }
    if let found = report.discoveries {
      metrics["fdr_level"] = .number(found.level)
      metrics["fdr_rejected"] = .integer(found.rejected)
      metrics["fdr_fewest_rejectable"] = .integer(found.fewestRejectable)
      metrics["held_by_gates"] = .integer(report.heldByGates)
    }
    if let stream = facts.stream {
      metrics["fdr_window"] = .integer(stream.window)
      metrics["alarms"] = .integer(stream.alarmCount)
      metrics["alarm_level"] = .number(stream.alarmLevel)
      metrics["martingale"] = .number(stream.capital)
      metrics["martingale_highest"] = .number(stream.highestCapital)
      metrics["unknown_class_rows"] = .integer(stream.strangers)
    }
    for detector in report.detectors {
      let name = String(detector.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
      metrics["held_by_\(name)"] = .integer(detector.held)
    }
    let members = metrics.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }
    return JSON.object(members).bytes(.pretty) + [UInt8(ascii: "\n")]
  }
}
