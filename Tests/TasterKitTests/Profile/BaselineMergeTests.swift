import TasterCSV
import TasterKit
import TasterTesting
import Testing

@Suite struct `Merged baselines` {
  static let sheet = Sheet.planted(rows: 420)

  /// Names whose hashes ascend, so that parts keep their places.
  static func names(_ count: Int) -> [String] {
    (0..<count).map { "part \($0)" }.sorted { sha256($0.utf8) < sha256($1.utf8) }
  }

  static func parts(_ count: Int) throws -> [Baseline] {
    let names = names(count)
    return try (0..<count).map { k in
      try sheet.rows(Array(k * 420 / count..<(k + 1) * 420 / count)).baseline(names[k])
    }
  }

  @Test(arguments: [2, 7])
  func `hold the rows of the whole and decide alike`(count: Int) throws {
    let whole = try Self.sheet.baseline()
    let merged = try Baseline.merged(Self.parts(count).reversed())
    #expect(merged.schema.classes == whole.schema.classes)
    #expect(merged.schema.columns.map { $0.levels } == whole.schema.columns.map { $0.levels })
    #expect(merged.rowCount == 420 && merged.origins.count == count)
    #expect(merged.drawn.rows == whole.drawn.rows && merged.drawn.codes == whole.drawn.codes)
    #expect(merged.drawn.labels == whole.drawn.labels)
    #expect(merged.drawn.sources == whole.drawn.sources)
    let (a, b) = (try merged.profile(), try whole.profile())
    #expect(a.standing.margins == b.standing.margins)
    #expect(a.standing.surprises == b.standing.surprises)
  }

  @Test(arguments: [2, 7])
  func `have the statistics of the whole within rounding`(count: Int) throws {
    let whole = try Self.sheet.baseline().statistics
    let merged = try Baseline.merged(Self.parts(count)).statistics
    #expect(merged.rows == whole.rows && merged.sourceRows == whole.sourceRows)
    for c in whole.rows.indices {
      #expect(merged.counts(ofClass: c, categorical: 0) == whole.counts(ofClass: c, categorical: 0))
      for i in 0..<4 {
        let (a, b) = (
          merged.summary(ofClass: c, numeric: i), whole.summary(ofClass: c, numeric: i)
        )
        #expect(a.count == b.count && a.missing == b.missing && a.minimum == b.minimum)
        #expect(a.quantiles == b.quantiles)
        #expect((a.mean - b.mean).magnitude < 1e-9)
        #expect((a.standardDeviation - b.standardDeviation).magnitude < 1e-9)
        for j in i..<4 {
          let (x, y) = (merged.covariance(ofClass: c, i, j), whole.covariance(ofClass: c, i, j))
          let (p, q) = (try #require(x), try #require(y))
          #expect((p - q).magnitude < 1e-9 * max(1, q.magnitude))
        }
      }
    }
  }

  @Test func `are the same however they are nested and ordered`() throws {
    let parts = try Self.parts(3)
    let flat = try Baseline.merged(parts)
    let left = try Baseline.merged([Baseline.merged([parts[2], parts[0]]), parts[1]])
    let right = try Baseline.merged([parts[0], Baseline.merged([parts[1], parts[2]])])
    for other in [left, right] {
      #expect(other.drawn == flat.drawn || other.drawn.rows == flat.drawn.rows)
      #expect(other.drawn.labels == flat.drawn.labels && other.origins == flat.origins)
      #expect(other.schema == flat.schema)
    }
  }

  @Test func `are refused where they do not fit together`() throws {
    let sheet = Sheet.clean(rows: 60, seed: 1)
    func refusal(_ other: Baseline) throws -> String {
      let own = try sheet.baseline("own")
      let error = #expect(throws: TableError.self) { try Baseline.merged([own, other]) }
      return error?.description ?? ""
    }
    #expect(try refusal(sheet.baseline("own")).contains("twice"))
    #expect(try refusal(sheet.baseline("other", seed: 9)).contains("seed"))
    var renamed = sheet
    renamed.fields[0].name = "y0"
    #expect(try refusal(renamed.baseline("other")).contains("only one of them has the column"))
    var retyped = sheet
    retyped.fields[0].cells = .texts((0..<60).map { $0 % 2 == 0 ? "a" : "b" })
    let text = try refusal(retyped.baseline("other"))
    #expect(text.contains("'x0'") && text.contains("--like"))
    #expect(throws: TableError.self) { try Baseline.merged([]) }
  }
}
