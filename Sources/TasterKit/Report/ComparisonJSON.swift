/// `comparison.json`: what changed between two snapshots, in one object; the same bytes from run to run.
///
/// Members in this order: schema_version, program, version, old, new, columns, key, label, counts, unmatched, label_flow, evidence,
/// drift, attribution, suspects, findings, remarks, alarms, violations. Numbers that cannot be told are null.
public struct ComparisonJSON: Sendable {
  /// The version of the members; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  /// The most tests without an alarm that are written; `drift.csv` has all.
  public var driftLimit = 100

  /// The object with default options.
  public init() {}

  /// What changed.
  ///
  /// - Parameters:
  ///   - comparison: What was compared.
  ///   - violations: What the policy minds.
  ///   - version: The program's version.
  ///   - layout: How the text is laid out.
  /// - Returns: UTF-8 with its line end.
  public func render(
    _ comparison: Comparison, violations: [Comparison.Alarm], version: String,
    layout: JSON.Layout = .compact
  ) -> [UInt8] {
    let value: JSON = [
      "schema_version": .integer(Self.schemaVersion),
      "program": "taster",
      "version": .string(version),
      "old": side(comparison.old),
      "new": side(comparison.new),
      "columns": columns(comparison.columns, retyped: comparison.drift?.retyped ?? []),
      "key": JSON(comparison.keys),
      "label": JSON(comparison.label),
      "counts": counts(comparison.rows, isMatched: comparison.unmatched == nil),
      "unmatched": JSON(comparison.unmatched),
      "label_flow": comparison.flow.map { flow($0) } ?? .null,
      "evidence": comparison.evidence.map { evidence($0) } ?? .null,
      "drift": comparison.drift.map { drift($0, comparison.driftPolicy) } ?? .null,
      "attribution": .array(comparison.attribution.map { attribution($0) }),
      "suspects": .array(comparison.suspects.map { ChangesJSONL.object($0) }),
      "findings": .array(
        comparison.findings.map { finding in
          [
            "code": .string(finding.code),
            "technique": JSON(Taxonomy.category(finding.code)?.technique),
            "text": .string(finding.text),
          ]
        }),
      "remarks": JSON(comparison.remarks),
      "alarms": JSON(
        Comparison.Alarm.allCases.filter { comparison.alarms.contains($0) }.map { $0.rawValue }),
      "violations": JSON(violations.map { $0.rawValue }),
    ]
    return value.bytes(layout) + [UInt8(ascii: "\n")]
  }

  private func side(_ side: Comparison.Side) -> JSON {
    [
      "bytes": .integer(side.file.bytes), "sha256": .string(side.file.sha256),
      "rows": .integer(side.rows),
      "rejects": .array(
        side.rejects.map { ["reason": .string($0.reason), "count": .integer($0.count)] }),
    ]
  }

  private func columns(_ columns: ColumnMatch, retyped: [String]) -> JSON {
    [
      "same": .integer(columns.pairs.count),
      "came": JSON(columns.came), "went": JSON(columns.went),
      "renamed": .array(
        columns.renamed.map { ["old": .string($0.name), "new": JSON($0.renamed)] }),
      "retyped": JSON(retyped), "reordered": .bool(columns.isReordered),
    ]
  }

  /// How many rows met which end; null where they are not matched.
  private func counts(_ rows: RowCounts, isMatched: Bool) -> JSON {
    func matched(_ count: Int) -> JSON { isMatched ? .integer(count) : .null }
    return [
      "old": .integer(rows.old), "new": .integer(rows.new), "same": matched(rows.same),
      "relabelled": matched(rows.relabelled), "edited": matched(rows.edited),
      "rewritten": matched(rows.rewritten), "went": matched(rows.went),
      "came": matched(rows.came), "repeated_keys": matched(rows.repeatedKeys),
      "repeated_rows": matched(rows.repeatedRows), "crowded_keys": matched(rows.crowdedKeys),
    ]
  }

  private func flow(_ flow: LabelFlow) -> JSON {
    [
      "classes": JSON(flow.classes),
      "counts": .array(flow.counts.map { JSON($0) }),
      "pairs": .array(
        flow.pairs.map { pair in
          [
            "from": .string(pair.from), "to": .string(pair.to), "count": .integer(pair.count),
            "back": .integer(pair.back), "p_value": .number(pair.pValue),
            "q_value": .number(pair.qValue), "one_sided": .bool(pair.isOneSided),
          ]
        }),
    ]
  }

  private func evidence(_ evidence: ChangeEvidence) -> JSON {
    func share(_ share: ChangeEvidence.Share) -> JSON {
      ["suspicious": .integer(share.suspicious), "judged": .integer(share.judged)]
    }
    return [
      "relabelled": share(evidence.relabelled),
      "came_contradicted": share(evidence.contradicted), "came_odd": share(evidence.odd),
      "old_contradicted": share(evidence.oldContradicted), "old_odd": share(evidence.oldOdd),
    ]
  }

  private func drift(_ drift: Drift, _ policy: DriftTest.Policy) -> JSON {
    let alarms = drift.alarms(policy)
    let others = drift.tests.filter { !$0.isAlarm(policy) }.prefix(driftLimit)
    return [
      "tests": .integer(drift.tests.count), "sketched": .bool(drift.isSketched),
      "policy": [
        "q_value": .number(policy.level), "distance": .number(policy.distance),
        "shift": .number(policy.shift), "association": .number(policy.association),
        "missing": .number(policy.missing),
      ],
      "alarms": .array(alarms.map { test($0) }), "others": .array(others.map { test($0) }),
    ]
  }

  private func test(_ test: DriftTest) -> JSON {
    func levels(_ levels: [(name: String, count: Int)]) -> JSON {
      .array(
        levels.prefix(20).map { ["level": .string($0.name), "count": .integer($0.count)] })
    }
    return [
      "kind": .string(test.kind.rawValue), "column": .string(test.column),
      "class": JSON(test.className), "old_count": .integer(test.oldCount),
      "new_count": .integer(test.newCount), "statistic": .number(test.statistic),
      "effect": .number(test.effect), "shift": JSON(test.shift), "p_value": .number(test.pValue),
      "q_value": .number(test.qValue), "new_levels": levels(test.newLevels),
      "vanished_levels": levels(test.vanishedLevels),
    ]
  }

  private func attribution(_ part: Attribution) -> JSON {
    [
      "kind": .string(part.kind.rawValue), "side": .string(part.side.rawValue),
      "name": .string(part.name), "touched": .integer(part.touched), "rows": .integer(part.rows),
      "all_touched": .integer(part.allTouched), "all_rows": .integer(part.allRows),
      "lift": .number(part.lift), "p_value": .number(part.pValue), "q_value": .number(part.qValue),
    ]
  }
}
