/// A report in the schema of the AI Vulnerability Database: one a run, of class S0601, to be sent or kept; of a comparison also
/// of class S0200, where a pinned hash does not match.
///
/// The report's number is left to the database. Counts and rates are told, and no value of a cell.
///
/// Schema: avidtools 0.2 data model (`data_version` 0.2).
public struct AVIDReport: ComparisonFormat {
  public static let name = "avid"
  public static let summary = "a report for the AI Vulnerability Database (AVID), one a run"
  public static let fileName: String? = nil
  public static let tellsTime = true

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let said =
      "\(Figures.count(report.heldCount, "row")) of \(Figures.grouped(facts.rows)) held as "
      + "suspected poison"
    return render(
      facts.inputs, codes: [Taxonomy.ingestPoisoning], said: said,
      description: "taster \(facts.version) judged \(Figures.count(facts.rows, "row")) "
        + "(SHA-256 \(facts.inputs.map { $0.sha256 }.joined(separator: ", "))): \(said); "
        + "\(facts.mode.promise).", metrics: metrics(report), day: facts.started)
  }

  public func render(_ report: ComparisonReport) -> [UInt8] {
    let comparison = report.comparison
    let account = Account(report, showsValues: false)
    let found = Comparison.Alarm.allCases.filter { comparison.alarms.contains($0) }
    let codes = found.compactMap { ReportRule($0).code }
    let signs = account.tests.filter { $0.isNotice }.map { "\($0.rule.name): \($0.said)" }
    let said = signs.isEmpty ? "no sign of planted rows" : signs.joined(separator: "; ")
    let (old, new) = (comparison.old.file, comparison.new.file)
    return render(
      [new], codes: codes.isEmpty ? [Taxonomy.ingestPoisoning] : codes, said: said,
      description: "taster \(report.version) compared it (SHA-256 \(new.sha256)) with an older "
        + "snapshot (SHA-256 \(old.sha256)): \(account.outcome); \(said).",
      metrics: [
        [
          "name": "rows that changed",
          "detection_method": ["type": "Static Threshold", "name": "taster compare"],
          "results": account.properties,
        ]
      ], day: report.ended)
  }

  private func render(
    _ files: [RunFacts.File], codes: [Taxonomy.Category], said: String, description: String,
    metrics: [JSON], day: String
  ) -> [UInt8] {
    let techniques = codes.compactMap { $0.technique.flatMap { Taxonomy.technique($0) } }
    let json: JSON = [
      "data_type": "AVID", "data_version": "0.2",
      "affects": [
        "developer": .array([]), "deployer": .array([]),
        "artifacts": [
          [
            "type": "Dataset", "name": .string(files.map { $0.name }.joined(separator: ", ")),
          ]
        ],
      ],
      "problemtype": [
        "classof": "Undefined", "type": "Detection",
        "description": [
          "lang": "eng",
          "value": .string("\(codes.map { $0.name }.joined(separator: ", ")): \(said)"),
        ],
      ],
      "metrics": .array(metrics),
      "references": .array(
        techniques.map {
          [
            "type": "source", "label": .string($0.name),
            "url": .string("https://atlas.mitre.org/techniques/\($0.id)"),
          ]
        }),
      "description": ["lang": "eng", "value": .string(description)],
      "impact": [
        "avid": [
          "vuln_id": .null, "risk_domain": ["Security"],
          "sep_view": JSON(codes.map { $0.reportName }),
          "lifecycle_view": ["L03: Data Preparation"], "taxonomy_version": "0.2",
        ],
        "atlas": .array(
          techniques.map {
            let isPoison = $0 == Taxonomy.poisonTrainingData
            return [
              "tactic": .string(isPoison ? "Persistence" : "Initial Access"),
              "technique": .string($0.id), "description": .string($0.name),
            ]
          }),
      ],
      "reported_date": JSON(Self.date(day)),
    ]
    return json.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private func metrics(_ report: Report) -> [JSON] {
    let rows = Double(max(report.facts.rows, 1))
    var results = [
      JSON.Member("rows", .integer(report.facts.rows)),
      JSON.Member("held", .integer(report.heldCount)),
      JSON.Member("held_share", .number(Double(report.heldCount) / rows)),
    ]
    let estimate = report.estimatedPoison
    if !estimate.value.isNaN {
      results += [
        JSON.Member("estimated_poison", .number(estimate.value)),
        JSON.Member("estimated_poison_low", .number(estimate.low)),
        JSON.Member("estimated_poison_high", .number(estimate.high)),
      ]
    }
    if let stream = report.facts.stream {
      results.append(JSON.Member("alarms", .integer(stream.alarmCount)))
    }
    var list: [JSON] = [
      [
        "name": "rows held",
        "detection_method": ["type": "Static Threshold", "name": "taster"],
        "results": .object(results),
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
