/// One line: how many rows were judged and held, and what the policy says to that.
///
///     Datasets/wdbc/data.csv: 580 rows, 37 held, policy violated
public struct LineFormat: Format {
  public static let name = "line"
  public static let summary = "one line: rows, held rows, policy met or violated"
  public static let fileName: String? = nil

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    let facts = report.facts
    var name = facts.inputs.first.map { printable($0.name, limit: 200) } ?? "no input"
    if facts.inputs.count > 1 { name += " and \(facts.inputs.count - 1) more" }
    var parts = [Figures.count(facts.rows, "row")]
    if facts.rejected > 0 { parts.append("\(Figures.grouped(facts.rejected)) rejected") }
    parts.append("\(Figures.grouped(facts.held)) held")
    parts.append(facts.isViolated ? "policy violated" : "policy met")
    if facts.status == .warned { parts.append("not as many as expected") }
    return Array("\(name): \(parts.joined(separator: ", "))\n".utf8)
  }
}
