/// SARIF 2.1.0, as code hosts and their viewers read it.
///
/// One result a held row, or a changed row that the old snapshot contradicts: its place as physical line and byte range, its
/// rank, and what tells it again in a later run; and one for what was found beside rows, such as an alarm.
/// AVID and MITRE ATLAS are taxonomies of the log; their codes stand in the tags of rules too, since most hosts show tags
/// alone. At most ``resultLimit`` rows are told, the most suspicious first, and one result says how many there are beyond:
/// hosts store 5,000 and refuse 25,000.
///
/// Standard: OASIS, Static Analysis Results Interchange Format 2.1.0 (2023).
public struct SARIFFormat: DiscreetFormat, ComparisonFormat {
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
    render(Account(report, showsValues: showsValues), version: report.facts.version)
  }

  public func render(_ report: ComparisonReport) -> [UInt8] {
    render(Account(report, showsValues: showsValues), version: report.version)
  }

  private func render(_ account: Account, version: String) -> [UInt8] {
    let codes = [Taxonomy.dataPoisoning] + account.rules.compactMap { $0.code }
    let json: JSON = [
      "$schema": .string(Self.schema),
      "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": driver(account.rules, version: version)],
          "invocations": [["executionSuccessful": true]],
          "taxonomies": .array([Self.avid(codes), Self.atlas(codes)]),
          "artifacts": .array(account.files.map(artifact)),
          "columnKind": "unicodeCodePoints",
          "results": .array(results(account)),
          "properties": account.properties,
        ]
      ],
    ]
    return json.bytes() + [UInt8(ascii: "\n")]
  }

  private func driver(_ rules: [ReportRule], version: String) -> JSON {
    [
      "name": "taster", "version": .string(version), "semanticVersion": .string(version),
      "supportedTaxonomies": [["name": "AVID", "index": 0], ["name": "MITRE ATLAS", "index": 1]],
      "rules": .array(rules.map(Self.rule)),
    ]
  }

  private static func rule(_ rule: ReportRule) -> JSON {
    let taxa = taxa(rule)
    return [
      "id": .string(rule.name),
      "shortDescription": ["text": .string(rule.summary)],
      "fullDescription": ["text": .string(rule.explanation)],
      "help": ["text": .string(rule.help)],
      "defaultConfiguration": ["level": "error"],
      "relationships": .array(taxa.map { ["target": $0.reference, "kinds": ["relevant"]] }),
      "properties": [
        "tags": .array(
          (rule.code == nil ? [] : ["security", "data-poisoning"]) + taxa.map { .string($0.id) })
      ],
    ]
  }

  /// What a rule speaks for, in both taxonomies.
  private static func taxa(_ rule: ReportRule) -> [(id: String, reference: JSON)] {
    [(rule.code?.code, "AVID"), (rule.code?.technique, "MITRE ATLAS")].enumerated()
      .compactMap { index, taxon in
        guard let id = taxon.0 else { return nil }
        return (
          id,
          [
            "id": .string(id),
            "toolComponent": ["name": .string(taxon.1), "index": .integer(index)],
          ]
        )
      }
  }

  private static func avid(_ codes: [Taxonomy.Category]) -> JSON {
    [
      "name": "AVID", "organization": "AI Risk and Vulnerability Alliance",
      "informationUri": "https://avidml.org", "isComprehensive": false,
      "taxa": .array(
        Taxonomy.all.filter { codes.contains($0) }.map {
          ["id": .string($0.code), "name": .string($0.name)]
        }),
    ]
  }

  private static func atlas(_ codes: [Taxonomy.Category]) -> JSON {
    let used = Set(codes.compactMap { $0.technique })
    return [
      "name": "MITRE ATLAS", "organization": "MITRE", "version": .string(Taxonomy.atlasVersion),
      "informationUri": "https://atlas.mitre.org", "isComprehensive": false,
      "taxa": .array(
        Taxonomy.techniques.filter { used.contains($0.id) }.map {
          ["id": .string($0.id), "name": .string($0.name)]
        }),
    ]
  }

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

  private func results(_ account: Account) -> [JSON] {
    let told = account.rows.prefix(resultLimit)
    var seen: [String: Int] = [:]
    var results = account.tests.filter { $0.isNotice }.map { notice($0, in: account) }
    results += told.map { result($0, of: account, seen: &seen) }
    if let rest = account.rest(after: told.count) {
      results.append([
        "ruleId": .string(account.rules.first?.name ?? ReportRule.threshold.name),
        "kind": "informational", "level": "none",
        "message": ["text": .string("\(rest); \(account.rowFile) of the run has them all")],
      ])
    }
    return results
  }

  /// What was found beside rows: it has the last of the files as its place.
  private func notice(_ test: Account.Test, in account: Account) -> JSON {
    var members = rule(test.rule.name, in: account)
    members += [
      JSON.Member("kind", "fail"), JSON.Member("level", test.fails ? "error" : "note"),
      JSON.Member("message", ["text": .string(test.said)]),
      JSON.Member("taxa", .array(Self.taxa(test.rule).map { $0.reference })),
    ]
    if let last = account.files.indices.last {
      let file: JSON = .object(Self.location(account.files[last].name, index: last))
      members.append(
        JSON.Member("locations", [["physicalLocation": ["artifactLocation": file]]]))
    }
    return .object(members)
  }

  private func rule(_ name: String, in account: Account) -> [JSON.Member] {
    let index = account.rules.firstIndex { $0.name == name }
    return [JSON.Member("ruleId", .string(name))]
      + (index.map { [JSON.Member("ruleIndex", .integer($0))] } ?? [])
  }

  private func result(
    _ row: Account.Row, of account: Account, seen: inout [String: Int]
  ) -> JSON {
    var members = rule(row.rule, in: account)
    let rule = account.rules.first { $0.name == row.rule } ?? .threshold
    members += [
      JSON.Member("kind", "fail"), JSON.Member("level", "error"),
      JSON.Member("rank", .number(min(max(row.score * 100, 0), 100))),
      JSON.Member("message", ["text": .string(row.sentence)]),
      JSON.Member("taxa", .array(Self.taxa(rule).map { $0.reference })),
    ]
    guard let spot = row.spot else { return .object(members) }
    members.append(JSON.Member("locations", [place(spot, row: row.number, in: account)]))
    if let fingerprint = spot.fingerprint {
      let count = (seen[fingerprint] ?? 0) + 1
      seen[fingerprint] = count
      members.append(
        JSON.Member(
          "partialFingerprints",
          [
            "primaryLocationLineHash": .string("\(fingerprint.prefix(16)):\(count)"),
            "tasterRow/v1": .string(fingerprint),
          ]))
    }
    return .object(members)
  }

  private func place(_ spot: Account.Spot, row: Int, in account: Account) -> JSON {
    var physical: [JSON.Member] = []
    if account.files.indices.contains(spot.file) {
      physical.append(
        JSON.Member(
          "artifactLocation",
          .object(Self.location(account.files[spot.file].name, index: spot.file))))
    }
    let line = spot.line.map { [JSON.Member("startLine", .integer($0))] } ?? []
    physical.append(
      JSON.Member(
        "region",
        .object(
          line + [
            JSON.Member("byteOffset", .integer(spot.byteOffset)),
            JSON.Member("byteLength", .integer(spot.byteLength)),
          ])))
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
