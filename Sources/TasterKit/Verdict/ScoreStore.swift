import TasterKernels

/// The score, flag and evidence of every row, kept on disk and read chunk by chunk.
public struct ScoreStore: Sendable {
  /// The rows of one chunk.
  public struct Part: Sendable {
    /// The number of the first row, counted from 0.
    public let firstRow: Int
    /// One score a row, 0…1.
    public let scores: [Double]
    /// Whether each row is held.
    public let flagged: [Bool]
    /// The evidence in nats: a list of rows for each detector.
    public let evidence: [[Double]]

    package init(firstRow: Int, scores: [Double], flagged: [Bool], evidence: [[Double]]) {
      self.firstRow = firstRow
      self.scores = scores
      self.flagged = flagged
      self.evidence = evidence
    }
  }

  private struct Entry {
    let firstRow: Int
    let scores: Extent
    let flags: Extent
    let evidence: [Extent]
  }

  private let spill: Spill
  private var entries: [Entry] = []
  private var end = 0

  /// An empty store.
  package init(directory: String?) throws { spill = try Spill(directory: directory) }

  /// How many parts there are.
  public var partCount: Int { entries.count }

  package mutating func append(_ part: Part) throws {
    func write<T: BitwiseCopyable>(_ values: [T]) throws -> Extent {
      let extent = try spill.write(values, at: end)
      end += values.count * MemoryLayout<T>.stride
      return extent
    }
    let scores = try write(part.scores)
    let evidence = try part.evidence.map { try write($0) }
    let flags = try write(part.flagged.map { UInt8($0 ? 1 : 0) })
    entries.append(
      Entry(firstRow: part.firstRow, scores: scores, flags: flags, evidence: evidence))
  }

  /// Reads one part back.
  ///
  /// - Parameter index: 0 ..< ``partCount``, in the order of rows.
  /// - Returns: Scores, flags and evidence of its rows.
  /// - Throws: Where the disk fails.
  public func part(_ index: Int) throws -> Part {
    let entry = entries[index]
    return Part(
      firstRow: entry.firstRow, scores: try spill.read(entry.scores, zero: 0.0),
      flagged: try spill.read(entry.flags, zero: UInt8(0)).map { $0 == 1 },
      evidence: try entry.evidence.map { try spill.read($0, zero: 0.0) })
  }
}
