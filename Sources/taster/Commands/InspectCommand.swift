import ArgumentParser
import TasterKit

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Look at the rows that a run holds, and why.",
    discussion: """
      EXAMPLE
        taster inspect run
        taster inspect run --row 17

      Memory: for the rows that are shown (about 4 kB each); --row reads report.json as well.
      """)

  /// What comes first in a list.
  enum Sort: String, ExpressibleByArgument, CaseIterable {
    case score, row
  }

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @Option(name: .long, help: "Show all about one row, by its number in the data.")
  var row: Int?
  @Option(name: .long, help: "How many rows are listed.")
  var top: Int = 20
  @Flag(name: .long, help: "List every held row.")
  var all = false
  @Option(name: .long, help: "What comes first: the highest score, or the first row.")
  var sort = Sort.score
  @Option(name: .long, help: "How many columns are compared with --row, strongest first.")
  var columns: Int = 20
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top takes a number from 1, not \(top)") }
    guard columns > 0 else {
      throw ValidationError("--columns takes a number from 1, not \(columns)")
    }
  }

  func run() throws {
    let run = try RunReader(directory)
    if let row {
      var found = try RowCase(run, row: row)
      found.columnLimit = columns
      return json
        ? Talk.output(found.json) : Talk.output(found.lines(width: talk.width, style: talk.style))
    }
    let list = try SuspectList(run, order: sort == .row ? .row : .score, top: all ? nil : top)
    json
      ? Talk.output(list.json) : Talk.output(list.lines(width: talk.width, style: talk.style))
  }
}
