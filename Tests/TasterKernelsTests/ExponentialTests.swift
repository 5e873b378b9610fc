import Glibc
import TasterKernels
import Testing

@Suite struct `The exponential` {
  @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9])
  func `treats every place alike`(count: Int) {
    var values = (0..<count).map { Double($0) }
    exponential(&values, scale: -1)
    for i in 0..<count {
      var alone = [Double(i)]
      exponential(&alone, scale: -1)
      #expect(values[i] == alone[0])
    }
  }

  @Test func `is within 4e-16 of the library's`() {
    var generator = SeededGenerator(seed: 1)
    let arguments = (0..<4_000).map { _ in Double.random(in: -690...0, using: &generator) }
    var values = arguments
    exponential(&values, scale: 1)
    for (x, y) in zip(arguments, values) {
      #expect((y - exp(x)).magnitude <= 4e-16 * exp(x), "at \(x)")
    }
  }

  @Test func `is 1 at 0, 0 far below, and never leaves 0...1`() {
    var values: [Double] = [0, -0.0, -690.5, -1e6, -.infinity, -1e-300, -1e-17]
    exponential(&values, scale: 1)
    #expect(values[0] == 1 && values[1] == 1)
    #expect(values[2] == 0 && values[3] == 0 && values[4] == 0)
    #expect(values.allSatisfy { (0...1).contains($0) })
  }

  @Test func `scales its arguments`() {
    var values = [0.0, 1, 2, 3, 4]
    exponential(&values, scale: -0.5)
    #expect((values[4] - exp(-2)).magnitude < 1e-16)
  }
}
