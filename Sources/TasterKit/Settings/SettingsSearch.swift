/// Where a file of settings is looked for.
package enum SettingsSearch: Sendable {
  /// The name that is looked for.
  package static let fileName = "taster.yaml"

  /// The folders to look into, first ones first: from the working directory up to the root of its repository, then from
  /// the folders of the data up to the same root.
  ///
  /// Data that lies outside the repository never brings settings of its own: a file that came with the rows could lift
  /// the limits they are held against. Outside of any repository only the working directory counts.
  ///
  /// - Parameters:
  ///   - workingDirectory: An absolute path without links.
  ///   - data: The folders of the data, likewise.
  ///   - isRoot: Whether a folder is the root of a repository.
  /// - Returns: Absolute paths, each once.
  package static func folders(
    workingDirectory: String, data: [String], isRoot: (String) -> Bool
  ) -> [String] {
    let above = PathName.upward(from: workingDirectory)
    guard let end = above.firstIndex(where: isRoot) else { return [workingDirectory] }
    let root = above[end]
    var folders = Array(above[...end])
    for folder in data where PathName.isInside(folder, of: root) {
      for step in PathName.upward(from: folder) where PathName.isInside(step, of: root) {
        if !folders.contains(step) { folders.append(step) }
      }
    }
    return folders
  }
}
