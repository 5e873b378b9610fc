/// What there is, as one compact JSON object with its line end.
public enum ExplanationJSON: Sendable {
  /// Every detector.
  public static var detectors: [UInt8] {
    line([
      "schema_version": 1,
      "detectors": .array(
        Catalog.detectors.map {
          [
            "name": .string($0.name), "summary": .string($0.summary),
            "explanation": .string($0.explanation),
          ]
        }),
    ])
  }

  /// Every entry of the taxonomy.
  public static var taxonomy: [UInt8] {
    line([
      "schema_version": 1,
      "taxonomy": "AVID security", "taxonomy_version": .string(Taxonomy.version),
      "atlas_version": .string(Taxonomy.atlasVersion),
      "entries": .array(Taxonomy.all.map { value($0) }),
    ])
  }

  /// One entry of the taxonomy; nil where there is none of the code.
  public static func entry(_ code: String) -> [UInt8]? {
    Taxonomy.category(code).map { line(value($0)) }
  }

  private static func value(_ entry: Taxonomy.Category) -> JSON {
    let technique = entry.technique.flatMap { Taxonomy.technique($0) }
    return [
      "code": .string(entry.code), "name": .string(entry.name), "parent": JSON(entry.parent),
      "children": JSON(Taxonomy.children(of: entry.code).map { $0.code }),
      "description": .string(entry.description),
      "technique": technique.map { ["id": .string($0.id), "name": .string($0.name)] } ?? .null,
      "report_name": .string(entry.reportName),
    ]
  }

  private static func line(_ value: JSON) -> [UInt8] { value.bytes() + [UInt8(ascii: "\n")] }
}
