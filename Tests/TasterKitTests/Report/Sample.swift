import Foundation
import TasterKit

/// A small finished run to be told about: 8 rows, two numeric features, one of levels, two classes, two sources.
struct Sample {
  /// A text that stands wherever the data can put one.
  var evil = "x"
  var facts = RunFacts(version: "1.2.3", runID: "run-1", arguments: ["taster", "scan", "a.csv"])
  var pValue: Double?

  init(evil: String = "x") {
    self.evil = evil
    facts.inputs = [
      RunFacts.File(
        name: "\(evil).csv", bytes: 1_234, sha256: String(repeating: "ab", count: 32), records: 10)
    ]
    facts.rows = 8
    facts.held = 3
    facts.kept = 5
    facts.blankLines = 1
    facts.rejects = [RunFacts.RejectCount(reason: "wrong field count", count: 2)]
    facts.rejectExamples = [
      RunFacts.Reject(
        record: 4, line: 5, byteOffset: 77, byteLength: 9, reason: "wrong field count"),
      RunFacts.Reject(
        record: 9, line: 11, byteOffset: 177, byteLength: 3, reason: evil),
    ]
    facts.labelColumn = "class"
    facts.sourceRows = [5, 3]
    facts.guesses = ["'class' is the label: the last column with few values", "\(evil)"]
    facts.notes = [Judgement.Note(text: "one line is blank")]
    facts.directory = "out"
    facts.outputs = [RunFacts.File(name: "clean.csv", bytes: 600, sha256: "cd", records: 5)]
    facts.started = "2031-01-02T03:04:05Z"
    facts.ended = "2031-01-02T03:04:06Z"
    facts.stages = [RunFacts.Stage(name: "reading", seconds: 0.25)]
    facts.exitStatus = 1
  }

  var classes: [String] { ["good", "bad \(evil)"] }

  var schema: Schema {
    Schema(
      columns: [
        Column(name: "amount", role: .feature, kind: .numeric),
        Column(name: "size \(evil)", role: .feature, kind: .numeric, missing: 1),
        Column(
          name: "colour", role: .feature, kind: .categorical, levels: ["red", "blue \(evil)"],
          missing: 1),
        Column(name: "class", role: .label, kind: .categorical, levels: classes, guess: "why"),
        Column(name: "from", role: .source, kind: .categorical),
      ], classes: classes, sources: ["web", "mail \(evil)"])
  }

  var statistics: ClassStatistics {
    var statistics = ClassStatistics(classes: 2, numeric: 2, categorical: 1, shift: [0, 0])
    statistics.fold(
      Chunk(
        firstRow: 0, count: 8,
        numeric: [1, 2, 3, 4, 10, 20, 30, 40] + [2, 4, 6, 8, .nan, 1, 1, 1],
        codes: [0, 0, 1, 1, 1, 1, 0, -1], labels: [0, 0, 0, 0, 1, 1, 1, 1],
        sources: [0, 0, 0, 0, 0, 1, 1, 1]))
    return statistics
  }

  var findings: [Finding] {
    var list = [
      Finding(
        row: 2, label: "good", suggestedLabel: "bad \(evil)", score: 0.75,
        evidence: ["outlier": 1, "label-flip": 3.5], heldBy: ["label-flip"],
        reasons: [
          Reason(
            detector: "label-flip", text: "9 of 10 neighbours are 'bad \(evil)'", rows: [5, 6])
        ]),
      Finding(
        row: 5, label: "bad \(evil)", suggestedLabel: nil, score: 0.96875,
        evidence: ["outlier": 7], heldBy: ["outlier"],
        reasons: [Reason(detector: "outlier", text: "amount is far out")]),
      Finding(
        row: 7, label: "good", suggestedLabel: "bad \(evil)", score: 0.75,
        evidence: ["label-flip": 2.5], heldBy: ["label-flip"], reasons: []),
    ]
    for k in list.indices { list[k].pValue = pValue }
    return list
  }

  var locations: [RowLocation] {
    [2, 5, 7].map { row in
      RowLocation(
        row: row, line: row + 1, byteOffset: 100 * row, byteLength: 40, id: "id-\(row) \(evil)",
        source: row == 2 ? "web" : "mail \(evil)", fingerprint: "f\(row)")
    }
  }

  func report(top: Int = 1_000) throws -> Report {
    var held = HeldTally(top: top)
    for (finding, location) in zip(findings, locations) { held.add(finding, at: location) }
    return Report(
      facts: facts, schema: schema, statistics: statistics,
      judgement: Judgement(
        mode: .selfJudged, rowCount: 8, findings: try .of(findings),
        estimatedPoison: (1, 2.5, 4), detectors: ["label-flip", "outlier", "flood"],
        slices: [
          Slice(
            column: "size \(evil)", values: "'\(evil)'", held: 3, heldShare: 1, rowShare: 0.375)
        ],
        notes: [Judgement.Note(code: "S0402", text: "class 'bad \(evil)' has 4 rows")],
        scores: try ScoreStore(directory: nil)),
      held: held)
  }

  /// A run that held nothing and wrote nothing, over a table without labels, features or sources.
  static func empty() throws -> Report {
    var facts = RunFacts(version: "1.2.3")
    facts.rows = 3
    facts.kept = 3
    return Report(
      facts: facts,
      schema: Schema(
        columns: [Column(name: "t", role: .feature, kind: .text)], classes: [], sources: []),
      statistics: ClassStatistics(classes: 1, numeric: 0, categorical: 0, shift: []),
      judgement: Judgement(
        mode: .selfJudged, rowCount: 3, findings: try FindingStore(directory: nil),
        estimatedPoison: (0, 0, 0), detectors: [], notes: [],
        scores: try ScoreStore(directory: nil)), held: HeldTally())
  }
}

/// A JSON object read back by Foundation.
func object(_ bytes: [UInt8]) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(bytes))
  guard let object = value as? [String: Any] else { throw CocoaError(.propertyListReadCorrupt) }
  return object
}
