import TasterKernels

/// The score, flag, evidence and p-value of every row, kept on disk and read chunk by chunk.
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
    /// The share of trusted rows that are as odd, above 0; empty where no baseline judged.
    public let pValues: [Double]
    /// Who would hold each row by itself.
    package let gates: [Gates]

    package init(
      firstRow: Int, scores: [Double], flagged: [Bool], evidence: [[Double]], gates: [Gates],
      pValues: [Double] = []
    ) {
      self.firstRow = firstRow
      self.scores = scores
      self.flagged = flagged
      self.evidence = evidence
      self.gates = gates
      self.pValues = pValues
    }
  }

  private struct Entry {
    let firstRow: Int
    let scores: Extent
    let flags: Extent
    let evidence: [Extent]
    let gates: Extent
    let pValues: Extent
  }

  /// The columns of a file of scores before those of the detectors.
  package static let firstColumns = ["row", "score", "flagged", "gates"]
  /// Those behind them where a baseline judged: the p-value and the q-value.
  package static let baselineColumns = ["p_value", "q_value"]

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
    let gates = try write(part.gates)
    let pValues = try write(part.pValues)
    let flags = try write(part.flagged.map { UInt8($0 ? 1 : 0) })
    entries.append(
      Entry(
        firstRow: part.firstRow, scores: scores, flags: flags, evidence: evidence, gates: gates,
        pValues: pValues))
  }

  /// Reads one part back.
  ///
  /// - Parameter index: 0 ..< ``partCount``, in the order of rows.
  /// - Returns: Scores, flags, evidence and p-values of its rows.
  /// - Throws: Where the disk fails.
  public func part(_ index: Int) throws -> Part {
    let entry = entries[index]
    return Part(
      firstRow: entry.firstRow, scores: try spill.read(entry.scores, as: Double.self),
      flagged: try spill.read(entry.flags, as: UInt8.self).map { $0 == 1 },
      evidence: try entry.evidence.map { try spill.read($0, as: Double.self) },
      gates: try spill.read(entry.gates, as: Gates.self),
      pValues: try spill.read(entry.pValues, as: Double.self))
  }
}
