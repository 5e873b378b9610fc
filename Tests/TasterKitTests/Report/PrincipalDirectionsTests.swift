import TasterKernels
import Testing

@testable import TasterKit

@Suite struct `Principal directions` {
  /// Rows along (3, 4, 0) / 5, a little of (0, 0, 1) beside it.
  private static let rows = Numbers(
    rows: 4, columns: 3,
    elements: [
      1 + 30, 2 + 40, 5 + 1, 1 - 30, 2 - 40, 5 + 1, 1 + 60, 2 + 80, 5 - 1, 1 - 60, 2 - 80, 5 - 1,
    ])

  @Test func `follow what differs most, and what differs most beside it`() {
    let found = PrincipalDirections(Self.rows)
    #expect(found.means == [1, 2, 5])
    #expect(found.weights.count == 2 && found.leading(0, count: 2) == [1, 0])
    for (found, wanted) in zip(found.weights.joined(), [0.6, 0.8, 0, 0, 0, 1]) {
      #expect((found - wanted).magnitude < 1e-9)
    }
    #expect((found.shares[0] - 25_000.0 / 25_004).magnitude < 1e-9)
    #expect((found.place(Self.rows.row(2), along: 0) - 100).magnitude < 1e-9)
    #expect((found.place(Self.rows.row(2), along: 1) + 1).magnitude < 1e-9)
  }

  @Test func `are the same where there are more columns than rows`() {
    let wide = Numbers.join(columnsOf: [Self.rows, Numbers(rows: 4, columns: 5)])
    let (narrow, found) = (PrincipalDirections(Self.rows), PrincipalDirections(wide))
    #expect(found.weights.count == 2)
    for k in 0..<2 {
      for j in 0..<3 { #expect((found.weights[k][j] - narrow.weights[k][j]).magnitude < 1e-9) }
      #expect(found.weights[k][3...].allSatisfy { $0.magnitude < 1e-9 })
    }
  }

  @Test func `are none where nothing differs`() {
    for rows in [
      Numbers(rows: 3, columns: 2, repeating: 7), Numbers(rows: 1, columns: 2),
      Numbers(rows: 5, columns: 0), Numbers(rows: 0, columns: 3),
    ] { #expect(PrincipalDirections(rows).weights == []) }
    let one = PrincipalDirections(Numbers(rows: 2, columns: 2, elements: [0, 1, 0, 3]))
    #expect(one.weights == [[0, 1]] && one.place([9, 5], along: 1) == 0)
  }
}
