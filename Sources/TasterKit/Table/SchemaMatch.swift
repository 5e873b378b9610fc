/// Which columns of a table are those of a baseline, by name, and which of its features the table lacks.
package struct SchemaMatch: Sendable {
  /// A feature of the baseline of which the table holds no value that can be read.
  struct Lack: Sendable, Hashable {
    let name: String
    /// What there is in its place, the beginning of a sentence.
    let text: String
  }

  /// What becomes of features that are lacking.
  enum Fate {
    /// Rows are judged by the others alone.
    case leftOut
    /// They are missing in every row.
    case missing
  }

  /// Where the baseline's columns stand in the table, by their position there; a feature that is lacking has no place.
  let places: [Int: Int]
  /// The features that are lacking, in the order of the baseline's columns.
  let lacking: [Lack]
  /// The columns that the baseline does not know.
  let strange: [String]
  /// How many features the baseline has.
  private let featureCount: Int

  /// The names of the features that are lacking.
  package var lackingNames: Set<String> { Set(lacking.map { $0.name }) }

  /// Matches columns.
  ///
  /// - Parameters:
  ///   - own: What the table's columns are.
  ///   - like: What the baseline's columns are.
  /// - Complexity: O(columns).
  package init(_ own: Schema, like: Schema) {
    let names = Dictionary(
      own.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(like.columns.map { $0.name })
    strange = own.columns.filter { $0.role == .ignored && !known.contains($0.name) }
      .map { $0.name }
    var places: [Int: Int] = [:]
    var lacking: [Lack] = []
    for (j, column) in like.columns.enumerated() {
      let found = names[column.name].map { own.columns[$0] }
      if column.isFeature, found?.role != .feature || found?.kind != column.kind {
        lacking.append(Lack(column, found: found, strange: strange))
      } else if let place = names[column.name] {
        places[j] = place
      }
    }
    self.places = places
    self.lacking = lacking
    featureCount = like.featureCount
  }

  /// Refuses a table that has nothing to be judged by.
  ///
  /// - Throws: ``TableError`` where every feature is lacking.
  func requireFeature() throws {
    guard featureCount > 0, lacking.count == featureCount else { return }
    throw TableError(
      .unsuited,
      "nothing can be judged by the baseline: of its \(Figures.count(featureCount, "feature")) none is "
        + "there. " + lacking.prefix(3).map { $0.text }.joined(separator: "; ")
        + (lacking.count > 3 ? "; …" : "")
        + ". Name the columns as the baseline does, or learn a baseline of such a table")
  }

  /// Which features are lacking, and what becomes of them, in a sentence each.
  func sentences(_ fate: Fate) -> [String] {
    let end =
      switch fate {
      case .leftOut: "rows are judged without it, by models of the trusted rows' other columns"
      case .missing: "it counts as missing in every row"
      }
    return lacking.map { "\($0.text): \(end)" }
  }

  /// The columns that the baseline does not know.
  ///
  /// - Parameter limit: How many are named at most.
  /// - Returns: A sentence; none where there are none.
  func strangers(limit: Int = 5) -> [String] {
    guard !strange.isEmpty else { return [] }
    return [
      "\(Figures.count(strange.count, "column")) the baseline does not know, not scored: "
        + strange.prefix(limit).map { "'\($0)'" }.joined(separator: ", ")
        + (strange.count > limit ? ", …" : "")
    ]
  }
}

extension SchemaMatch.Lack {
  /// So many unknown columns are looked at for one that may be meant.
  private static let mostCompared = 100

  fileprivate init(_ column: Column, found: Column?, strange: [String]) {
    name = column.name
    guard let found else {
      let near = Nearest.names(to: name, among: Array(strange.prefix(Self.mostCompared)), count: 1)
        .map { " (is it '\($0)'?)" }
      text = "column '\(name)' of the baseline is not there" + (near.first ?? "")
      return
    }
    text =
      found.role == .feature
      ? "column '\(name)' is \(column.kind.words) in the baseline and \(found.kind.words) here"
      : "column '\(name)' is a feature in the baseline and "
        + (found.role == .ignored ? "ignored here" : "the \(found.role.rawValue) here")
  }
}
