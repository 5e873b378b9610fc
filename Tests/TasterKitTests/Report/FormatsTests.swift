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

  /// Annotations are commands to the runner: their own tests look at them.
  @Test(arguments: Formats.all.map { $0.name }.filter { $0 != "github" }, Hostile.texts)
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

  @Test(arguments: Formats.all.filter { !$0.tellsTime }.map { $0.name })
  func `leave times and names of the run to those that say so`(name: String) throws {
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

  @Test(arguments: Formats.all.map { $0.name }, ["<script>", "secret-value"])
  func `tell no cell where nobody asked`(name: String, text: String) throws {
    let format = try #require(Formats.format(named: name)).init()
    guard format is any DiscreetFormat else { return }
    var sample = Sample(evil: text)
    sample.facts.inputs[0].name = "a.csv"
    let shown = String(decoding: format.render(try sample.report()), as: UTF8.self)
    #expect(!shown.contains(text))
  }

  @Test(arguments: Formats.all.map { $0.name })
  func `tell labels where somebody asked`(name: String) throws {
    let format = try #require(Formats.format(named: name)).init()
    guard var format = format as? any DiscreetFormat else { return }
    format.showsValues = true
    let shown = String(decoding: format.render(try Sample(evil: "ripe").report()), as: UTF8.self)
    #expect(shown.contains("bad ripe"))
  }
}
