package import TasterCSV

extension RunDirectory {
  /// Where new files wait; when the folder bears this name, they are all there.
  private var waiting: String { file(".replacement") }
  /// Where new files are gathered; a folder of this name is of no use to anybody.
  private var gathering: String { file(".replacement.partial") }

  /// Replaces some of a finished run's files: all of them, or none.
  ///
  /// The new files are gathered in a hidden folder; giving that folder its name decides. From then on the run is the new one:
  /// whoever opens it next ends the work, should this process be stopped before it has moved every file to its place. To be
  /// called in ``exclusively(_:)``.
  ///
  /// - Parameter files: What was written, by name; the others stay as they are.
  /// - Throws: What the disk throws; the run is then as it was.
  package func replace(_ files: [(name: String, file: OutputFile)]) throws(CSVError) {
    clearGathering()
    do {
      try Folder.make(gathering)
      for (name, output) in files { try output.publish(as: "\(gathering)/\(name)") }
      Folder.sync(gathering)
      try Folder.rename(gathering, to: waiting)
    } catch {
      clearGathering()
      throw error
    }
    Folder.sync(path)
    try move()
  }

  /// Ends a replacement that was interrupted, where there is one.
  ///
  /// - Throws: ``TableError`` where the folder may not be changed.
  package func settle() throws {
    guard Folder.isFolder(waiting) else { return }
    do {
      try exclusively {}
    } catch {
      throw TableError(
        .unwritable,
        "the files of \(path) were being replaced when that was interrupted, and ending it needs leave to "
          + "write there: \(error)")
    }
  }

  /// Does something while no other process replaces files; a replacement that was interrupted is ended first.
  ///
  /// Never to be called by a body of ``steadily(_:)`` or of itself: it would wait for itself.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What the body returns.
  /// - Throws: What the body and the disk throw.
  package func exclusively<T>(_ body: () throws -> T) throws -> T {
    let lock = try FolderLock(path)
    defer { withExtendedLifetime(lock) {} }
    if Folder.isFolder(waiting) { try move() }
    return try body()
  }

  /// Reads something while nobody replaces files.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What the body returns.
  /// - Throws: What the body and the disk throw.
  package func steadily<T>(_ body: () throws -> T) throws -> T {
    while true {
      try settle()
      let lock = try FolderLock(path, isShared: true)
      defer { withExtendedLifetime(lock) {} }
      // Whoever replaced files in between may have been stopped in the middle of it.
      if !Folder.isFolder(waiting) { return try body() }
    }
  }

  private func move() throws(CSVError) {
    for name in Self.fileNames where Folder.exists("\(waiting)/\(name)") {
      try Folder.rename("\(waiting)/\(name)", to: file(name))
    }
    Folder.sync(path)
    Folder.removeFolder(waiting)
  }

  private func clearGathering() {
    guard Folder.isFolder(gathering) else { return }
    for name in Self.fileNames { Folder.remove("\(gathering)/\(name)") }
    Folder.removeFolder(gathering)
  }
}
