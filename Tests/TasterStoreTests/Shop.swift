import Foundation
import TasterKit
import TasterStore

/// A folder with a finished run that is there while a test needs it.
struct Shop {
  let path: String

  /// Scans a table of two classes from two labs, and works on the run.
  static func open<T>(
    rows: Int = 80, threshold: Double = 0.03, _ body: (Shop) throws -> T
  ) async throws -> T {
    let path = NSTemporaryDirectory() + "taster-store-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let shop = Shop(path: path)
    try shop.write("a.csv", table(rows))
    var run = ScanRun()
    run.table.label = .column("class")
    run.table.source = "lab"
    run.table.id = "name"
    run.scan.threshold = threshold
    run.directory = RunDirectory(shop.run)
    run.facts.runID = "run-1"
    _ = try await run.run([shop.file("a.csv")], clock: .system)
    return try await body(shop)
  }

  static func table(_ count: Int) -> String {
    "name,lab,x,y,class\n"
      + (0..<count).map { i in
        let side = i % 2
        let x = Double((i * 37) % 101) / 10 + (i % 7 == 0 ? 0 : Double(8 * side))
        return "row \(i),lab \(i % 3),\(x),\((i * 53) % 97),\(side == 0 ? "even" : "odd")\n"
      }.joined()
  }

  var run: String { file("run") }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func ledger() throws -> Ledger { try Ledger(RunReader(run)) }

  /// The numbers of the rows that the scan held.
  func held() throws -> [Int] { try RunReader(run).judgedRows().map { $0.row } }

  /// Decides as somebody would.
  @discardableResult
  func decide(
    _ verdict: Decision.Verdict, _ rows: [Int], undoing: Decision.Verdict? = nil
  ) throws -> Ledger.Receipt {
    try ledger().decide(
      verdict, .rows(rows.map { $0...$0 }), by: "ana", because: "looked at it",
      at: "2026-01-01T00:00:00Z", undoing: undoing)
  }

  /// Runs SQL with the program that people have.
  @discardableResult
  func sqlite(_ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.script, "\(run)/\(Ledger.fileName)", sql]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private static let script = """
    import sqlite3, sys
    db = sqlite3.connect(sys.argv[1])
    for statement in sys.argv[2].split(";;"):
        for row in db.execute(statement):
            print("|".join("" if x is None else str(x) for x in row))
    db.commit()
    """
}
