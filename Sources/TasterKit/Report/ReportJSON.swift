/// `report.json`: everything a machine needs, the same bytes from run to run.
///
/// Members in this order: schema_version, program, version, mode, promise, seed, code, technique, inputs, baseline,
/// false_discoveries, ranked_by, stream, policy, dialect, counts, review, rejects, reject_examples, estimated_poison, label_column, guesses, notes, columns, classes,
/// sources, label_flow, slices, scatter, calibration, detectors, statistics, suspects. Numbers that cannot be told are null.
public struct ReportJSON: Format {
  public static let name = "report"
  public static let summary = "everything a machine needs, in one JSON object"
  public static let fileName: String? = "report.json"
  /// The version of the members; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  /// The most held rows that are written; `findings.jsonl` has all.
  public var rowLimit = 100

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    value(report).bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  /// The same object on one line.
  ///
  /// - Parameter report: What to tell.
  /// - Returns: UTF-8 with its line end.
  public func compact(_ report: Report) -> [UInt8] {
    value(report).bytes() + [UInt8(ascii: "\n")]
  }

  private func value(_ report: Report) -> JSON {
    let facts = report.facts
    let isPoisoned = report.heldCount > 0
    return [
      "schema_version": .integer(Self.schemaVersion),
      "program": "taster",
      "version": .string(facts.version),
      "mode": .string(facts.mode.rawValue),
      "promise": .string(facts.mode.promise),
      "seed": .unsigned(facts.seed),
      "code": isPoisoned ? .string(Taxonomy.dataPoisoning.code) : .null,
      "technique": isPoisoned ? .string(Taxonomy.poisonTrainingData.id) : .null,
      // Without names: the same bytes make the same report, from a file or through a pipe.
      "inputs": .array(
        facts.inputs.map { ["bytes": .integer($0.bytes), "sha256": .string($0.sha256)] }),
      "baseline": facts.baseline?.json ?? .null,
      "false_discoveries": report.discoveriesJSON,
      "ranked_by": JSON(report.ranking),
      "stream": facts.stream?.json ?? .null,
      "policy": facts.policy?.json ?? .null,
      "dialect": facts.dialect.json,
      "counts": facts.counts,
      "review": facts.review?.json ?? .null,
      "rejects": facts.rejectsJSON,
      "reject_examples": .array(facts.rejectExamples.map { RejectsJSONL.object($0) }),
      "estimated_poison": report.estimatedPoison.json,
      "label_column": JSON(facts.labelColumn),
      "guesses": JSON(facts.guesses),
      "notes": .array(
        report.notes.map { ["code": JSON($0.code), "text": .string($0.text)] }),
      "columns": .array(report.schema.columns.map { $0.json }),
      "classes": .array(report.classes.map(group)),
      "sources": .array(report.sources.map(group)),
      "label_flow": .array(
        report.labelFlow.map {
          [
            "given": .string($0.given), "suggested": .string($0.suggested),
            "count": .integer($0.count),
          ]
        }),
      "slices": .array(report.slices.map(slice)),
      "scatter": report.scatter?.json ?? .null,
      "calibration": report.calibration.map(calibration) ?? .null,
      "detectors": .array(report.detectors.map(detector)),
      "statistics": StatisticsJSON(schema: report.schema, statistics: report.statistics).value,
      "suspects": .array(
        report.suspects.prefix(rowLimit).map {
          FindingsJSONL.object($0.finding, at: $0.location)
        }),
    ]
  }

  private func group(_ group: Report.GroupShare) -> JSON {
    ["name": .string(group.name), "rows": JSON(group.rows), "held": .integer(group.held)]
  }

  private func slice(_ slice: Slice) -> JSON {
    [
      "column": .string(slice.column), "values": .string(slice.values),
      "held": .integer(slice.held), "held_share": JSON(slice.heldShare),
      "row_share": JSON(slice.rowShare),
    ]
  }

  private func calibration(_ calibration: Calibration) -> JSON {
    [
      "attacks": .array(
        calibration.attacks.map {
          [
            "attack": .string($0.attack), "planted": .integer($0.planted),
            "held": .integer($0.held), "falsely_held": .integer($0.falselyHeld),
            "average_precision": JSON($0.averagePrecision),
          ]
        }),
      "settings": .array(
        calibration.settings.map {
          [
            "detector": .string($0.detector), "held": .integer($0.held),
            "falsely_held": .integer($0.falselyHeld), "is_shut": .bool($0.isShut),
          ]
        }),
    ]
  }

  private func detector(_ detector: Report.DetectorShare) -> JSON {
    [
      "name": .string(detector.name),
      "summary": JSON(Catalog.detector(named: detector.name)?.summary),
      "held": .integer(detector.held), "spoke": .integer(detector.spoke),
      "mean_evidence": JSON(detector.meanEvidence),
    ]
  }
}
