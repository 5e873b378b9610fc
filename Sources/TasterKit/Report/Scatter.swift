/// Rows of a run in a plane, class by class, with those that are held: where they lie along the two directions in which rows
/// that are not held differ most.
///
/// Of a stream the rows of the baseline stand in place of those that are not held.
///
/// What is told is bounded, whatever the table: at most ``groupLimit`` classes, those with the most held rows first, and of each
/// at most ``pointLimit`` kept and as many held rows. Kept rows are drawn by content, as the sample is that everything is
/// learned from; held ones are the most suspicious, then those of the sample.
package struct Scatter: Sendable, Hashable, Decodable {
  /// A direction of the plane.
  package struct Direction: Sendable, Hashable, Decodable {
    /// The share of the variance along it, 0…1.
    package let share: Double
    /// The columns with the largest weights, the largest first.
    package let columns: [String]
  }

  /// The rows of one class.
  package struct Group: Sendable, Hashable, Decodable {
    /// The class; nil in a table without labels.
    package let name: String?
    /// How many rows that carry it are held.
    package let held: Int
    /// Kept rows, of a stream those of the baseline, x and y in turn.
    package let keptPoints: [Int]
    /// The numbers of held rows.
    package let heldRows: [Int]
    /// Where these lie, x and y in turn.
    package let heldPoints: [Int]

    private enum CodingKeys: String, CodingKey {
      case held
      case name = "class"
      case keptPoints = "kept_points"
      case heldRows = "held_rows"
      case heldPoints = "held_points"
    }
  }

  /// Points lie in 0…``side`` both ways, y upward.
  package static let side = 1_000
  static let groupLimit = 12
  static let pointLimit = 200

  /// How many numeric columns span the space.
  package let columns: Int
  /// Across and up; empty where the rows do not differ in any numeric column.
  package let directions: [Direction]
  /// The classes, the one with the most held rows first.
  package let groups: [Group]
  /// Whether rows that are not held are those of the baseline: of a stream, others have gone by.
  package var isOfStream = false

  private enum CodingKeys: String, CodingKey {
    case columns, directions
    case groups = "classes"
  }

  init(columns: Int, directions: [Direction], groups: [Group]) {
    self.columns = columns
    self.directions = directions
    self.groups = groups
  }

  /// Reads what a run has left in `report.json`; nil where it has left none.
  ///
  /// - Throws: ``TableError`` where the file cannot be read.
  package init?(_ run: RunReader) throws {
    struct Record: Decodable { let scatter: Scatter? }
    let record: Record = try RunReader.object(run.directory.file("report.json"))
    guard let scatter = record.scatter else { return nil }
    self = scatter
    isOfStream = run.facts.stream != nil
  }

  var json: JSON {
    [
      "columns": .integer(columns),
      "directions": .array(
        directions.map { ["share": .number($0.share), "columns": JSON($0.columns)] }),
      "classes": .array(
        groups.map {
          [
            "class": JSON($0.name), "held": .integer($0.held), "kept_points": JSON($0.keptPoints),
            "held_rows": JSON($0.heldRows), "held_points": JSON($0.heldPoints),
          ]
        }),
    ]
  }
}
