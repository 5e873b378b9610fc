import TasterKit
import TasterTesting
import Testing

@Suite struct `A ranking` {
  static let small = Ranking(planted: [0.9, 0.2, 0.9, 0.5], others: [0.5, 0.1, 0.1, 0.95, 0])

  @Test func `counts rows at and above a threshold`() {
    let at = Self.small.held(at: 0.5)
    #expect(at == (3, 2))
    #expect(Self.small.held(at: 0.51) == (2, 1))
    #expect(Self.small.held(at: -1) == (4, 5))
    #expect(Self.small.held(at: 2) == (0, 0))
    #expect(Self.small.recall(at: 0.5) == 0.75)
    #expect(Self.small.f1(at: 0.5) == 2 * 3 / 9.0)
  }

  @Test func `has no recall where nothing was planted`() {
    let empty = Ranking(planted: [], others: [1, 2])
    #expect(empty.recall(at: 0).isNaN && empty.f1(at: 0).isNaN)
  }

  @Test func `steps through distinct scores, highest first`() {
    var steps: [[Double]] = []
    Self.small.forEachStep { steps.append([$0, Double($1), Double($2)]) }
    let wanted: [[Double]] = [
      [0.95, 0, 1], [0.9, 2, 1], [0.5, 3, 2], [0.2, 4, 2], [0.1, 4, 4], [0, 4, 5],
    ]
    #expect(steps == wanted)
  }

  @Test func `pools rankings as if all rows were one table's`() {
    let pooled = Ranking(pooling: [Self.small, Ranking(planted: [0.3], others: [])])
    #expect(pooled.planted == [0.2, 0.3, 0.5, 0.9, 0.9] && pooled.others == Self.small.others)
  }
}
