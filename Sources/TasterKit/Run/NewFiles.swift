import TasterCSV
import TasterKernels

/// Files that a command makes beside each other: all of them whole, or none.
struct NewFiles {
  private var files: [(path: String, file: OutputFile)] = []

  /// Refuses places where something stands, or where no file can be.
  ///
  /// - Parameters:
  ///   - paths: Where files are wanted; `-` is the standard output.
  ///   - overwrites: Whether files that are there may be replaced.
  /// - Throws: ``TableError`` that names the place.
  static func checkFree(_ paths: [String], overwrites: Bool) throws {
    let paths = paths.filter { $0 != "-" }
    guard Set(paths).count == paths.count else {
      throw TableError(.unwritable, "two outputs have one name; give each its own")
    }
    for path in paths {
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

  /// The folder that a path names.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Opens a file, nameless yet.
  ///
  /// - Parameters:
  ///   - path: Its name to be; `-` is the standard output.
  ///   - place: Where it waits for the standard output; nil means where temporary files live.
  /// - Returns: The file.
  /// - Throws: What the disk throws.
  mutating func open(_ path: String, place: String? = nil) throws -> OutputFile {
    let file = try OutputFile(
      in: path == "-" ? place ?? temporaryDirectory() : Self.folder(of: path))
    files.append((path, file))
    return file
  }

  /// Gives all files their names, then writes what is for the standard output.
  ///
  /// - Throws: What the disk throws; whatever needs room on it comes before the first name.
  func publish() throws {
    for (_, file) in files { try file.sync() }
    for (path, file) in files where path != "-" { try file.prepare(for: path) }
    for (path, file) in files where path != "-" { try file.publish(as: path) }
    for (path, file) in files where path == "-" { try file.copyToStandardOutput() }
  }
}
