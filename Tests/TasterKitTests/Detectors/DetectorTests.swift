import TasterKit
import TasterTesting
import Testing

/// A detector with a fault of choice: laws that nothing can break are no laws.
private protocol Faulty: Detector {
  associatedtype Fault: Judge
  static var fault: Fault { get }
}

extension Faulty {
  static var name: String { "faulty" }
  static var summary: String { "breaks a law" }
  static var explanation: String { "for tests" }
  func learn(_ profile: Profile) throws -> any Judge { Self.fault }
}

private struct Blame: Judge {
  let evidence: @Sendable (Batch) -> [Evidence]
  func evidence(_ batch: Batch) -> [Evidence] { evidence(batch) }
  func reasons(_ row: Int, of batch: Batch) -> [Reason] { [] }
}

private func each(_ nats: @escaping @Sendable (Int, Batch) -> Double) -> Blame {
  Blame { batch in
    (0..<batch.count).map { i in
      let x = nats(i, batch)
      return Evidence(nats: x, holds: x > 1)
    }
  }
}

private struct Short: Faulty {
  static let fault = Blame { Array(repeating: .none, count: max($0.count - 1, 0)) }
  init() {}
}
private struct Crowded: Faulty {
  static let fault = each { _, batch in Double(batch.count) / 1_000 }
  init() {}
}
private struct Positional: Faulty {
  static let fault = each { i, batch in Double(batch.chunk.firstRow + i) / 1_000 }
  init() {}
}
private struct Metric: Faulty {
  static let fault = each { i, batch in batch.chunk.numeric[i] > 2.5 ? 2 : 0 }
  init() {}
}
private struct Undefined: Faulty {
  static let fault = each { i, batch in i == 0 ? .nan : 0 }
  init() {}
}
private struct Loud: Faulty {
  static let fault = each { _, _ in 2 }
  init() {}
}

@Suite struct `The law book` {
  @Test func `names what breaks a law`() throws {
    #expect(try !DetectorLaws(Short.self).breaches(of: .oneEach).isEmpty)
    #expect(try !DetectorLaws(Crowded.self).breaches(of: .batchFree).isEmpty)
    #expect(try !DetectorLaws(Positional.self).breaches(of: .orderFree).isEmpty)
    #expect(try !DetectorLaws(Metric.self).breaches(of: .unitFree).isEmpty)
    #expect(try !DetectorLaws(Metric.self).breaches(of: .columnFree).isEmpty)
    #expect(try !DetectorLaws(Undefined.self).breaches(of: .finite).isEmpty)
    #expect(try !DetectorLaws(Undefined.self).breaches(of: .oneRow).isEmpty)
    #expect(try !DetectorLaws(Undefined.self).breaches(of: .allMissing).isEmpty)
    #expect(try !DetectorLaws(Loud.self).breaches(of: .quiet).isEmpty)
    #expect(try !DetectorLaws(Loud.self).breaches(of: .reasoned).isEmpty)
  }

  @Test func `reports a breach as an issue`() throws {
    try withKnownIssue {
      try DetectorLaws(Loud.self).verify(.quiet)
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("holds 300 of 300 clean rows") }
    }
  }

  @Test func `is checked on tables that make every detector speak`() throws {
    var unlabelled = LawTables.sheet
    unlabelled.fields.removeAll { $0.role == .label }
    let tables = [
      try LawTables.planted.get(), try Learned(Sheet.mislabelled(rows: 240)),
      try Learned(unlabelled), try Learned(Sheet.rescaled(rows: 240, by: 100).sheet),
      try Learned(Sheet.mixed(rows: 630)),
    ]
    for detector in Catalog.detectors {
      let loudest = try tables.flatMap { try $0.evidence(of: detector) }.map(\.nats).max() ?? 0
      #expect(loudest > 0.2, "\(detector.name)")
    }
  }
}

@Suite struct `A marked table` {
  @Test func `reads flags, numbers, texts and missing values`() throws {
    let table = try MarkedTable(
      """
      x, colour, label
      1, red, a

      , blue, b ⚑ outlier, flood
      3, , a
      """)
    #expect(
      table.flags == [.init(row: 2, detector: "outlier"), .init(row: 2, detector: "flood")])
    let schema = table.table.schema
    #expect(schema.columns.map(\.kind) == [.numeric, .categorical, .categorical])
    #expect(schema.columns.map(\.missing) == [1, 1, 0])
    #expect(schema.classes == ["a", "b"])
    #expect(table.table.chunks[0].codes == [1, 0, -1])
  }

  @Test func `says what is wrong with a text that is no table`() {
    #expect(throws: MarkedTable.Malformed(line: 3, problem: "it has 1 fields, not 2")) {
      try MarkedTable("x, label\n1, a\n2\n")
    }
    #expect(throws: MarkedTable.Malformed.self) { try MarkedTable("x, y\n1, 2") }
    #expect(throws: MarkedTable.Malformed.self) { try MarkedTable(" \n") }
  }
}
