import TasterKit
import Testing

@Suite struct `The report formats` {
  @Test func `have names of their own`() {
    let names = Formats.all.map { $0.name }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0 == "-" || $0.isLowercase } })
    let files = Formats.all.compactMap { $0.fileName }
    #expect(Set(files).count == files.count)
  }

  @Test func `are found by name`() {
    #expect(Formats.format(named: "run")?.fileName == "run.json")
    #expect(Formats.format(named: "nothing") == nil)
  }

  @Test(arguments: Formats.all.map { $0.name }, Hostile.texts)
  func `let no hostile text through`(name: String, text: String) throws {
    let format = try #require(Formats.format(named: name)).init()
    let shown = String(decoding: format.render(try Sample(evil: text).report()), as: UTF8.self)
    for line in shown.split(separator: "\n") {
      #expect(Hostile.isHarmless(String(line)))
      #expect(!line.drop { $0 == " " }.hasPrefix("::"))
    }
    #expect(shown.hasSuffix("\n") && !shown.hasSuffix("\n\n"))
  }

  @Test(arguments: Formats.all.map { $0.name })
  func `have words for an empty run`(name: String) throws {
    let format = try #require(Formats.format(named: name)).init()
    #expect(!format.render(try Sample.empty()).isEmpty)
  }

  @Test(arguments: Formats.all.map { $0.name }.filter { $0 != "run" })
  func `leave times and names of the run to run.json`(name: String) throws {
    let format = try #require(Formats.format(named: name)).init()
    var other = Sample()
    other.facts.runID = "run-2"
    other.facts.arguments.append("--threads")
    other.facts.threads = 7
    other.facts.started = "2032-01-01T00:00:00Z"
    other.facts.ended = "2032-01-01T00:00:09Z"
    other.facts.stages = []
    other.facts.exitStatus = 0
    #expect(format.render(try other.report()) == format.render(try Sample().report()))
  }
}
