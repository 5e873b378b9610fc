public import TasterKit

/// A row that the scan held: what was found, its bytes, and what was decided about it.
public struct HeldRow: Sendable, Hashable {
  /// What was found.
  public let finding: Finding
  /// Where the row stands in the input.
  public let location: RowLocation
  /// The row's bytes, the line end included.
  public let bytes: [UInt8]
  /// The detector that speaks first for holding it.
  public let detector: String
  /// What was decided, all in all.
  public let status: RowStatus
  /// The decision that stands; nil where nobody has decided.
  public let decision: Standing?

  /// The decision that stands about a row.
  public struct Standing: Sendable, Hashable {
    /// Its number in the chain.
    public let number: Int
    /// Who took it.
    public let who: String
    /// When, ISO 8601 with its zone.
    public let at: String
    /// Why.
    public let reason: String
  }

  /// What a report says about it.
  public var suspect: Report.Suspect { Report.Suspect(finding: finding, location: location) }

  /// An object as in `findings.jsonl`, with `status`, `detector` and `decision` behind.
  public var json: JSON {
    var json = FindingsJSONL.object(finding, at: location)
    json["detector"] = .string(detector)
    json["status"] = .string(status.rawValue)
    json["decision"] =
      decision.map {
        [
          "number": .integer($0.number), "who": .string($0.who), "at": .string($0.at),
          "reason": .string($0.reason),
        ]
      } ?? .null
    return json
  }
}

/// Which held rows are wanted, and in which order.
public struct RowQuery: Sendable, Hashable {
  /// What has to hold for a row.
  public var filter = RowFilter.all
  /// The field to order by.
  public var order = RowField.score
  /// Whether the largest comes first; ties are always by row.
  public var isDescending = true
  /// The most rows that are wanted; nil wants all.
  public var limit: Int?
  /// How many rows of the order are passed over.
  public var offset = 0
  /// Whether rows that were let go count too; they do where the filter asks for a status.
  public var includesReleased = false

  /// All held rows that were not let go, the most suspicious first.
  public init() {}
}
