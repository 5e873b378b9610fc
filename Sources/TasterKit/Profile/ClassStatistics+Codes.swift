extension ClassStatistics {
  /// The same statistics where classes, levels and sources have other codes.
  ///
  /// - Parameters:
  ///   - classes: The new codes of the classes.
  ///   - classCount: How many classes there are then.
  ///   - levels: The new codes of every categorical column's levels.
  ///   - sources: The new codes of the sources.
  /// - Returns: Statistics of the same rows; a class that is new has none.
  /// - Complexity: O(classes × features²) for the copies.
  func recoded(
    classes: Recoding, classCount: Int, levels: [Recoding], sources: Recoding
  ) -> ClassStatistics {
    let empty = ClassStatistics(
      classes: max(classCount, 1), numeric: moments.first?.count ?? 0, categorical: levels.count,
      shift: products.first?.shift ?? [])
    var rows = empty.rows
    var moments = empty.moments
    var histograms = empty.histograms
    var missing = empty.missing
    var products = hasCovariance ? empty.products : []
    var counts = empty.levels
    for c in self.rows.indices {
      let new = classes(c)
      rows[new] = self.rows[c]
      moments[new] = self.moments[c]
      // More classes may mean smaller histograms.
      for j in histograms[new].indices { histograms[new][j].merge(self.histograms[c][j]) }
      missing[new] = self.missing[c]
      if hasCovariance, !products.isEmpty { products[new] = self.products[c] }
      for (j, found) in self.levels[c].enumerated() {
        for (code, count) in found { counts[new][j][levels[j](code), default: 0] += count }
      }
    }
    var sourceRows: [Int] = []
    for (code, count) in self.sourceRows.enumerated() {
      while sourceRows.count <= sources(code) { sourceRows.append(0) }
      sourceRows[sources(code)] += count
    }
    return ClassStatistics(
      rows: rows, sourceRows: sourceRows, moments: moments, histograms: histograms,
      missing: missing, products: products, levels: counts)
  }

  /// The same statistics with classes without rows behind the others.
  func widened(classes count: Int) -> ClassStatistics {
    guard count > rows.count else { return self }
    let same = Recoding(codes: rows.indices.map { Int32($0) })
    return recoded(
      classes: same, classCount: count,
      levels: (levels.first ?? []).map { _ in Recoding(codes: []) },
      sources: Recoding(codes: sourceRows.indices.map { Int32($0) }))
  }
}
