/// A table seen as rows of another: its columns in that one's order, found by name, and in that one's codes.
///
/// A level or class that the other table does not know gets a code behind those it knows, so every code means the same in
/// both. A feature that this table lacks is missing in every row.
package struct ConformedTable: RowTable {
  package let schema: Schema
  /// In what the tables differ, in sentences.
  package let departures: [String]
  /// Whether the table's features, levels and classes stand as they do here.
  package let isPlain: Bool
  private let table: any RowTable
  /// Where each numeric feature stands in the table; nil where it is not there.
  private let numeric: [Int?]
  private let categorical: [Int?]
  private let levels: [Recoding?]
  private let classes: Recoding
  private let sources: Recoding

  package var rowCount: Int { table.rowCount }
  package var chunkCount: Int { table.chunkCount }

  /// Looks at a table as at rows of another.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - like: What the other table's columns are.
  ///   - isSorted: Whether codes are given anew in the order of texts, as a table of both has them.
  ///   - known: How many levels, classes or columns a sentence names at most.
  /// - Complexity: O(columns + levels).
  package init(_ table: some RowTable, like: Schema, isSorted: Bool = false, known: Int = 5) {
    let own = table.schema
    let match = SchemaMatch(own, like: like)
    func places(_ wanted: [Int], among own: [Int]) -> [Int?] {
      wanted.map { j in match.places[j].flatMap { own.firstIndex(of: $0) } }
    }
    var schema = like
    var departures = match.sentences(.missing) + match.strangers(limit: known)
    let numeric = places(like.numeric, among: own.numeric)
    let categorical = places(like.categorical, among: own.categorical)
    func widened(
      _ texts: [String], by others: [String], in order: (String, String) -> Bool
    ) -> (all: [String], new: [String]) {
      let codes = Recoding(from: others, to: texts).codes
      let new = others.indices.filter { codes[$0] < 0 }.map { others[$0] }
      return (isSorted ? (texts + new).sorted(by: order) : texts + new, new)
    }
    var recodings: [Recoding?] = []
    for (j, place) in zip(like.categorical, categorical) {
      guard let place else {
        recodings.append(nil)
        continue
      }
      let found = own.columns[own.categorical[place]].levels
      let (all, new) = widened(
        like.columns[j].levels, by: found, in: LevelOrder.precedes)
      schema.columns[j].levels = all
      recodings.append(Recoding(from: found, to: all))
      if !new.isEmpty {
        departures.append(
          "column '\(like.columns[j].name)' holds \(Figures.count(new.count, "level")) that the "
            + "baseline does not know: " + Self.list(new, limit: known))
      }
    }
    let (classes, newClasses) = widened(
      like.classes, by: own.classes, in: LevelOrder.bytesPrecede)
    schema.classes = like.classes.isEmpty ? [] : classes
    if !like.classes.isEmpty, !newClasses.isEmpty {
      departures.append(
        "\(newClasses.count == 1 ? "a class" : "\(newClasses.count) classes") that the baseline "
          + "does not know: " + Self.list(newClasses, limit: known)
          + "; nothing speaks for its rows' labels")
    }
    schema.sources =
      widened(
        like.sources, by: own.sources, in: LevelOrder.bytesPrecede
      ).all
    if let source = own.columns.first(where: { $0.role == .source }),
      !schema.columns.contains(where: { $0.role == .source })
    {
      schema.columns.append(source)
    }
    for j in like.columns.indices {
      schema.columns[j].missing = match.places[j].map { own.columns[$0].missing } ?? 0
    }
    isPlain =
      own.classes == schema.classes && own.sources == schema.sources
      && own.numeric.map { own.columns[$0].name } == like.numeric.map { like.columns[$0].name }
      && own.categorical.map { own.columns[$0].name }
        == like.categorical.map { like.columns[$0].name }
      && zip(own.categorical, schema.categorical).allSatisfy {
        own.columns[$0].levels == schema.columns[$1].levels
      }
    self.table = table
    self.schema = schema
    self.departures = departures
    self.numeric = numeric
    self.categorical = categorical
    levels = recodings
    self.classes = Recoding(from: own.classes, to: schema.classes)
    sources = Recoding(from: own.sources, to: schema.sources)
  }

  private static func list(_ texts: [String], limit: Int) -> String {
    texts.prefix(limit).map { "'\(printable($0, limit: 40))'" }.joined(separator: ", ")
      + (texts.count > limit ? ", …" : "")
  }

  package func chunk(_ index: Int) throws -> Chunk {
    let own = try table.chunk(index)
    let n = own.count
    var numbers: [Double] = []
    numbers.reserveCapacity(n * numeric.count)
    for place in numeric {
      numbers +=
        place.map { own.numeric[$0 * n..<($0 + 1) * n] } ?? ArraySlice(repeating: .nan, count: n)
    }
    var codes: [Int32] = []
    codes.reserveCapacity(n * categorical.count)
    for (place, recoding) in zip(categorical, levels) {
      guard let place, let recoding else {
        codes += [Int32](repeating: -1, count: n)
        continue
      }
      codes += own.codes[place * n..<(place + 1) * n].lazy.map { recoding($0) }
    }
    return Chunk(
      firstRow: own.firstRow, count: n, numeric: numbers, codes: codes,
      labels: schema.classes.isEmpty
        ? [Int32](repeating: 0, count: n) : own.labels.map { classes($0) },
      sources: own.sources.map { sources($0) })
  }
}
