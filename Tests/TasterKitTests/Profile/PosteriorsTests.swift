import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Posteriors` {
  @Test func `know a margin and the best other class`() {
    let posterior = Numbers(rows: 2, columns: 3, elements: [0.5, 0.2, 0.3, 0.1, 0.1, 0.8])
    let first = margin(posterior, row: 0, label: 0)
    #expect(first.other == 2 && (first.value + 0.2).magnitude < 1e-15)
    let second = margin(posterior, row: 1, label: 0)
    #expect(second.other == 2 && (second.value - 0.7).magnitude < 1e-15)
    #expect(margin(posterior, row: 1, label: 2).other == 0)
  }

  @Test func `combine the plain and the weighted models half and half`() throws {
    let posteriors = try #require(try LawTables.planted.get().profile.labels).posteriors
    let combined = posteriors.combined
    for k in combined.elements.indices {
      let mean = (posteriors.plain.elements[k] + posteriors.weighted.elements[k]) / 2
      #expect((combined.elements[k] - mean).magnitude < 1e-15)
    }
  }
}
