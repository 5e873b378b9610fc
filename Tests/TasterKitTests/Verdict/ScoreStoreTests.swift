import TasterKit
import Testing

@Suite struct `The score store` {
  @Test func `gives back what was put in, part by part`() throws {
    var store = try ScoreStore(directory: nil)
    let sizes = [3, 0, 1, 64]
    for (k, size) in sizes.enumerated() {
      try store.append(
        ScoreStore.Part(
          firstRow: 100 * k, scores: (0..<size).map { Double($0) / 64 },
          flagged: (0..<size).map { $0 % 3 == k },
          evidence: [
            (0..<size).map { Double($0 - k) }, (0..<size).map { -Double($0) },
          ], gates: (0..<size).map { Gates($0 % 5 == k ? [0, 1] : []) }))
    }
    #expect(store.partCount == 4)
    for (k, size) in sizes.enumerated().reversed() {
      let part = try store.part(k)
      #expect(part.firstRow == 100 * k)
      #expect(part.scores == (0..<size).map { Double($0) / 64 })
      #expect(part.flagged == (0..<size).map { $0 % 3 == k })
      #expect(part.gates == (0..<size).map { Gates($0 % 5 == k ? [0, 1] : []) })
      #expect(part.evidence.map { $0.count } == [size, size])
      #expect(part.evidence[0] == (0..<size).map { Double($0 - k) })
    }
  }
}
