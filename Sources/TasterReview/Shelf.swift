import Synchronization
import TasterKit

/// What the files of a run tell beside the ledger, read when it is first asked for and kept: it never changes.
final class Shelf: Sendable {
  private let run: RunReader
  private let scores = Mutex<KeptScores?>(nil)
  private let picture = Mutex<(isRead: Bool, scatter: Scatter?)>((false, nil))

  init(_ run: RunReader) { self.run = run }

  /// The scores of the rows that are not held; nil where the run has not kept them.
  ///
  /// - Throws: ``TasterKit/TableError`` where a file cannot be read.
  func keptScores() throws -> KeptScores? {
    guard KeptScores.areThere(in: run) else { return nil }
    return try scores.withLock { known in
      if let known { return known }
      let read = try run.directory.steadily { try KeptScores(RunReader(run.directory.path)) }
      known = read
      return read
    }
  }

  /// Where rows lie in a plane; nil where the run has not drawn it.
  ///
  /// - Throws: ``TasterKit/TableError`` where `report.json` cannot be read.
  func scatter() throws -> Scatter? {
    try picture.withLock { known in
      if !known.isRead { known = (true, try Scatter(run)) }
      return known.scatter
    }
  }
}
