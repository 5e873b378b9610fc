import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A scan by a baseline` {
  static let clean = Sheet.clean(rows: 400, seed: 11)
  static let suspect = Sheet.mislabelled(rows: 300)

  private static func scores(_ result: Scan.Result) throws -> [Double] {
    let store = result.judgement.scores
    return try (0..<store.partCount).flatMap { try store.part($0).scores }
  }

  private static func findings(_ result: Scan.Result) throws -> [Finding] {
    var list: [Finding] = []
    try result.judgement.findings.forEach { list.append($0) }
    return list
  }

  @Test func `holds what is odd, with its p-value and its q-value`() throws {
    let result = try Scan().run(Self.suspect.table(), against: Self.clean.baseline())
    #expect(result.judgement.mode == .baseline)
    let found = try #require(result.judgement.discoveries)
    let findings = try Self.findings(result)
    let rejected = findings.filter { $0.heldBy.contains("baseline") }
    #expect(rejected.count == found.rejected && found.rejected >= 20)
    // Every tenth row was moved and mislabelled.
    let isPlanted: (Finding) -> Bool = { ($0.row - 1) % 10 == 4 }
    #expect(rejected.count(where: isPlanted) * 10 >= rejected.count * 8)
    for finding in findings {
      let (p, q) = (try #require(finding.pValue), try #require(finding.qValue))
      #expect(p > 0 && q >= p && q <= 1)
      #expect((q <= 0.1) == finding.heldBy.contains("baseline"))
    }
    #expect(rejected.allSatisfy { $0.reasons.first?.text.contains("trusted rows") ?? false })
    #expect(result.judgement.detectors.suffix(2) == ["baseline", "surplus"])
  }

  @Test func `ranks planted rows above the others`() throws {
    let result = try Scan().run(Self.suspect.table(), against: Self.clean.baseline())
    let planted = (0..<300).map { $0 % 10 == 4 }
    #expect(averagePrecision(try Self.scores(result), planted) > 0.9)
  }

  @Test func `asks the baseline whether values go together`() throws {
    let baseline = try Sheet.mixed(rows: 420, isMixed: false).baseline()
    let result = try Scan().run(Sheet.mixed(rows: 630).table(), against: baseline)
    let planted = (0..<630).map { $0 % 21 == 3 }
    #expect(averagePrecision(try Self.scores(result), planted) > 0.9)
    // The table's own tail has the planted rows in it, the baseline's has not.
    let own = try Scan().run(Sheet.mixed(rows: 630).table())
    let voice = try #require(result.judgement.detectors.firstIndex(of: JointOutlier.name))
    func nats(_ result: Scan.Result) throws -> Double {
      let store = result.judgement.scores
      let evidence = try (0..<store.partCount).flatMap { try store.part($0).evidence[voice] }
      return planted.indices.reduce(0) { planted[$1] ? $0 + evidence[$1] : $0 }
    }
    #expect(try nats(result) > nats(own))
    let found = try Self.findings(result).filter { planted[$0.row - 1] }
    #expect(found.count >= 20)
    #expect(
      found.allSatisfy { finding in
        finding.reasons.count { $0.text.contains("do not go together") } == 1
      })
  }

  @Test func `is the same for any number of threads and any order of columns`() throws {
    let baseline = try Self.clean.baseline()
    var one = Scan()
    one.threads = 1
    var three = Scan()
    three.threads = 3
    let expected = try Self.scores(one.run(Self.suspect.table(), against: baseline))
    let again = try three.run(Self.suspect.table(chunkRows: 50), against: baseline)
    #expect(try Self.scores(again) == expected)
    var turned = Self.suspect
    turned.fields.reverse()
    let other = try one.run(turned.table(), against: baseline)
    #expect(try Self.scores(other) == expected)
    #expect(other.tableStatistics != nil)
  }

  @Test func `says what its schema differs in, and judges all the same`() throws {
    var other = Self.suspect
    guard case .texts(var labels) = other.fields[6].cells else { return }
    for i in 0..<6 { labels[50 * i] = "awful" }
    other.fields[6].cells = .texts(labels)
    other.fields.remove(at: 3)
    let result = try Scan().run(other.table(), against: Self.clean.baseline())
    let notes = result.judgement.notes.map { $0.text }
    #expect(notes.contains { $0.contains("'x3' of the baseline is not there") })
    #expect(notes.contains { $0.contains("'awful'") })
    let findings = try Self.findings(result)
    #expect(findings.contains { $0.label == "awful" && $0.heldBy.contains("baseline") })
  }

  @Test func `judges by the columns that are there as a baseline without the others would`() throws
  {
    var lacking = Self.suspect
    let gone = lacking.fields.remove(at: 3).name
    var trusted = Self.clean
    trusted.fields.remove(at: 3)
    let result = try Scan().run(lacking.table(), against: Self.clean.baseline())
    let expected = try Scan().run(lacking.table(), against: trusted.baseline())
    #expect(try Self.scores(result) == Self.scores(expected))
    #expect(try Self.findings(result).map(\.row) == Self.findings(expected).map(\.row))
    let notes = result.judgement.notes.map { $0.text }
    #expect(notes.count { $0.contains("'\(gone)' of the baseline is not there") } == 1)
    #expect(notes.count == expected.judgement.notes.count + 1)
  }

  @Test func `leaves out a column of another kind, and says what it was and is`() throws {
    var lacking = Self.suspect
    lacking.fields.remove(at: 3)
    var retyped = Self.suspect
    retyped.fields[3].cells = .texts((0..<300).map { $0 % 2 == 0 ? "up" : "down" })
    let result = try Scan().run(retyped.table(), against: Self.clean.baseline())
    let expected = try Scan().run(lacking.table(), against: Self.clean.baseline())
    #expect(try Self.scores(result) == Self.scores(expected))
    let notes = result.judgement.notes.map { $0.text }
    #expect(
      notes.first?.hasPrefix(
        "column 'x3' is numeric in the baseline and categorical here: rows are judged without it")
        == true)
    #expect(notes.allSatisfy { !$0.contains("not there") })
  }

  @Test func `is refused where the table has no feature of the baseline`() throws {
    var other = Self.suspect
    for j in 0..<5 { other.fields[j].name = "other\(j)" }
    let baseline = try Self.clean.baseline()
    #expect(throws: TableError.self) { try Scan().run(other.table(), against: baseline) }
  }

  @Test func `says where a promise is worth little`() throws {
    let result = try Scan().run(
      Self.suspect.table(), against: Self.clean.rows(Array(0..<20)).baseline())
    #expect(result.judgement.notes.contains { $0.text.contains("false discovery rate") })
    #expect(try #require(result.judgement.discoveries).fewestRejectable > 100)
  }

  @Test func `holds no flood that the baseline has as well`() throws {
    func held(_ sheet: Sheet, by baseline: Sheet) throws -> Int {
      let result = try Scan().run(sheet.table(), against: baseline.baseline())
      return try Self.findings(result).count { $0.heldBy.contains("flood") }
    }
    let flooded = Sheet.planted(rows: 240)
    #expect(try held(flooded, by: Self.clean) >= 12)
    #expect(try held(flooded, by: Sheet.planted(rows: 240)) == 0)
  }

  @Test func `believes a label by what the baseline expects`() {
    #expect(Scan.belief(1) > 0.99 && Scan.belief(0) == 0.01)
    #expect((Scan.belief(0.1) - 0.5).magnitude < 1e-6)
  }
}
