/// Commands for GitHub's runner that mark rows in the file's view.
///
/// Nine rows, and how many more there are, since a step shows ten. What was found beside rows, such as an alarm, takes the place of the last of them.
///
/// It goes to the standard output of the step: `--report github=-`.
public struct GitHubAnnotations: DiscreetFormat, ComparisonFormat {
  public static let name = "github"
  public static let summary = "annotations for GitHub's runner, nine rows and a count"
  public static let fileName: String? = nil

  public var showsValues = false
  /// The most rows that are marked.
  public var rowLimit = 9

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    return render(
      Account(report, showsValues: showsValues),
      said: "\(Figures.count(facts.held, "row")) of \(Figures.grouped(facts.rows)) held, "
        + "\(Figures.grouped(facts.allowed)) allowed")
  }

  public func render(_ report: ComparisonReport) -> [UInt8] {
    let account = Account(report, showsValues: showsValues)
    return render(account, said: account.outcome)
  }

  private func render(_ account: Account, said: String) -> [UInt8] {
    let notices = account.tests.filter { $0.isNotice }
    let told = account.rows.prefix(max(rowLimit - notices.count, 1))
    let code = Taxonomy.ingestPoisoning
    let level = account.isViolated ? "error" : "warning"
    var lines = notices.map { notice in
      "::\(notice.fails ? "error" : "warning") title=\(Self.property("taster \(notice.rule.name)"))::"
        + Self.message(notice.said)
    }
    lines += told.map { row in
      var properties = ["title=\(Self.property("\(code.code) \(code.name)"))"]
      if let spot = row.spot {
        let name = account.files.indices.contains(spot.file) ? account.files[spot.file].name : "-"
        if name != "-" { properties.append("file=\(Self.property(name))") }
        if let line = spot.line { properties.append("line=\(line)") }
      }
      return "::\(level) \(properties.joined(separator: ","))::" + Self.message(row.sentence)
    }
    let more = account.rowCount - told.count
    let ending = more > 0 ? "\(said); \(Figures.grouped(more)) not marked here" : said
    lines.append("::notice title=taster::\(Self.message(ending))")
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// A message: one line, no command in it.
  private static func message(_ text: String) -> String {
    printable(text, limit: 500).replacing("%", with: "%25")
  }

  /// A property's value: what ends it is escaped too.
  private static func property(_ text: String) -> String {
    message(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
