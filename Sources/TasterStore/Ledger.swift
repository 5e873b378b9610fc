import GRDB
import TasterCSV
public import TasterKit

/// The ledger of a run: what was held and why, and what people have decided about it since.
///
/// `quarantine.sqlite` in the run directory, an SQLite database in WAL mode that `sqlite3`, Datasette and DuckDB read as well.
/// What the scan found is copied into it once and never changes; decisions are only ever added, each chained to the one
/// before it by its hash. A ledger without decisions can be made again at any time; with the first one it becomes a record.
///
/// A ledger may be used from several tasks and opened by several processes at once: decisions come one after the other.
public struct Ledger: Sendable {
  /// The file's name in the run directory.
  public static let fileName = "quarantine.sqlite"

  /// The run, as it was when the ledger was opened.
  public let run: RunReader
  let database: DatabaseQueue
  /// Whether decisions can be written.
  public let isWritable: Bool

  /// Opens a run's ledger, and makes it where there is none yet.
  ///
  /// Where the run directory may not be written, a ledger that is not there yet is made in a temporary place, to be read.
  ///
  /// - Parameters:
  ///   - run: A finished run.
  ///   - progress: Called now and then with the rows copied, of all held rows, while the ledger is made.
  /// - Throws: ``TasterKit/TableError`` where the ledger cannot be read or made, or is another run's.
  /// - Complexity: O(held rows) where it is made, about 20 µs a row; else O(1).
  public init(_ run: RunReader, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws
  {
    self.run = run
    let path = run.directory.file(Self.fileName)
    isWritable = Folder.isWritable(run.directory.path)
    let isThere = Folder.exists(path)
    guard isThere || run.facts.review?.decisions ?? 0 == 0 else {
      throw TableError(
        .unreadable,
        "\(path) is gone, and with it the decisions of which run.json tells; put it back from a copy"
      )
    }
    database = try Self.told(path) {
      if isThere { return try Self.open(path, isWritable: Folder.isWritable(run.directory.path)) }
      guard Folder.isWritable(run.directory.path) else {
        let temporary = try DatabaseQueue(path: "")
        try Self.fill(temporary, from: run, progress: progress)
        return temporary
      }
      try Self.make(path, from: run, progress: progress)
      return try Self.open(path, isWritable: true)
    }
    try Self.told(path) {
      try database.read { db in
        let owner = try String.fetchOne(db, sql: "SELECT run_id FROM run")
        guard owner == run.facts.runID else {
          throw TableError(
            .unsuited,
            "\(path) belongs to another run (\(owner ?? "none")); put back the one of this run")
        }
      }
    }
  }

  private static func open(_ path: String, isWritable: Bool) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.readonly = !isWritable
    configuration.label = "ledger"
    // What was acknowledged is on the disk: a commit waits for it.
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    if isWritable { try LedgerSchema.migrator.migrate(database) }
    return database
  }

  /// Makes the file beside its name and gives it that at the end.
  private static func make(
    _ path: String, from run: RunReader, progress: (Int, Int) -> Void
  ) throws {
    let lock = try FolderLock(run.directory.path)
    defer { withExtendedLifetime(lock) {} }
    // Another process may have made it meanwhile.
    guard !Folder.exists(path) else { return }
    let partial = run.directory.file(".\(fileName).partial")
    Folder.remove(partial)
    Folder.remove(partial + "-journal")
    do {
      let database = try DatabaseQueue(path: partial)
      try fill(database, from: run, progress: progress)
      try database.close()
      try Folder.rename(partial, to: path)
    } catch {
      Folder.remove(partial)
      Folder.remove(partial + "-journal")
      throw error
    }
    Folder.sync(run.directory.path)
  }

  /// Runs a body and says its errors as the house does.
  ///
  /// - Parameters:
  ///   - path: The ledger's file.
  ///   - body: What to do.
  /// - Returns: What the body returns.
  /// - Throws: ``TasterKit/TableError``.
  static func told<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      let isFull = error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_READONLY
      throw TableError(
        isFull ? .unwritable : .unreadable,
        "\(path): \(error.message ?? "SQLite error \(error.resultCode.rawValue)"); "
          + (error.resultCode == .SQLITE_BUSY
            ? "another process has kept it busy for a minute, try again"
            : "`taster verify` says more"))
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Reads from one state of the ledger.
  func read<T>(_ body: (Database) throws -> T) throws -> T {
    try Self.told(run.directory.file(Self.fileName)) { try database.read(body) }
  }
}
