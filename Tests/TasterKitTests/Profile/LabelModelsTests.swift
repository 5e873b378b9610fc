import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `The label models` {
  private static func clean() throws -> Learned { try LawTables.clean[0].get() }

  @Test func `give probabilities`() throws {
    let models = try #require(try Self.clean().profile.labels)
    let said = models.posteriors
    for posterior in [said.plain, said.smooth, said.refitted, said.trimmed, said.weighted] {
      for i in 0..<posterior.rows {
        #expect((posterior.row(i).reduce(0, +) - 1).magnitude < 1e-12)
        #expect(posterior.row(i).allSatisfy { (0...1).contains($0) })
      }
    }
  }

  @Test func `agree with the labels of a table whose classes stand apart`() throws {
    let profile = try Self.clean().profile
    #expect(profile.standing.margins.count { $0 < 0 } * 100 > 95 * profile.standing.margins.count)
  }

  @Test func `say of strangers what they say of rows like them`() throws {
    let profile = try Self.clean().profile
    let models = try #require(profile.labels)
    let (seen, left) = (models.posteriors(q: profile.q, r: profile.r), models.posteriors)
    for (seen, left) in [
      (seen.plain, left.plain), (seen.smooth, left.smooth), (seen.refitted, left.refitted),
      (seen.trimmed, left.trimmed), (seen.weighted, left.weighted),
    ] {
      let same = (0..<seen.rows).count {
        (seen[$0, 0] > 0.5) == (left[$0, 0] > 0.5)
      }
      #expect(same * 100 > 97 * seen.rows)
      for i in 0..<seen.rows { #expect((seen.row(i).reduce(0, +) - 1).magnitude < 1e-12) }
    }
  }

  @Test func `contradict flipped labels`() throws {
    let learned = try LawTables.planted.get()
    let flipped = Set((0..<10).map { $0 * 24 + 3 })
    let sample = learned.profile.sample
    let margins = zip(sample.rows, learned.profile.standing.margins).filter {
      flipped.contains($0.0)
    }
    .map { $0.1 }
    #expect(margins.count == 10)
    #expect(margins.count { $0 > 0 } >= 8)
  }
}
