import ArgumentParser
import TasterKit

struct TaxonomyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taxonomy",
    abstract: "Show the codes of AVID's security taxonomy and their ATLAS techniques.",
    discussion: """
      EXAMPLE
        taster taxonomy
        taster taxonomy S0601 --json
      """)

  @Argument(help: "A code, such as S0601; all by default.")
  var code: String?
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func run() throws {
    guard let code else {
      return json
        ? Talk.output(ExplanationJSON.taxonomy) : Talk.output(Explanation(talk).taxonomy())
    }
    let lines = try Explanation(talk).entry(code)
    if json, let bytes = ExplanationJSON.entry(code) { return Talk.output(bytes) }
    Talk.output(lines)
  }
}
