/// The statistics of every class as one compact JSON object.
public struct ProfileJSON: Sendable {
  /// The version of the members; it changes when one of them goes or changes its meaning.
  public static let schemaVersion = 1

  /// The object with default options.
  public init() {}

  /// What every class looks like.
  ///
  /// - Parameters:
  ///   - facts: What was read.
  ///   - schema: What the columns are.
  ///   - statistics: The statistics of the same table.
  ///   - sampled: How many rows the models are learned from; nil where nobody drew any.
  /// - Returns: UTF-8 with its line end; columns and statistics as in `report.json`.
  public func render(
    facts: RunFacts, schema: Schema, statistics: ClassStatistics, sampled: Int? = nil
  ) -> [UInt8] {
    let value: JSON = [
      "schema_version": .integer(Self.schemaVersion),
      "program": "taster",
      "version": .string(facts.version),
      "inputs": .array(facts.inputs.map { $0.json }),
      "dialect": facts.dialect.json,
      "profile": facts.baseline?.json ?? .null,
      "seed": .unsigned(facts.seed),
      "rows": .integer(facts.rows),
      "sampled": JSON(sampled),
      "rejected": .integer(facts.rejected),
      "blank_lines": .integer(facts.blankLines),
      "label_column": JSON(facts.labelColumn),
      "guesses": JSON(facts.guesses),
      "columns": .array(schema.columns.map { $0.json }),
      "statistics": StatisticsJSON(schema: schema, statistics: statistics).value,
    ]
    return value.bytes() + [UInt8(ascii: "\n")]
  }
}

extension Column {
  var json: JSON {
    [
      "name": .string(name), "role": .string(role.rawValue), "kind": .string(kind.rawValue),
      "missing": .integer(missing), "levels": .integer(levels.count), "guess": JSON(guess),
    ]
  }
}
