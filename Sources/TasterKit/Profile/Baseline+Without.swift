import TasterKernels

extension Baseline {
  /// What a baseline of the same rows without some columns is; its models are solved anew.
  ///
  /// - Parameter names: The columns; only features among them count.
  /// - Returns: The baseline itself where none of its features is named, or no other is left.
  /// - Complexity: O(drawn rows × features).
  func without(_ names: Set<String>) -> Baseline {
    func kept(_ features: [Int]) -> [Int] {
      features.indices.filter { !names.contains(schema.columns[features[$0]].name) }
    }
    let (numeric, categorical) = (kept(schema.numeric), kept(schema.categorical))
    guard (1..<schema.featureCount).contains(numeric.count + categorical.count) else { return self }
    var rows = drawn
    rows.numeric = Numbers(rows: drawn.count, columns: numeric.count)
    for i in 0..<drawn.count {
      for (k, j) in numeric.enumerated() { rows.numeric[i, k] = drawn.numeric[i, j] }
    }
    rows.codes = categorical.map { drawn.codes[$0] }
    return Baseline(
      version: version, seed: seed, origins: origins, hasHeader: hasHeader, missing: missing,
      schema: schema.without(names),
      statistics: statistics.keeping(numeric: numeric, categorical: categorical),
      drawn: rows)
  }
}
