/// What `report.json` says about columns and classes, as it is read back.
struct ReportRecord: Decodable {
  struct ColumnRecord: Decodable {
    let name: String
    let role: String
    let kind: String

    func isFeature(_ kind: Column.Kind) -> Bool {
      role == Column.Role.feature.rawValue && self.kind == kind.rawValue
    }
  }

  struct Numeric: Decodable {
    let count: Int
    let missing: Int
    /// The median; nil in a class without values.
    let centre: Double?
    let spread: Double?
  }

  struct Level: Decodable {
    let value: String
    let count: Int
  }

  struct Categorical: Decodable {
    let missing: Int
    let levels: [Level]
    let other: Int
  }

  struct Class: Decodable {
    /// The name; nil in a table without labels.
    let name: String?
    let rows: Int
    let numeric: [Numeric]
    let categorical: [Categorical]

    private enum CodingKeys: String, CodingKey {
      case rows, numeric, categorical
      case name = "class"
    }
  }

  struct Statistics: Decodable {
    let classes: [Class]
  }

  let columns: [ColumnRecord]
  let statistics: Statistics

  /// Where the column with a role stands.
  func position(of role: Column.Role) -> Int? {
    columns.firstIndex { $0.role == role.rawValue }
  }
}
