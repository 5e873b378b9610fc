import TasterKit
import Testing

@Suite struct `Far flips` {
  @Test func `take the surest rows`() throws {
    let (victim, poison) = try Ground.plant(FlipFar())
    let margins = try #require(try victim.margins())
    let surest = margins.map(\.value).sorted()
    #expect(poison.rows.allSatisfy { margins[$0.template].value <= surest[29] })
    #expect(poison.rows.allSatisfy { $0.label == margins[$0.template].other })
  }
}
