/// Commands for GitHub's runner that mark held rows in the file's view: nine rows and how many more there are, since a step
/// shows ten.
///
/// It goes to the standard output of the step: `--report github=-`.
public struct GitHubAnnotations: DiscreetFormat {
  public static let name = "github"
  public static let summary = "annotations for GitHub's runner, nine rows and a count"
  public static let fileName: String? = nil

  public var showsValues = false
  /// The most rows that are marked.
  public var rowLimit = 9

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    let told = report.suspects.prefix(rowLimit)
    let code = Taxonomy.ingestPoisoning
    let level = facts.isViolated ? "error" : "warning"
    var lines = told.map { suspect in
      var properties = ["title=\(Self.property("\(code.code) \(code.name)"))"]
      if let location = suspect.location {
        let name = location.file ?? facts.inputs.first?.name
        if let name, name != "-" { properties.append("file=\(Self.property(name))") }
        properties.append("line=\(location.line)")
      }
      return "::\(level) \(properties.joined(separator: ","))::"
        + Self.message(suspect.sentence(showsValues: showsValues))
    }
    let more = report.heldCount - told.count
    let said =
      "\(Figures.count(facts.held, "row")) of \(Figures.grouped(facts.rows)) held, "
      + "\(Figures.grouped(facts.allowed)) allowed"
      + (more > 0 ? "; \(Figures.grouped(more)) not marked here" : "")
    lines.append("::notice title=taster::\(Self.message(said))")
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
