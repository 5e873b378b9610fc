import ArgumentParser
import TasterKit
import TasterStore

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Look at the rows that a run holds, and why.",
    discussion: """
      EXAMPLE
        taster inspect run
        taster inspect run --row 17
        taster inspect run --where 'class=spam detector=trigger score>0.9 source=eu-7'
        taster inspect run --group-by source,detector

      A condition is NAME=VALUE, with =, !=, >, >=, <, <= or ~ (contains) between and quotes round \
      values with spaces. Names: row, line, file, id, source, class, looks, score, p, q, detector, \
      held-by, status (undecided, released, confirmed), why, fingerprint, and a detector's name for its \
      evidence in nats.

      The first time, the findings are copied to quarantine.sqlite (20 µs a row); --row reads the rows of \
      the run once to find the nearest. Memory: for the rows that are shown, about 4 kB each.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @Option(name: .long, help: "Show all about one row, by its number in the data.")
  var row: Int?
  @Option(name: .long, help: "Only rows for which this holds: 'class=spam score>0.9'.")
  var `where`: String?
  @Option(name: .long, help: "Count rows by these fields, with commas between: source,detector.")
  var groupBy: String?
  @Option(name: .long, help: "How many rows or groups are listed.")
  var top: Int = 20
  @Flag(name: .long, help: "List every held row or group.")
  var all = false
  @Option(name: .long, help: "The field that orders rows; scores begin with the highest.")
  var sort = "score"
  @Option(name: .long, help: "How many columns are compared with --row, strongest first.")
  var columns: Int = 20
  @OptionGroup(title: "Output") var talk: TalkFlags
  @Flag(name: .long, help: "Print one JSON object on the standard output.")
  var json = false
  @Flag(name: .long, help: "Print the list as CSV on the standard output.")
  var csv = false

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top takes a number from 1, not \(top)") }
    guard columns > 0 else {
      throw ValidationError("--columns takes a number from 1, not \(columns)")
    }
    guard !json || !csv else {
      throw ValidationError("--json and --csv exclude each other; choose one")
    }
    guard row == nil || !csv && groupBy == nil && `where` == nil else {
      throw ValidationError("--row shows one row; leave --where, --group-by and --csv out")
    }
  }

  func run() throws {
    let filter = try RowFilter(`where` ?? "")
    var query = RowQuery()
    query.filter = filter
    query.order = try RowField(reading: sort)
    query.isDescending = query.order.isLargestFirst
    query.limit = all ? nil : top
    let progress = ProgressLine(talk)
    let ledger = try progress.during {
      try Ledger(RunReader(directory)) { progress.show("reading", $0, of: $1, isBytes: false) }
    }
    if let row {
      let found = try HeldCase(ledger, row: row, columnLimit: columns)
      json ? Talk.output(found.json) : show(found.lines(width: talk.width, style: talk.style))
    } else if let groupBy {
      let list = try GroupList(ledger, by: groupBy, filter: filter, limit: query.limit)
      json
        ? Talk.output(list.json)
        : csv ? Talk.output(list.csv) : show(list.lines(width: talk.width, style: talk.style))
    } else {
      let list = try HeldList(ledger, query)
      json
        ? Talk.output(list.json)
        : csv ? Talk.output(list.csv) : show(list.lines(width: talk.width, style: talk.style))
    }
  }

  private func show(_ lines: [String]) { Pager.show(lines) }
}
