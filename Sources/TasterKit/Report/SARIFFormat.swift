/// SARIF 2.1.0, as code hosts and their viewers read it.
///
/// One result a held row: its place as physical line and byte range, its rank, and what tells it again in a later run.
/// AVID and MITRE ATLAS are taxonomies of the log; their codes stand in the tags of rules too, since most hosts show tags
/// alone. At most ``resultLimit`` rows are told, the most suspicious first, and one result says how many there are beyond:
/// hosts store 5,000 and refuse 25,000.
///
/// Standard: OASIS, Static Analysis Results Interchange Format 2.1.0 (2023).
public struct SARIFFormat: DiscreetFormat {
  public static let name = "sarif"
  public static let summary = "SARIF 2.1.0 for code hosts: a result a held row"
  public static let fileName: String? = nil
  public static let suspectLimit = 5_000

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  public var showsValues = false
  /// The most rows that are told.
  public var resultLimit = SARIFFormat.suspectLimit

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let rules = ReportRule.all(report)
    let json: JSON = [
      "$schema": .string(Self.schema),
      "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": driver(report, rules)],
          "invocations": [["executionSuccessful": true]],
          "taxonomies": .array([Self.avid, Self.atlas]),
          "artifacts": .array(report.facts.inputs.map(artifact)),
          "columnKind": "unicodeCodePoints",
          "results": .array(results(report, rules)),
          "properties": [
            "rows": .integer(report.facts.rows), "held": .integer(report.heldCount),
            "mode": .string(report.facts.mode.rawValue),
            "promise": .string(report.facts.mode.promise),
            "estimatedPoison": report.estimatedPoison.json,
          ],
        ]
      ],
    ]
    return json.bytes() + [UInt8(ascii: "\n")]
  }

  private func driver(_ report: Report, _ rules: [ReportRule]) -> JSON {
    [
      "name": "taster", "version": .string(report.facts.version),
      "semanticVersion": .string(report.facts.version),
      "supportedTaxonomies": [["name": "AVID", "index": 0], ["name": "MITRE ATLAS", "index": 1]],
      "rules": .array(rules.map(Self.rule)),
    ]
  }

  private static func rule(_ rule: ReportRule) -> JSON {
    [
      "id": .string(rule.name),
      "shortDescription": ["text": .string(rule.summary)],
      "fullDescription": ["text": .string(rule.explanation)],
      "help": ["text": .string("taster explain \(rule.name)")],
      "defaultConfiguration": ["level": "error"],
      "relationships": [
        [
          "target": [
            "id": .string(Taxonomy.ingestPoisoning.code),
            "toolComponent": ["name": "AVID", "index": 0],
          ], "kinds": ["relevant"],
        ],
        [
          "target": [
            "id": .string(Taxonomy.poisonTrainingData.id),
            "toolComponent": ["name": "MITRE ATLAS", "index": 1],
          ], "kinds": ["relevant"],
        ],
      ],
      "properties": [
        "tags": [
          "security", "data-poisoning", .string(Taxonomy.ingestPoisoning.code),
          .string(Taxonomy.poisonTrainingData.id),
        ]
      ],
    ]
  }

  private static let avid: JSON = [
    "name": "AVID", "organization": "AI Risk and Vulnerability Alliance",
    "informationUri": "https://avidml.org", "isComprehensive": false,
    "taxa": .array(
      [Taxonomy.dataPoisoning, Taxonomy.ingestPoisoning].map {
        ["id": .string($0.code), "name": .string($0.name)]
      }),
  ]

  private static let atlas: JSON = [
    "name": "MITRE ATLAS", "organization": "MITRE", "version": .string(Taxonomy.atlasVersion),
    "informationUri": "https://atlas.mitre.org", "isComprehensive": false,
    "taxa": [
      [
        "id": .string(Taxonomy.poisonTrainingData.id),
        "name": .string(Taxonomy.poisonTrainingData.name),
      ]
    ],
  ]

  private func artifact(_ file: RunFacts.File) -> JSON {
    [
      "location": .object(Self.location(file.name, index: nil)),
      "length": .integer(file.bytes), "hashes": ["sha-256": .string(file.sha256)],
      "mimeType": "text/csv", "roles": ["analysisTarget"],
    ]
  }

  /// A file's address: below the root of the sources where its name is relative.
  private static func location(_ name: String, index: Int?) -> [JSON.Member] {
    let isAbsolute = name.hasPrefix("/")
    let address = name == "-" ? "stdin" : percentEncoded(name)
    var members = [JSON.Member("uri", .string(isAbsolute ? "file://\(address)" : address))]
    if !isAbsolute { members.append(JSON.Member("uriBaseId", "%SRCROOT%")) }
    if let index { members.append(JSON.Member("index", .integer(index))) }
    return members
  }

  private func results(_ report: Report, _ rules: [ReportRule]) -> [JSON] {
    let told = report.suspects.prefix(resultLimit)
    var seen: [String: Int] = [:]
    var results = told.map { suspect in
      result(suspect, of: report, rules: rules, seen: &seen)
    }
    if report.heldCount > told.count {
      results.append([
        "ruleId": .string(rules.first?.name ?? ReportRule.threshold.name), "kind": "informational",
        "level": "none",
        "message": [
          "text": .string(
            "\(Figures.count(report.heldCount - told.count, "more row")) "
              + "held; findings.jsonl of the run has them all")
        ],
      ])
    }
    return results
  }

  private func result(
    _ suspect: Report.Suspect, of report: Report, rules: [ReportRule], seen: inout [String: Int]
  ) -> JSON {
    let finding = suspect.finding
    let rule = suspect.rule
    var members = [
      JSON.Member("ruleId", .string(rule)),
      JSON.Member("kind", "fail"), JSON.Member("level", "error"),
      JSON.Member("rank", .number(min(max(finding.score * 100, 0), 100))),
      JSON.Member("message", ["text": .string(suspect.sentence(showsValues: showsValues))]),
      JSON.Member(
        "taxa",
        [
          [
            "id": .string(Taxonomy.ingestPoisoning.code),
            "toolComponent": ["name": "AVID", "index": 0],
          ],
          [
            "id": .string(Taxonomy.poisonTrainingData.id),
            "toolComponent": ["name": "MITRE ATLAS", "index": 1],
          ],
        ]),
    ]
    if let index = rules.firstIndex(where: { $0.name == rule }) {
      members.insert(JSON.Member("ruleIndex", .integer(index)), at: 1)
    }
    guard let location = suspect.location else { return .object(members) }
    members.append(JSON.Member("locations", [place(location, row: finding.row, in: report)]))
    if !location.fingerprint.isEmpty {
      let count = (seen[location.fingerprint] ?? 0) + 1
      seen[location.fingerprint] = count
      members.append(
        JSON.Member(
          "partialFingerprints",
          [
            "primaryLocationLineHash": .string("\(location.fingerprint.prefix(16)):\(count)"),
            "tasterRow/v1": .string(location.fingerprint),
          ]))
    }
    return .object(members)
  }

  private func place(_ location: RowLocation, row: Int, in report: Report) -> JSON {
    let inputs = report.facts.inputs
    let index = location.file.flatMap { name in inputs.firstIndex { $0.name == name } } ?? 0
    var physical: [JSON.Member] = []
    if inputs.indices.contains(index) {
      physical.append(
        JSON.Member(
          "artifactLocation", .object(Self.location(inputs[index].name, index: index))))
    }
    physical.append(
      JSON.Member(
        "region",
        [
          "startLine": .integer(location.line), "byteOffset": .integer(location.byteOffset),
          "byteLength": .integer(location.byteLength),
        ]))
    return [
      "physicalLocation": .object(physical),
      "logicalLocations": [["fullyQualifiedName": .string("row:\(row)"), "kind": "element"]],
    ]
  }
}

/// A path as a part of a URI: what RFC 3986 calls unreserved stays, and `/`.
func percentEncoded(_ path: String) -> String {
  path.utf8.reduce(into: "") { text, byte in
    let character = Character(Unicode.Scalar(byte))
    if character.isASCII, character.isLetter || character.isNumber || "/-._~".contains(character) {
      text.append(character)
    } else {
      let digits = String(byte, radix: 16, uppercase: true)
      text += "%" + (digits.count < 2 ? "0" : "") + digits
    }
  }
}
