import TasterKernels
import TasterKit
import Testing

@Suite struct `The depth of disagreement` {
  /// 200 rows predicted 0 with rising confidence; the chosen ones carry the label 1.
  private static func depth(
    disagreeing: (Int) -> Bool
  ) -> (depth: ConfidenceDepth, posterior: Numbers) {
    var posterior = Numbers(rows: 200, columns: 2)
    for i in 0..<200 {
      let confidence = 0.5 + (Double(i) + 0.5) / 400
      (posterior[i, 0], posterior[i, 1]) = (confidence, 1 - confidence)
    }
    let labels = (0..<200).map { disagreeing($0) ? 1 : 0 }
    return (ConfidenceDepth(posterior: posterior, labels: labels), posterior)
  }

  @Test func `has no excess where disagreement falls`() throws {
    let (depth, posterior) = Self.depth { $0 < 20 || $0 < 60 && $0 % 2 == 0 || $0 == 100 }
    for i in 0..<200 { #expect(try #require(depth.bin(posterior, row: i)).excess == 0) }
  }

  @Test func `has excess where it rises again`() throws {
    let (depth, posterior) = Self.depth { $0 < 20 || $0 >= 180 && $0 % 2 == 0 }
    #expect(try #require(depth.bin(posterior, row: 10)).excess == 0)
    let deep = try #require(depth.bin(posterior, row: 198))
    #expect(deep.excess > 0.8)
    #expect(deep.planted > 0.8 && deep.planted <= 1)
  }

  @Test func `explains overlap by its floor`() throws {
    // One row in ten disagrees everywhere: nothing rises, and flips may explain all of it.
    let (depth, posterior) = Self.depth { $0 % 10 == 0 }
    let bin = try #require(depth.bin(posterior, row: 100))
    #expect(bin.excess == 0)
    #expect(bin.planted == 1)
  }

  @Test func `cannot be told of a class that is hardly predicted`() {
    let (depth, posterior) = Self.depth { _ in false }
    var other = posterior
    (other[0, 0], other[0, 1]) = (0.1, 0.9)
    #expect(depth.bin(other, row: 0) == nil)
  }

  @Test func `has bins of rising confidence`() throws {
    let (depth, posterior) = Self.depth { $0 % 7 == 0 }
    let uppers = try (0..<200).map { try #require(depth.bin(posterior, row: $0)).upper }
    #expect(uppers == uppers.sorted())
    #expect(Set(uppers).count == 10)
  }
}
