import ArgumentParser
import Foundation
import TasterKit

@main
struct TasterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taster",
    abstract: "Taste training data before a model does: find rows that look planted.",
    discussion: """
      EXAMPLE
        taster scan train.csv --label class --out run
        taster inspect run

      EXIT STATUS
        0  the policy is met    1  it is violated    2  the run could not complete
      """,
    version: Taster.version,
    subcommands: [
      ScanCommand.self, ProfileCommand.self, CompareCommand.self, InspectCommand.self,
      ReleaseCommand.self, ConfirmCommand.self, DecisionsCommand.self, RebuildCommand.self,
      ReviewCommand.self, VerifyCommand.self, GateCommand.self, NormalizeCommand.self,
      PoisonCommand.self, DetectorsCommand.self, ExplainCommand.self, TaxonomyCommand.self,
      ConfigCommand.self,
    ])

  /// Exit statuses are decided here and nowhere else.
  static func main() async {
    // A pipe that closes is seen where it is written to.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that grows beyond what is allowed.
    signal(SIGXFSZ, SIG_IGN)
    Taster.keepFreedMemory()
    var command: any ParsableCommand
    do {
      try checkName(CommandLine.arguments.dropFirst().first { $0 != "help" })
      command = try parseAsRoot()
    } catch {
      Ending.exit(parsing: error, of: Self.self)
    }
    do {
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Ending.exit(running: error, of: Self.self)
    }
  }

  /// Answers a wrong command with the nearest one.
  private static func checkName(_ word: String?) throws {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    let hint = Nearest.hint(word, among: names)
    throw ValidationError(
      "there is no command '\(word)'\(hint.isEmpty ? ";" : hint) `taster --help` lists them")
  }
}
