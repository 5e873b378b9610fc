import Testing
import taster_bench

@Suite struct `A target of fuzzing` {
  @Test(arguments: FuzzTarget.allCases)
  func `holds what it must on the first inputs`(target: FuzzTarget) throws {
    let corpus = try target.corpus([Array("x,y\n1,\"a\"\n2,b\n".utf8)])
    for number in 0..<25 {
      var mutator = target.mutator(corpus, seed: UInt64(number))
      try target.run(mutator.input(), &mutator)
    }
  }

  @Test func `gets the same inputs for the same key`() {
    let corpus = [Array("a,b\n1,2\n".utf8), Array("\"x\"\n".utf8)]
    let inputs = [UInt64]([1, 1, 2]).map { seed in
      var mutator = Mutator(corpus: corpus, seed: seed)
      return (0..<20).map { _ in mutator.input() }
    }
    #expect(inputs[0] == inputs[1] && inputs[0] != inputs[2])
    #expect(inputs[0].allSatisfy { $0.count <= 4_096 })
  }
}
