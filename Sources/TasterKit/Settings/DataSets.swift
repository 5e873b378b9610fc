/// Which files of a folder are data sets, by their names.
package enum DataSets: Sendable {
  /// Whether a name is a CSV file's, plain, gzip or Zstandard, and no table of truth.
  ///
  /// `truth.csv` and `flipped.truth.csv` say what was planted into the tables beside them.
  package static func isOne(_ path: String) -> Bool {
    var name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    return name.hasSuffix(".csv") && name != ".csv" && name != "truth.csv"
      && !name.hasSuffix(".truth.csv")
  }

  /// Whether a path is left out.
  ///
  /// - Parameters:
  ///   - path: An absolute path.
  ///   - excluded: Files and folders, exact names without wildcards.
  ///   - folder: Where those are seen from, an absolute path.
  /// - Returns: Whether it is one of those, or lies below one.
  package static func isExcluded(
    _ path: String, by excluded: [String], in folder: String
  ) -> Bool {
    excluded.contains { PathName.isInside(path, of: PathName.absolute($0, in: folder)) }
  }
}
