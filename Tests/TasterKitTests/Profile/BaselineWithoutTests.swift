import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A baseline without columns` {
  private static let sheet = Sheet.clean(rows: 80, seed: 1)

  @Test func `is that of rows that never had them`() throws {
    for gone in Self.sheet.fields.indices.dropLast(2) {
      var fewer = Self.sheet
      let name = fewer.fields.remove(at: gone).name
      let whole = try Self.sheet.baseline().solved()
      let found = whole.without([name])
      let expected = try fewer.baseline()
      #expect(found.drawn == expected.drawn && !found.isSolved)
      #expect(found.statistics.rows == expected.statistics.rows)
      for c in found.statistics.rows.indices {
        for j in found.schema.numeric.indices {
          let summary = found.statistics.summary(ofClass: c, numeric: j)
          #expect(summary.count == expected.statistics.summary(ofClass: c, numeric: j).count)
          #expect(summary.mean == expected.statistics.summary(ofClass: c, numeric: j).mean)
          for k in 0...j {
            let covariance = found.statistics.covariance(ofClass: c, j, k)
            #expect(covariance == expected.statistics.covariance(ofClass: c, j, k))
          }
        }
      }
    }
  }

  @Test func `stays as it is where no feature is named, or none would be left`() throws {
    let solved = try Self.sheet.baseline().solved()
    let all = Set(Self.sheet.fields.map(\.name))
    for names in [[], ["no such column"], all] {
      let found = solved.without(Set(names))
      #expect(found.isSolved && found.schema == solved.schema)
    }
  }
}
