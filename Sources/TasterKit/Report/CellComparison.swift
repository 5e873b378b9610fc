/// One cell of a row, held against what is usual in a class.
package struct CellComparison: Sendable {
  /// What is usual in one class.
  package enum Usual: Sendable {
    /// The median, the spread (as a standard deviation) and how many spreads the value lies above the median.
    case numeric(centre: Double, spread: Double, z: Double?)
    /// The share of the class's values that are this one; nil where it was too rare to be told.
    case share(Double?)
    /// The row has no value; the share of the class's rows that have none either.
    case missing(Double)
    /// The column is no feature, or the class has no value.
    case unknown

    var z: Double? {
      if case .numeric(_, _, let z) = self { return z }
      return nil
    }

    var json: JSON {
      switch self {
      case .numeric(let centre, let spread, let z):
        ["centre": .number(centre), "spread": .number(spread), "z": JSON(z)]
      case .share(let share): ["share": JSON(share)]
      case .missing(let share): ["missing_share": .number(share)]
      case .unknown: .null
      }
    }

    /// The figures for a table: what is usual, and how far off the value is.
    package var figures: (usual: String, distance: String) {
      switch self {
      case .numeric(let centre, let spread, let z):
        (
          "\(Figures.significant(centre)) ± \(Figures.significant(spread, digits: 3))",
          z.map { ($0 > 0 ? "+" : "") + Figures.significant($0, digits: 3) } ?? "–"
        )
      case .share(let share):
        (share.map { Figures.significant(100 * $0, digits: 3) + " % have it" } ?? "rare", "–")
      case .missing(let share): (Figures.significant(100 * share, digits: 3) + " % missing", "–")
      case .unknown: ("", "")
      }
    }
  }

  package let column: String
  /// Where the column stands in the file, from 0.
  package let position: Int
  package let role: String
  package let kind: String
  package let text: String
  /// Against the class that the row carries.
  package let own: Usual
  /// Against the class that it looks like; nil where there is none.
  package let other: Usual?

  /// How far the cell lies from its own class: numbers by |z| first, then levels by how rare they are.
  var strength: (Int, Double) {
    switch own {
    case .numeric(_, _, let z): (2, z.map { $0.magnitude } ?? -1)
    case .share(let share): (1, -(share ?? 0))
    case .missing(let share): (1, -share)
    case .unknown: (0, 0)
    }
  }

  var json: JSON {
    [
      "column": .string(column), "role": .string(role), "kind": .string(kind),
      "value": .string(text), "in_class": own.json, "in_suggested": other?.json ?? .null,
    ]
  }
}

extension ReportRecord {
  /// Holds the fields of a row against its class and against the one it looks like, strongest first.
  func compare(
    _ fields: [(text: String, number: Double?)], label: String?, suggested: String?
  ) -> [CellComparison] {
    let own = statistics.classes.first { $0.name == label }
    let other = suggested.flatMap { name in statistics.classes.first { $0.name == name } }
    var numeric = 0
    var categorical = 0
    var cells: [CellComparison] = []
    for (position, (column, field)) in zip(columns, fields).enumerated() {
      var usual: (Class) -> CellComparison.Usual = { _ in .unknown }
      if column.isFeature(.numeric) {
        let k = numeric
        numeric += 1
        usual = { Self.usual($0, numeric: k, number: field.number) }
      } else if column.isFeature(.categorical) {
        let k = categorical
        categorical += 1
        // A text that is no level of any class means that there is no value.
        let isLevel = statistics.classes.contains { group in
          group.categorical.indices.contains(k)
            && (group.categorical[k].other > 0
              || group.categorical[k].levels.contains { $0.value == field.text })
        }
        usual = { Self.usual($0, categorical: k, text: field.text, isLevel: isLevel) }
      }
      cells.append(
        CellComparison(
          column: column.name, position: position, role: column.role, kind: column.kind,
          text: field.text,
          own: own.map(usual) ?? .unknown, other: other.map(usual)))
    }
    return cells.enumerated().sorted {
      $0.element.strength == $1.element.strength
        ? $0.offset < $1.offset : $0.element.strength > $1.element.strength
    }.map { $0.element }
  }

  private static func usual(
    _ group: Class, numeric k: Int, number: Double?
  ) -> CellComparison.Usual {
    guard group.numeric.indices.contains(k) else { return .unknown }
    let column = group.numeric[k]
    guard let x = number else {
      return .missing(Double(column.missing) / Double(max(column.count + column.missing, 1)))
    }
    guard let centre = column.centre, let spread = column.spread else { return .unknown }
    let z: Double? = spread > 0 ? (x - centre) / spread : x == centre ? 0 : nil
    return .numeric(centre: centre, spread: spread, z: z)
  }

  private static func usual(
    _ group: Class, categorical k: Int, text: String, isLevel: Bool
  ) -> CellComparison.Usual {
    guard group.categorical.indices.contains(k) else { return .unknown }
    let column = group.categorical[k]
    let total = column.levels.reduce(column.other) { $0 + $1.count }
    if let level = column.levels.first(where: { $0.value == text }) {
      return .share(Double(level.count) / Double(total))
    }
    if column.other > 0 { return .share(nil) }
    return isLevel ? .share(0) : .missing(Double(column.missing) / Double(max(group.rows, 1)))
  }
}
