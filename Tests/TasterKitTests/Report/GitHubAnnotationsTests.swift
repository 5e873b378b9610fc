import TasterKit
import Testing

@Suite struct `Annotations for GitHub` {
  private func lines(_ sample: Sample, _ format: GitHubAnnotations = GitHubAnnotations()) throws
    -> [String]
  {
    String(decoding: format.render(try sample.report()), as: UTF8.self)
      .split(separator: "\n").map { String($0) }
  }

  @Test func `mark rows in their file and line`() throws {
    let lines = try lines(Sample())
    #expect(
      lines[0]
        == "::error title=S0601 Ingest Poisoning,file=x.csv,line=6::row 5 is held by outlier, score 0.9688"
    )
    #expect(lines.last == "::notice title=taster::3 rows of 8 held, 0 allowed")
  }

  @Test func `are warnings where the policy is met`() throws {
    var sample = Sample()
    sample.facts.allowed = 3
    #expect(try lines(sample).dropLast().allSatisfy { $0.hasPrefix("::warning ") })
  }

  @Test func `count the rows that are not marked`() throws {
    var format = GitHubAnnotations()
    format.rowLimit = 2
    let lines = try lines(Sample(), format)
    #expect(lines.count == 3)
    #expect(lines[2].hasSuffix("3 rows of 8 held, 0 allowed; 1 not marked here"))
  }

  @Test(arguments: Hostile.texts + ["a,line=1::error ::x", "50%0A::error::x", "\n::error::x"])
  func `let no text from outside become a command or a property`(text: String) throws {
    var format = GitHubAnnotations()
    format.showsValues = true
    let lines = try lines(Sample(evil: text), format)
    #expect(lines.count == 4)
    for line in lines.dropLast() {
      let head = line.dropFirst(2).prefix { $0 != ":" }
      #expect(head.split(separator: ",").count == 3)
      #expect(Hostile.isHarmless(line))
      #expect(!line.contains("%0A"))
    }
  }
}
