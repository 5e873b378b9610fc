import TasterCSV

/// Files that a command writes under names of the user's; `-` is the standard output.
extension OutputFile {
  /// Refuses places where something stands or where no file can be, before anything is read.
  ///
  /// - Parameters:
  ///   - paths: The places.
  ///   - overwrites: Whether files that are there may be replaced.
  /// - Throws: ``TableError`` that names the place.
  static func checkFree(_ paths: [String], overwrites: Bool) throws {
    guard Set(paths).count == paths.count else {
      throw TableError(.unwritable, "two outputs have one name; give each its own")
    }
    for path in paths where path != "-" {
      guard !Folder.isFolder(path) else {
        throw TableError(.unwritable, "\(path) is a folder; name a file in it")
      }
      guard overwrites || !Folder.exists(path) else {
        throw TableError(
          .unwritable, "\(path) is there already; name another file, or overwrite it with --force")
      }
      guard Folder.isFolder(folder(of: path)) else {
        throw TableError(.unwritable, "there is no folder \(folder(of: path)); make it first")
      }
    }
  }

  /// Opens a nameless file beside its place.
  ///
  /// - Parameters:
  ///   - path: Its place.
  ///   - temporary: Where bytes wait that go to the standard output.
  /// - Throws: ``CSVError`` where no file can be made there.
  convenience init(for path: String, temporary: String) throws(CSVError) {
    try self.init(in: path == "-" ? temporary : Self.folder(of: path))
  }

  /// Gives files their names, then copies what goes to the standard output.
  ///
  /// Whatever needs room on the disk comes before the first name.
  ///
  /// - Parameter files: The files with their places.
  /// - Throws: ``CSVError`` where the disk or the reader fails.
  static func publish(_ files: [(path: String, file: OutputFile)]) throws(CSVError) {
    for (_, file) in files { try file.sync() }
    for (path, file) in files where path != "-" { try file.prepare(for: path) }
    for (path, file) in files where path != "-" { try file.publish(as: path) }
    for (path, file) in files where path == "-" { try file.copyToStandardOutput() }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
