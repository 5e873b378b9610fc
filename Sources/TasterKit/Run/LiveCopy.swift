import TasterCSV

/// A file of a stream's run directory that goes elsewhere too, as it grows.
///
/// The run directory is there at the end of a stream; who has to know of held rows before takes a copy of what is put aside.
public struct LiveCopy: Sendable, Hashable {
  /// What can be copied.
  public enum File: String, Sendable, Hashable, CaseIterable {
    /// `quarantine.csv`: the header and the held rows, byte for byte.
    case quarantine
    /// `findings.jsonl`: an object a held row.
    case findings
    /// `rejects.csv`: records that are no rows, byte for byte.
    case rejects
  }

  /// Which file it is.
  public let file: File
  /// Where it goes, for messages.
  public let path: String
  /// An open file, pipe or socket to be written to; it is not closed.
  public let descriptor: Int32

  /// Asks for a copy.
  public init(_ file: File, to path: String, descriptor: Int32) {
    self.file = file
    self.path = path
    self.descriptor = descriptor
  }
}

/// Copies in the making.
struct LiveCopies {
  private let outputs: [(copy: LiveCopy, output: PipeOutput)]

  init(_ copies: [LiveCopy]) {
    outputs = copies.map { ($0, PipeOutput(descriptor: $0.descriptor)) }
  }

  /// Sends what was put aside of a batch; a reader that has gone is left alone.
  func write(_ batch: FilteredBatch) throws {
    for (copy, output) in outputs {
      let bytes: [UInt8] =
        switch copy.file {
        case .quarantine: batch.head + batch.held.flatMap { $0.bytes }
        case .findings: batch.held.flatMap { FindingsJSONL.line($0.finding, at: $0.location) }
        case .rejects: batch.rejected.flatMap { $0.bytes }
        }
      do {
        try output.write(bytes)
      } catch {
        throw TableError(
          .unwritable,
          "\(printable(copy.path, limit: 200)) no longer takes what is put aside; the stream ends here"
        )
      }
    }
  }
}
