private import FoundationEssentials
import TasterCSV

/// A finished run, read back from its folder.
///
/// `run.json` is read at once; findings are read when they are asked for, one at a time.
public struct RunReader: Sendable {
  /// The newest version of the files that can be read.
  package static let newestVersion = 1

  /// Where the run is.
  public let directory: RunDirectory
  /// What `run.json` says.
  public let facts: RunFacts

  /// Reads `run.json`.
  ///
  /// - Parameter path: The run directory.
  /// - Throws: ``TableError`` where there is no finished run, or one that cannot be read, with what to do about it.
  public init(_ path: String) throws {
    directory = RunDirectory(path)
    let shown = directory.path
    guard Folder.isFolder(shown) else {
      throw TableError(
        .unreadable,
        Folder.exists(shown)
          ? "\(shown) is a file; name the folder that a scan wrote with --out"
          : "there is no folder \(shown); `taster scan FILE --out \(shown)` makes one")
    }
    try directory.settle()
    guard directory.isFinished else {
      guard !Folder.isFile(directory.file("comparison.json")) else {
        throw TableError(
          .unsuited,
          "\(shown) holds a comparison, which holds no rows back: \(directory.file("report.html")) shows it, "
            + "changes.jsonl has the changed rows, and taster compare judges by its exit status; to hold rows and "
            + "decide about them, scan the new snapshot with a profile of the old one (--baseline)"
        )
      }
      throw TableError(
        .unreadable,
        "\(shown) holds no run.json, so no finished run is in it (an interrupted one leaves none); "
          + "name the folder that a scan wrote with --out")
    }
    let name = directory.file("run.json")
    let record: RunRecord = try Self.object(name)
    guard record.counts.rows == record.counts.held + record.counts.kept else {
      throw TableError(.unreadable, "\(name) contradicts itself: rows are not held + kept")
    }
    facts = record.facts
  }

  /// Calls a body for every held row, in the order of rows.
  ///
  /// - Parameter body: What to do with a row; false ends the reading.
  /// - Throws: What the body throws, and ``TableError`` where the file cannot be read.
  /// - Complexity: O(held rows); memory for one.
  public func forEachFinding(_ body: (Finding, RowLocation) throws -> Bool) throws {
    var lines = JSONLines<FindingRecord>(try open("findings.jsonl").bytes(), name: "findings.jsonl")
    while let record = try lines.next() {
      guard try body(record.finding, record.location) else { return }
    }
  }

  /// Opens one of the folder's files.
  func open(_ name: String) throws -> InputFile {
    do {
      return try InputFile(directory.file(name))
    } catch {
      throw TableError(error)
    }
  }

  /// Whether the rows that were not held went out as a stream, so that the folder does not hold them.
  package var keptRowsWentOut: Bool { facts.stream?.output != nil }

  /// The file in which rows stand that were held and let go.
  package var nameOfReleased: String { keptRowsWentOut ? "released.csv" : "clean.csv" }

  /// Whether the folder holds a file.
  func has(_ name: String) -> Bool { Folder.isFile(directory.file(name)) }

  private struct Version: Decodable {
    let number: Int
    let program: String?

    private enum CodingKeys: String, CodingKey {
      case number = "schema_version"
      case program = "version"
    }
  }

  /// Reads a whole file.
  static func bytes(_ path: String) throws -> [UInt8] {
    do {
      let file = try InputFile(path)
      var reader = BlockReader(file.bytes(), blockSize: 1 << 16)
      return try reader.next(file.size)
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  /// Reads a file that holds one versioned JSON object.
  static func object<Record: Decodable>(_ path: String) throws -> Record {
    let data = Data(try bytes(path))
    let decoder = JSONDecoder()
    let damaged = TableError(
      .unreadable,
      "\(path) is not as a scan writes it: it was cut off or altered; scan again with --force")
    guard let version = try? decoder.decode(Version.self, from: data) else { throw damaged }
    guard version.number <= newestVersion else {
      throw TableError(
        .unreadable,
        "\(path) has version \(version.number), this program reads version \(newestVersion); use "
          + "taster \(version.program ?? "of a later date") or later")
    }
    guard let record = try? decoder.decode(Record.self, from: data) else { throw damaged }
    return record
  }
}
