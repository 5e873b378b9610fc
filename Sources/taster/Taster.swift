import ArgumentParser
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
    subcommands: [ScanCommand.self])

  /// Exit statuses are decided here and nowhere else.
  static func main() async {
    var command: any ParsableCommand
    do {
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
}
