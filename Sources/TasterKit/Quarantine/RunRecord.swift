import TasterCSV

/// `run.json` as it is read back.
struct RunRecord: Decodable {
  struct File: Decodable {
    let name: String
    let bytes: Int
    let sha256: String
    let records: Int?
  }

  struct Dialect: Decodable {
    let delimiter: String
    let quote: String?
    let header: Bool
    let escape: String?
    let comment: String?
    let encoding: String?
    let preambleLines: Int?
    let headerLines: Int?
    let headBytes: Int?
    let columns: Int?
    let types: [TypeRecord]?

    private enum CodingKeys: String, CodingKey {
      case delimiter, quote, header, escape, comment, encoding, columns, types
      case preambleLines = "preamble_lines"
      case headerLines = "header_lines"
      case headBytes = "head_bytes"
    }
  }

  struct Counts: Decodable {
    let rows: Int
    let held: Int
    let kept: Int
    let rejected: Int
    let blankLines: Int

    private enum CodingKeys: String, CodingKey {
      case rows, held, kept, rejected
      case blankLines = "blank_lines"
    }
  }

  struct Review: Decodable {
    let released: Int
    let confirmed: Int
    let decisions: Int
    let lastHash: String

    private enum CodingKeys: String, CodingKey {
      case released, confirmed, decisions
      case lastHash = "last_hash"
    }
  }

  struct RejectCount: Decodable {
    let reason: String
    let count: Int
  }

  struct Stage: Decodable {
    let name: String
    let seconds: Double
  }

  struct Stream: Decodable {
    let window: Int
    let alarmLevel: Double
    let alarmRows: [Int]
    let alarms: Int
    let manyRejects: Bool?
    let ending: String
    let reopened: Int?
    let output: File?
    let delivered: Int

    private enum CodingKeys: String, CodingKey {
      case window, alarms, ending, reopened, output
      case alarmLevel = "alarm_level"
      case alarmRows = "alarm_rows"
      case manyRejects = "many_rejects"
      case delivered = "delivered_bytes"
    }

    var facts: StreamFacts {
      var facts = StreamFacts(window: window, alarmLevel: alarmLevel)
      (facts.alarms, facts.alarmCount) = (alarmRows, alarms)
      facts.ending = StreamFacts.Ending(rawValue: ending) ?? .end
      facts.hasManyRejects = manyRejects ?? false
      facts.reopened = reopened ?? 0
      (facts.output, facts.delivered) = (output?.facts, delivered)
      return facts
    }
  }

  let version: String
  let runID: String
  let arguments: [String]
  let mode: String
  let seed: UInt64
  let threads: Int
  let inputs: [File]
  let baseline: File?
  let policy: File?
  let dialect: Dialect
  let counts: Counts
  let review: Review?
  let rejects: [RejectCount]
  let directory: String?
  let outputs: [File]
  let started: String
  let ended: String
  let stages: [Stage]
  let exitStatus: Int?
  let stream: Stream?
  let threshold: Double?
  let status: String?

  private enum CodingKeys: String, CodingKey {
    case version, arguments, mode, seed, threads, inputs, baseline, policy, dialect, counts
    case review, rejects, directory, outputs, started, ended, stages, stream, threshold, status
    case runID = "run_id"
    case exitStatus = "exit_status"
  }

  /// The facts that the file tells; what it does not tell keeps its default.
  var facts: RunFacts {
    var facts = RunFacts(version: version, runID: runID, arguments: arguments)
    facts.mode = Judgement.Mode(rawValue: mode) ?? .selfJudged
    facts.seed = seed
    facts.threads = threads
    facts.inputs = inputs.map { $0.facts }
    facts.baseline = baseline?.facts
    facts.policy = policy?.facts
    facts.dialect = RunFacts.Dialect(
      delimiter: Self.byte(dialect.delimiter) ?? UInt8(ascii: ","),
      quote: dialect.quote.flatMap { Self.byte($0) }, hasHeader: dialect.header)
    facts.dialect.escape = dialect.escape.flatMap { Self.byte($0) }
    facts.dialect.comment = dialect.comment.flatMap { Self.byte($0) }
    facts.dialect.encoding = dialect.encoding ?? "utf-8"
    facts.dialect.preambleLines = dialect.preambleLines ?? 0
    facts.dialect.headerLines = dialect.headerLines
    facts.dialect.headBytes = dialect.headBytes
    facts.dialect.columns = dialect.columns
    facts.dialect.types = (dialect.types ?? []).map { $0.type }
    facts.rows = counts.rows
    facts.held = counts.held
    facts.kept = counts.kept
    facts.blankLines = counts.blankLines
    facts.rejects = rejects.map { RunFacts.RejectCount(reason: $0.reason, count: $0.count) }
    facts.review = review.map {
      RunFacts.Review(
        released: $0.released, confirmed: $0.confirmed, decisions: $0.decisions,
        lastHash: $0.lastHash)
    }
    facts.directory = directory
    facts.outputs = outputs.map { $0.facts }
    facts.started = started
    facts.ended = ended
    facts.stages = stages.map { RunFacts.Stage(name: $0.name, seconds: $0.seconds) }
    facts.exitStatus = exitStatus
    facts.stream = stream?.facts
    facts.threshold = threshold
    facts.status = status.flatMap { RunFacts.Status(rawValue: $0) }
    return facts
  }

  private static func byte(_ text: String) -> UInt8? {
    text.unicodeScalars.first.flatMap { UInt8(exactly: $0.value) }
  }
}

/// What a column holds, as it is read back.
struct TypeRecord: Decodable {
  let type: CellType

  private struct Pattern: Decodable {
    let pattern: String
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let name = try? container.decode(String.self) {
      type = name == "number" ? .number : .text
    } else if let levels = try? container.decode([String].self) {
      type = .levels(levels)
    } else {
      type = .pattern(try container.decode(Pattern.self).pattern)
    }
  }
}

extension RunRecord.File {
  var facts: RunFacts.File {
    RunFacts.File(name: name, bytes: bytes, sha256: sha256, records: records)
  }
}
