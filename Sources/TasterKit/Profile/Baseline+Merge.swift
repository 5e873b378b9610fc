import TasterKernels

extension Baseline {
  /// The baseline of all rows that some baselines were folded from.
  ///
  /// The order of the parts does not matter: files stand in the order of their hashes, levels and classes in that of
  /// their texts. The rows kept are those that a draw from the whole keeps (of more than 256 equal rows perhaps others),
  /// so the models and all they decide are the same; counts and quantiles are equal, moments and covariances within
  /// rounding.
  ///
  /// - Parameter parts: At least one baseline; all of the same columns, learned with the same options.
  /// - Returns: The whole.
  /// - Throws: ``TableError`` that says which parts do not fit together, and why.
  /// - Complexity: O(parts × (classes × features² + *n* log *n*)).
  public static func merged(_ parts: [Baseline]) throws -> Baseline {
    let parts = parts.sorted {
      $0.origins.map { $0.sha256 }.lexicographicallyPrecedes($1.origins.map { $0.sha256 })
    }
    guard var whole = parts.first else {
      throw TableError(.unsuited, "there is nothing to merge; name two profiles or more")
    }
    for part in parts.dropFirst() { whole = try whole.merged(part) }
    return whole.inOrder()
  }

  private func merged(_ other: Baseline) throws -> Baseline {
    try checkFits(other)
    let schema = try self.schema.union(other.schema)
    let first = recoded(to: schema)
    let second = other.recoded(to: schema)
    var statistics = first.statistics
    statistics.merge(second.statistics)
    return Baseline(
      version: version, seed: seed, origins: origins + other.origins, hasHeader: hasHeader,
      missing: missing, schema: schema, statistics: statistics,
      drawn: first.drawn.merged(
        second.drawn, shift: rowCount, seed: seed, capacity: capacity,
        vocabulary: Vocabulary(schema)))
  }

  /// Refuses a part that was learned in another way.
  private func checkFits(_ other: Baseline) throws {
    func refuse(_ what: String) -> TableError {
      TableError(.unsuited, "these profiles cannot be merged: \(what)")
    }
    guard seed == other.seed else {
      throw refuse(
        "they were learned with the seeds \(seed) and \(other.seed); learn them with one --seed")
    }
    guard hasHeader == other.hasHeader, Set(missing) == Set(other.missing) else {
      throw refuse("they were learned with other texts for 'no value', or one without a header")
    }
    let known = Set(origins.map { $0.sha256 })
    if let twice = other.origins.first(where: { known.contains($0.sha256) }) {
      throw refuse(
        "the data with SHA-256 \(twice.sha256.prefix(16))… is in both, and its rows would count "
          + "twice")
    }
  }

  /// The same baseline in the codes of a schema that holds all its texts.
  private func recoded(to new: Schema) -> Baseline {
    let classes = Recoding(from: schema.classes, to: new.classes)
    let sources = Recoding(from: schema.sources, to: new.sources)
    let levels = zip(schema.categorical, new.categorical).map {
      Recoding(from: schema.columns[$0].levels, to: new.columns[$1].levels)
    }
    var drawn = self.drawn
    drawn.labels = drawn.labels.map { classes($0) }
    drawn.sources = drawn.sources.map { sources($0) }
    drawn.codes = zip(drawn.codes, levels).map { codes, recoding in codes.map { recoding($0) } }
    return Baseline(
      version: version, seed: seed, origins: origins, hasHeader: hasHeader, missing: missing,
      schema: new,
      statistics: statistics.recoded(
        classes: classes, classCount: new.classes.count, levels: levels, sources: sources),
      drawn: drawn)
  }

  /// The same baseline with its files in the order of their hashes.
  private func inOrder() -> Baseline {
    let order = origins.indices.sorted { origins[$0].sha256 < origins[$1].sha256 }
    guard order != Array(origins.indices) else { return self }
    var firsts: [Int] = []
    var next = 0
    for origin in origins {
      firsts.append(next)
      next += origin.rows
    }
    var moved = firsts
    next = 0
    for k in order {
      moved[k] = next
      next += origins[k].rows
    }
    var drawn = self.drawn
    drawn.rows = drawn.rows.map { row in
      let k = (firsts.lastIndex { $0 <= row }) ?? 0
      return row - firsts[k] + moved[k]
    }
    let positions = drawn.rows.indices.sorted { drawn.rows[$0] < drawn.rows[$1] }
    return Baseline(
      version: version, seed: seed, origins: order.map { origins[$0] }, hasHeader: hasHeader,
      missing: missing, schema: schema, statistics: statistics, drawn: drawn.gather(positions))
  }
}

extension Schema {
  /// The schema of the rows of two tables of the same columns.
  ///
  /// - Throws: ``TableError`` that names the first column that differs.
  fileprivate func union(_ other: Schema) throws -> Schema {
    let (names, others) = (columns.map { $0.name }, other.columns.map { $0.name })
    guard names == others else {
      let odd = Set(names).symmetricDifference(others).sorted().first
      throw TableError(
        .unsuited,
        "these profiles cannot be merged: "
          + (odd.map { "only one of them has the column '\(printable($0, limit: 60))'" }
            ?? "their columns stand in another order; learn one like the other (--like)"))
    }
    var result = self
    for (j, column) in other.columns.enumerated() {
      let own = columns[j]
      guard own.role == column.role, own.kind == column.kind else {
        throw TableError(
          .unsuited,
          "these profiles cannot be merged: column '\(printable(own.name, limit: 60))' is "
            + "\(own.words) in one and \(column.words) in the other; learn one like the other: "
            + "taster profile FILE --like OTHER.taster")
      }
      let order =
        own.role == .feature ? LevelOrder.precedes : LevelOrder.bytesPrecede
      result.columns[j].levels = Schema.union(own.levels, column.levels, by: order)
      result.columns[j].missing += column.missing
    }
    result.classes = Schema.union(classes, other.classes, by: LevelOrder.bytesPrecede)
    result.sources = Schema.union(sources, other.sources, by: LevelOrder.bytesPrecede)
    return result
  }

  /// The texts of both lists in an order; two texts are one only where all their bytes are.
  private static func union(
    _ a: [String], _ b: [String], by precedes: (String, String) -> Bool
  ) -> [String] {
    Set((a + b).map { Array($0.utf8) }).map { String(decoding: $0, as: UTF8.self) }
      .sorted(by: precedes)
  }
}

extension Column {
  /// What the column is, in a word or two.
  var words: String {
    let article = kind == .empty ? "an" : "a"
    return role == .feature ? "\(article) \(kind.rawValue) column" : "the \(role.rawValue)"
  }
}
