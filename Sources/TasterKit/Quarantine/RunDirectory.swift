package import TasterCSV

/// The folder that a run leaves behind.
public struct RunDirectory: Sendable {
  /// The names of its files, in the order in which they appear: `run.json` last, as the seal.
  public static let fileNames = [
    "clean.csv", "quarantine.csv", "rejects.csv", "released.csv", "findings.jsonl",
    "released.jsonl", "rejects.jsonl", "scores.csv", "changes.jsonl", "drift.csv",
    "comparison.json", "report.json", "report.html", "metrics.json", "run.json",
  ]
  /// The names of the ledger and of what SQLite keeps beside it; they go with the run that they belong to.
  public static let ledgerNames = [
    "quarantine.sqlite", "quarantine.sqlite-wal", "quarantine.sqlite-shm",
  ]

  /// Where it is.
  public let path: String

  /// Names a run directory, which need not exist.
  public init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// The path of one of its files.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether a finished run is in it.
  public var isFinished: Bool { Folder.exists(file("run.json")) }

  /// Refuses a folder in which something would be overwritten, or where nothing can be written.
  ///
  /// - Parameter force: Whether overwriting a former run is wanted.
  /// - Throws: ``TableError`` that names the file.
  package func checkFree(force: Bool) throws {
    var standing = path
    while !Folder.exists(standing), let slash = standing.lastIndex(of: "/") {
      standing = String(standing[..<slash])
    }
    guard !Folder.exists(standing) || Folder.isFolder(standing) else {
      throw TableError(
        .unreadable, "\(standing) is a file, no folder; name another folder with --out")
    }
    if Folder.isFolder(path) { try settle() }
    let taken = (Self.fileNames + Self.ledgerNames).filter { Folder.exists(file($0)) }
    if let first = taken.first, !force {
      throw TableError(
        .unreadable,
        "\(path) already holds \(first); name another folder, or overwrite the former run with "
          + "--force")
    }
    do {
      _ = try OutputFile(in: neighbour)
    } catch {
      throw TableError(error)
    }
  }

  /// A folder that exists, on the file system of the run directory.
  package var neighbour: String { Folder.existingParent(of: path) }

  /// Gives all files their names.
  ///
  /// Whatever needs room on the disk comes before the first name. A former run's seal goes first and the new one comes
  /// last, so a folder with `run.json` is always whole.
  ///
  /// - Parameter files: What was written, by name.
  /// - Throws: What the disk throws; a former run is then as it was.
  package func publish(_ files: [(name: String, file: OutputFile)]) throws {
    for (_, output) in files { try output.sync() }
    let parent = neighbour
    do {
      try Folder.make(path)
      for (name, output) in files { try output.prepare(for: file(name)) }
    } catch {
      for (_, output) in files { output.retract() }
      Folder.removeEmpty(path, downTo: parent)
      throw error
    }
    Folder.remove(file("run.json"))
    let names = files.map { $0.name }
    for name in Self.fileNames + Self.ledgerNames where !names.contains(name) {
      Folder.remove(file(name))
    }
    for (name, output) in files { try output.publish(as: file(name)) }
  }
}
