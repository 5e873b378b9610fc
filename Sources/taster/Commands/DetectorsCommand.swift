import ArgumentParser
import TasterKit

struct DetectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detectors",
    abstract: "List the detectors.",
    discussion: """
      EXAMPLE
        taster detectors
        taster explain label-flip
      """)

  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func run() {
    if json { return Talk.output(ExplanationJSON.detectors) }
    Talk.output(Explanation(talk).detectors())
  }
}

extension Explanation {
  /// Answers dressed as the flags want it.
  init(_ talk: TalkFlags) {
    self.init()
    width = min(talk.width, 100)
    style = talk.style
  }
}
