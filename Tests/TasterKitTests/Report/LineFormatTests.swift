import TasterKit
import Testing

@Suite struct `The line of a run` {
  private func line(_ sample: Sample) throws -> String {
    var sample = sample
    sample.facts.inputs[0].name = "a.csv"
    return String(decoding: LineFormat().render(try sample.report()), as: UTF8.self)
  }

  @Test func `tells rows, held rows and what the policy says`() throws {
    var sample = Sample()
    #expect(try line(sample) == "a.csv: 8 rows, 2 rejected, 3 held, policy violated\n")
    sample.facts.rejects = []
    sample.facts.allowed = 2
    #expect(try line(sample) == "a.csv: 8 rows, 3 held, policy violated\n")
    sample.facts.allowed = 3
    #expect(try line(sample) == "a.csv: 8 rows, 3 held, policy met\n")
  }

  @Test func `does not depend on the exit status, which a user can change`() throws {
    var sample = Sample()
    sample.facts.exitStatus = 0
    #expect(try line(sample).hasSuffix("policy violated\n"))
  }

  @Test func `counts further files`() throws {
    var sample = Sample()
    sample.facts.inputs.append(RunFacts.File(name: "b.csv", bytes: 1, sha256: ""))
    #expect(try line(sample).hasPrefix("a.csv and 1 more: 8 rows"))
  }
}
