import Glibc
import TasterKernels
import Testing

@Suite struct `Gaussian scores` {
  private static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Numbers {
    var generator = SeededGenerator(seed: seed)
    return Numbers(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Double.random(in: -2...2, using: &generator) })
  }

  // More rows than one block, and as many as one, less and more.
  @Test(arguments: [0, 1, 63, 64, 65, 200], [0, 1, 4])
  func `are what the definition says`(count: Int, squarings: Int) {
    let rows = Self.random(count, 3, seed: 1)
    let landmarks = Self.random(7, 3, seed: 2)
    let wide = Self.random(7, 2, seed: 3)
    let narrow = Self.random(7, 5, seed: 4)
    let scores = GaussianScores(
      landmarks: landmarks, gamma: 0.3, squarings: squarings, wide: wide, narrow: narrow)
    let found = scores(rows)
    #expect(found.wide.rows == count && found.wide.columns == 2)
    #expect(found.narrow.rows == count && found.narrow.columns == 5)
    for i in 0..<count {
      let kernel = (0..<7).map { l in
        exp(
          -0.3
            * (0..<3).reduce(0) {
              $0 + (rows[i, $1] - landmarks[l, $1]) * (rows[i, $1] - landmarks[l, $1])
            })
      }
      for c in 0..<2 {
        let sum = (0..<7).reduce(0) { $0 + kernel[$1] * wide[$1, c] }
        #expect((found.wide[i, c] - sum).magnitude < 1e-12)
      }
      for c in 0..<5 {
        let sum = (0..<7).reduce(0) {
          $0 + pow(kernel[$1], Double(1 << squarings)) * narrow[$1, c]
        }
        #expect((found.narrow[i, c] - sum).magnitude < 1e-12)
      }
    }
  }

  @Test func `of a row that is a landmark hold its whole coefficient`() {
    let landmarks = Numbers(rows: 2, columns: 2, elements: [1e6, 0, -1e6, 0])
    let one = Numbers(rows: 2, columns: 1, elements: [3, 5])
    let scores = GaussianScores(
      landmarks: landmarks, gamma: 1, squarings: 2, wide: one, narrow: one)
    let found = scores(landmarks)
    #expect(found.wide.elements == [3, 5] && found.narrow.elements == [3, 5])
  }
}
