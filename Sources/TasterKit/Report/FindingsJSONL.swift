/// `findings.jsonl`: one JSON object a held row.
public enum FindingsJSONL: Sendable {
  /// The version of the objects' members; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  /// One held row.
  ///
  /// - Parameters:
  ///   - finding: What was found.
  ///   - location: Where the row stands; its fingerprint counts, not the finding's, where it has one.
  /// - Returns: A compact object with its line end.
  public static func line(_ finding: Finding, at location: RowLocation) -> [UInt8] {
    var bytes = object(finding, at: location).bytes()
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// One held row as a value.
  package static func object(_ finding: Finding, at location: RowLocation?) -> JSON {
    let fingerprint = location.map { $0.fingerprint } ?? ""
    return [
      "schema_version": .integer(schemaVersion),
      "row": .integer(finding.row),
      "file": JSON(location?.file),
      "line": JSON(location?.line),
      "byte_offset": JSON(location?.byteOffset),
      "byte_length": JSON(location?.byteLength),
      "fingerprint": .string(fingerprint.isEmpty ? finding.fingerprint : fingerprint),
      "id": JSON(location?.id),
      "source": JSON(location?.source),
      "label": JSON(finding.label),
      "suggested_label": JSON(finding.suggestedLabel),
      "score": .number(finding.score),
      "p_value": JSON(finding.pValue),
      "q_value": JSON(finding.qValue),
      "verdict": "quarantine",
      "code": .string(Taxonomy.ingestPoisoning.code),
      "technique": .string(Taxonomy.poisonTrainingData.id),
      "detectors": .object(
        finding.evidence.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .number($0.value)) }),
      "held_by": JSON(finding.heldBy),
      "reasons": .array(
        finding.reasons.map {
          ["detector": .string($0.detector), "text": .string($0.text), "rows": JSON($0.rows)]
        }),
    ]
  }
}
