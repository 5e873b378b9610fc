import ArgumentParser
import TasterKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a detector does, what an attack is, what a code means.",
    discussion: """
      EXAMPLE
        taster explain label-flip
        taster explain backdoor
        taster explain S0601
      """)

  @Argument(
    help: "A detector, a word for an attack, a code of AVID or MITRE ATLAS.",
    completion: .list(
      Catalog.detectors.map { $0.name } + Glossary.attacks.map { $0.name }
        + Attacks.all.map { $0.name }))
  var name: [String]
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() throws { Talk.output(try Explanation(talk).explain(name.joined(separator: " "))) }
}
