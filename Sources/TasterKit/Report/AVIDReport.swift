/// A report in the schema of the AI Vulnerability Database: one a run, of class S0601, to be sent or kept.
///
/// The report's number is left to the database. Counts and rates are told, and no value of a cell.
///
/// Schema: avidtools 0.2 data model (`data_version` 0.2).
public struct AVIDReport: Format {
  public static let name = "avid"
  public static let summary = "a report for the AI Vulnerability Database (AVID), one a run"
  public static let fileName: String? = nil
  public static let tellsTime = true

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let name = facts.inputs.map { $0.name }.joined(separator: ", ")
    let sentence =
      "\(Figures.count(report.heldCount, "row")) of \(Figures.grouped(facts.rows)) held as "
      + "suspected poison"
    let code = Taxonomy.ingestPoisoning
    let json: JSON = [
      "data_type": "AVID", "data_version": "0.2",
      "affects": [
        "developer": .array([]), "deployer": .array([]),
        "artifacts": [["type": "Dataset", "name": .string(name)]],
      ],
      "problemtype": [
        "classof": "Undefined", "type": "Detection",
        "description": ["lang": "eng", "value": .string("\(code.name): \(sentence)")],
      ],
      "metrics": .array(metrics(report)),
      "references": [
        [
          "type": "source", "label": .string(Taxonomy.poisonTrainingData.name),
          "url": .string("https://atlas.mitre.org/techniques/\(Taxonomy.poisonTrainingData.id)"),
        ]
      ],
      "description": [
        "lang": "eng",
        "value": .string(
          "taster \(facts.version) judged \(Figures.count(facts.rows, "row")) "
            + "(SHA-256 \(facts.inputs.map { $0.sha256 }.joined(separator: ", "))): \(sentence); "
            + "\(facts.mode.promise)."),
      ],
      "impact": [
        "avid": [
          "vuln_id": .null, "risk_domain": ["Security"], "sep_view": [.string(code.reportName)],
          "lifecycle_view": ["L03: Data Preparation"], "taxonomy_version": "0.2",
        ],
        "atlas": [
          [
            "tactic": "Persistence", "technique": .string(Taxonomy.poisonTrainingData.id),
            "description": .string(Taxonomy.poisonTrainingData.name),
          ]
        ],
      ],
      "reported_date": JSON(Self.date(facts.started)),
    ]
    return json.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private func metrics(_ report: Report) -> [JSON] {
    let rows = Double(max(report.facts.rows, 1))
    var list: [JSON] = [
      [
        "name": "rows held",
        "detection_method": ["type": "Static Threshold", "name": "taster"],
        "results": [
          "rows": .integer(report.facts.rows), "held": .integer(report.heldCount),
          "held_share": .number(Double(report.heldCount) / rows),
          "estimated_poison": .number(report.estimatedPoison.value),
          "estimated_poison_low": .number(report.estimatedPoison.low),
          "estimated_poison_high": .number(report.estimatedPoison.high),
        ],
      ]
    ]
    if let found = report.discoveries {
      list.append([
        "name": "rows unlike the trusted baseline",
        "detection_method": [
          "type": "Significance Test", "name": "Benjamini-Hochberg over conformal p-values",
        ],
        "results": [
          "false_discovery_rate": .number(found.level), "rejected": .integer(found.rejected),
        ],
      ])
    }
    return list
  }

  /// The day of a time, YYYY-MM-DD; nil where there is no time.
  private static func date(_ time: String) -> String? {
    let day = String(time.prefix(10))
    return day.count == 10 ? day : nil
  }
}
