import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `The encoder` {
  private static func learned(_ fields: [Sheet.Field]) throws -> (RowSample, Encoder) {
    let rows = fields[0].cells.count
    let label = Sheet.Field(
      "label", .texts((0..<rows).map { $0 % 2 == 0 ? "a" : "b" }), role: .label)
    let table = Sheet(rowCount: rows, fields: fields + [label]).table()
    let sample = try RowSample(table, seed: 0, capacity: 10_000)
    return (sample, Encoder(sample))
  }

  private static let ramp = Sheet.Field("x", .numbers((0..<101).map { Double($0) }))

  @Test func `puts ranks on the normal scale`() throws {
    let (sample, encoder) = try Self.learned([Self.ramp])
    let q = encoder.encode(numeric: sample.numeric, codes: []).q
    let scores = (0..<101).map { normalQuantile((Double($0) + 0.5) / 101) }
    let deviation = (scores.reduce(0) { $0 + $1 * $1 } / 101).squareRoot()
    for i in 0..<101 {
      #expect((q[i, 0] - scores[Int(sample.numeric[i, 0])] / deviation).magnitude < 1e-12)
    }
  }

  @Test func `gives ties one score, their middle rank`() throws {
    let values = (0..<60).map { Double($0 / 20) }
    let (sample, encoder) = try Self.learned([Sheet.Field("x", .numbers(values))])
    let q = encoder.encode(numeric: sample.numeric, codes: []).q
    let scores = Dictionary(grouping: 0..<60) { sample.numeric[$0, 0] }
      .mapValues { Set($0.map { q[$0, 0] }) }
    #expect(scores.values.allSatisfy { $0.count == 1 })
    #expect(scores[1] == [0])
    let ends = try #require(scores[0]?.first)
    #expect((ends + (scores[2]?.first ?? 0)).magnitude < 1e-12)
  }

  @Test func `measures from the median in robust deviations, at most four`() throws {
    let (_, encoder) = try Self.learned([Self.ramp])
    let values = Numbers(rows: 4, columns: 1, elements: [50, 50 + 90 / 3.29, 1e9, -1e9])
    let r = encoder.encode(numeric: values, codes: []).r
    #expect((r[0, 0], r[2, 0], r[3, 0]) == (0, 4, -4))
    #expect((r[1, 0] - 1).magnitude < 1e-12)
  }

  @Test func `puts values it has not seen on the line between their neighbours`() throws {
    let (sample, encoder) = try Self.learned([Self.ramp])
    let known = encoder.encode(numeric: sample.numeric, codes: []).q
    let at = Dictionary(
      uniqueKeysWithValues: (0..<101).map { (sample.numeric[$0, 0], known[$0, 0]) })
    let values = Numbers(rows: 3, columns: 1, elements: [10.25, -7, 1_000])
    let q = encoder.encode(numeric: values, codes: []).q
    let (a, b) = (try #require(at[10]), try #require(at[11]))
    #expect((q[0, 0] - (a + 0.25 * (b - a))).magnitude < 1e-12)
    #expect(q[1, 0] == at[0] && q[2, 0] == at[100])
  }

  @Test func `puts a missing value at the median and marks it where many are missing`() throws {
    var few = (0..<200).map { Double($0) }
    var many = few
    few[17] = .nan
    for k in 0..<20 { many[k * 7] = .nan }
    let (sample, encoder) = try Self.learned([
      Sheet.Field("few", .numbers(few)), Sheet.Field("many", .numbers(many)),
    ])
    #expect(encoder.numericCount == 2 && encoder.width == 3)
    let (q, r) = encoder.encode(numeric: sample.numeric, codes: [])
    let mark = 0.5 / (0.1 * 0.9).squareRoot()
    for i in 0..<200 {
      let isMissing = sample.numeric[i, 1].isNaN
      if isMissing { #expect(r[i, 1] == 0) }
      #expect((q[i, 2] - (isMissing ? 0.9 : -0.1) * mark).magnitude < 1e-12)
    }
    #expect((q.elements + r.elements).allSatisfy { $0.isFinite })
    #expect(encoder.columns(ofFeature: 1, isNumeric: true) == [1, 2])
    #expect(encoder.columns(ofFeature: 0, isNumeric: true) == [0])
  }

  @Test func `gives the fifty commonest levels a column each`() throws {
    // Level k stands k + 1 times: l00 once, too rarely; l01 … l10 fall behind the fifty commonest.
    let levels = (0..<61).flatMap { k in
      [String](repeating: "l\(k < 10 ? "0" : "")\(k)", count: k + 1)
    }
    let (sample, encoder) = try Self.learned([Sheet.Field("c", .texts(levels))])
    #expect(encoder.numericCount == 0 && encoder.width == 50)
    #expect(encoder.columns(ofFeature: 0, isNumeric: false) == Array(0..<50))
    let q = encoder.encode(
      numeric: Numbers(rows: sample.count, columns: 0), codes: sample.codes
    ).q
    for i in 0..<sample.count {
      let present = (0..<50).count { q[i, $0] > 0 }
      #expect(present == (sample.codes[0][i] >= 11 ? 1 : 0))
    }
    let share = 61 / Double(levels.count)
    let scale = 0.7 / max((share * (1 - share)).squareRoot(), 0.15)
    #expect((0..<sample.count).contains { (q[$0, 0] - (1 - share) * scale).magnitude < 1e-12 })
  }

  @Test func `encodes a row the same in any company`() throws {
    let learned = try LawTables.planted.get()
    let sample = learned.profile.sample
    for i in stride(from: 0, to: sample.count, by: 17) {
      let alone = learned.profile.encoder.encode(
        numeric: sample.numeric.rows(i..<i + 1), codes: sample.codes.map { [$0[i]] })
      #expect(alone.q == learned.profile.q.rows(i..<i + 1))
      #expect(alone.r == learned.profile.r.rows(i..<i + 1))
    }
  }
}
