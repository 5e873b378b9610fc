import TasterCSV

/// The score and the evidence of every row, in memory: what thresholds are tried on, without judging anything again.
///
/// Memory: 8 bytes a row for the score, the gates and each detector, and for the q-value where a baseline judged.
public struct StoredScores: Sendable, Hashable {
  /// The detectors and other voices, in the order of ``evidence``.
  public let detectors: [String]
  /// One score a row, 0…1.
  public private(set) var scores: [Double] = []
  /// Whether each row was held by the run that stored them.
  public private(set) var flagged: [Bool] = []
  /// The evidence in nats: a list of rows for each detector.
  public private(set) var evidence: [[Double]]
  /// Who would hold each row by itself; nil where the file that was read does not tell.
  package private(set) var gates: [Gates]?
  /// The least false discovery rate at which each row is rejected; empty where no baseline judged.
  package private(set) var qValues: [Double] = []

  /// How many rows there are.
  public var rowCount: Int { scores.count }

  /// No rows yet.
  package init(detectors: [String]) {
    self.detectors = detectors
    gates = []
    evidence = Array(repeating: [], count: detectors.count)
  }

  /// The scores of a judgement.
  ///
  /// - Parameter judgement: What a scan decided.
  /// - Throws: Where the disk fails.
  public init(_ judgement: Judgement) throws {
    self.init(detectors: judgement.detectors)
    for k in 0..<judgement.scores.partCount { append(try judgement.scores.part(k)) }
  }

  /// Takes the next rows in.
  package mutating func append(_ part: ScoreStore.Part) {
    scores += part.scores
    flagged += part.flagged
    gates?.append(contentsOf: part.gates)
    for d in evidence.indices { evidence[d] += part.evidence[d] }
  }
}

extension StoredScores {
  /// Reads `scores.csv`.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``TableError`` where it is none, with the line.
  /// - Complexity: O(bytes).
  public init(contentsOf path: String) throws {
    var reader = try KeyedLines.open(path, first: ["row", "score", "flagged"])
    let hasGates = reader.columns.starts(with: ScoreStore.firstColumns)
    let first = hasGates ? ScoreStore.firstColumns.count : 3
    // What a baseline adds behind the detectors is no evidence.
    let voices = reader.columns.dropFirst(first)
    let isJudged = voices.suffix(2).elementsEqual(ScoreStore.baselineColumns)
    self.init(detectors: isJudged ? voices.dropLast(2) : Array(voices))
    if !hasGates { gates = nil }
    var names: [String: Gates] = ["": .none]
    scores.reserveCapacity(1 << 20)
    while let batch = try reader.next() {
      for i in batch.records.indices {
        guard batch.number(i, 0) == .number(Double(scores.count + 1)) else {
          throw reader.fault(i, "row \(scores.count + 1) is missing; rows are counted from 1")
        }
        guard case .number(let score) = batch.number(i, 1), (0...1).contains(score),
          case .number(let flag) = batch.number(i, 2)
        else { throw reader.fault(i, "a score from 0 to 1 and a flag are wanted") }
        scores.append(score)
        flagged.append(flag == 1)
        for d in evidence.indices {
          guard case .number(let nats) = batch.number(i, d + first) else {
            throw reader.fault(i, "'\(printable(detectors[d], limit: 40))' holds no number")
          }
          evidence[d].append(nats)
        }
        if isJudged {
          guard case .number(let q) = batch.number(i, reader.columns.count - 1) else {
            throw reader.fault(i, "'q_value' holds no number")
          }
          qValues.append(q)
        }
        if hasGates {
          let text = batch.text(i, 3)
          guard let open = names[text] ?? Gates(text, of: detectors) else {
            throw reader.fault(
              i, "'gates' names '\(printable(text, limit: 60))', which is none of the columns")
          }
          names[text] = open
          gates?.append(open)
        }
      }
    }
    guard rowCount > 0 else { throw TableError(.empty, "\(path) holds no rows") }
  }
}
