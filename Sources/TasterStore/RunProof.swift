public import TasterKit

/// The proof of a run with its ledger: that nothing was lost, altered or moved, and that decisions are what they were.
///
/// Files are not replaced while it is made.
public struct RunProof: Sendable {
  /// What the files prove.
  public let files: Verification
  /// What the ledger proves.
  public let ledger: LedgerVerification
  private let run: RunReader

  /// Proves a run.
  ///
  /// - Parameters:
  ///   - path: The run directory.
  ///   - clean: The kept rows of a stream that were sent out; nil where they are in the run directory or unknown.
  ///   - input: The input, where it is not where it was.
  ///   - progress: Called now and then with the bytes read, of all bytes.
  /// - Throws: ``TasterKit/TableError`` where there is no finished run, or where a file cannot be read.
  /// - Complexity: O(bytes of the run directory and of the inputs that are still there).
  public init(
    _ path: String, clean: String? = nil, input: String? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let directory = try RunReader(path).directory
    (run, files, ledger) = try directory.steadily {
      let run = try RunReader(path)
      let files = try Verification(run, clean: clean, input: input, progress: progress)
      return (run, files, try LedgerVerification(run))
    }
  }

  /// Whether everything is proven.
  public var isProven: Bool { files.fault == nil && ledger.fault == nil }

  /// What is remarkable and breaks nothing.
  public var warnings: [String] {
    guard ledger.pending > 0 else { return files.warnings }
    return files.warnings + [
      "the files do not follow the last \(Figures.count(ledger.pending, "decision")) yet; `taster rebuild "
        + "\(run.directory.path.shellWord)` makes them"
    ]
  }

  /// What is proven, or the first thing that is not as it was written.
  ///
  /// - Parameter width: The most cells of a line.
  /// - Returns: Lines without their ends.
  public func lines(width: Int) -> [String] {
    let files = VerificationText(run, files).lines(width: width)
    guard let fault = ledger.fault else {
      guard self.files.fault == nil, ledger.isThere else { return files }
      let count = Figures.count(ledger.decisions, "decision")
      return files
        + "proven: \(count) in the ledger, each chained to the one before".said(width: width)
    }
    return (self.files.fault == nil ? [] : files) + fault.line.said(width: width)
  }

  /// One compact object with its line end.
  public var json: [UInt8] {
    var value = VerificationText(run, files).value
    value["proven"] = .bool(isProven)
    value["warnings"] = JSON(warnings)
    value["ledger"] =
      ledger.isThere || ledger.fault != nil
      ? [
        "decisions": .integer(ledger.decisions), "pending": .integer(ledger.pending),
        "fault": ledger.fault?.json ?? .null,
      ] : .null
    return value.bytes() + [UInt8(ascii: "\n")]
  }
}
