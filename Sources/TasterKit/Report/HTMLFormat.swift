/// `report.html`: the run on one page that needs nothing else: no script, no network, no other file.
///
/// Everything from the data is text, characters that act unseen are shown, and the page's own policy forbids scripts and
/// loads, so that nothing in a cell can act. It stays under 500 kB whatever the data: the most suspicious rows are told as long
/// as there is room, and how many are beyond is said.
public struct HTMLFormat: Format {
  public static let name = "html"
  public static let summary = "one page for people: offline, without scripts, under 500 kB"
  public static let fileName: String? = "report.html"

  /// The most held rows that are told.
  public var rowLimit = 1_000
  /// The most bytes of the page.
  public var sizeLimit = 490_000
  /// The most classes, sources and pairs of labels that are told.
  public var groupLimit = 40

  public init() {}

  public func render(_ report: Report) -> [UInt8] {
    var text = Self.start("Taster's report").text
    for section in sections(report) { text += section.text + "\n" }
    let room = sizeLimit - text.utf8.count - Self.ending.text.utf8.count
    return Array((text + suspects(report, room: room) + Self.ending.text).utf8)
  }

  /// What stands before the sections of a page that needs nothing else and loads nothing.
  static func start(_ title: StaticString) -> Markup {
    let style = PageStyle.report
    let head = tag(
      "head", [:],
      tag("meta", ["charset": "utf-8"]),
      tag(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'sha256-\(style.hash)'",
        ]),
      tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      tag("meta", ["name": "color-scheme", "content": "light dark"]),
      tag("title", [:], .text("\(title)")),
      tag("style", [:], style.sheet))
    return "<!DOCTYPE html>\n<html lang=\"en\">\(head)\n<body>\n<main>\n"
  }

  /// What stands behind them.
  static let ending: Markup = "</main>\n</body>\n</html>\n"

  private func sections(_ report: Report) -> [Markup] {
    [
      summary(report), detectors(report), flow(report),
      groups("Classes", "class", report.classes), groups("Sources", "source", report.sources),
      sourceBars(report), scores(report), positions(report), scatter(report), slices(report),
      notes(report),
    ]
  }

  private func summary(_ report: Report) -> Markup {
    let facts = report.facts
    let isViolated = facts.isViolated
    let estimate = report.estimatedPoison
    let fact = Self.fact
    func whole(_ number: Double) -> String {
      Int(exactly: number.rounded()).map { Figures.grouped($0) } ?? "–"
    }
    // Without names: the same bytes make the same page, from a file or through a pipe.
    let files = facts.inputs.prefix(5).map { file in
      tag(
        "p", ["class": "soft"],
        .text("\(Figures.size(file.bytes)), SHA-256 \(file.sha256)"))
    }
    let code = Taxonomy.ingestPoisoning
    return .group(
      [
        tag("h1", [:], "Taster's report"),
        tag(
          "p", ["class": isViolated ? "bad" : "good"],
          .text(
            isViolated
              ? "The policy is violated: \(Figures.count(facts.held, "row")) held, "
                + "\(Figures.grouped(facts.allowed)) allowed."
              : "The policy is met: \(Figures.count(facts.held, "row")) held, "
                + "\(Figures.grouped(facts.allowed)) allowed.")),
        tag(
          "ul", ["class": "facts"], fact(Figures.grouped(facts.rows), "rows judged"),
          fact(Figures.grouped(facts.held), "rows held"),
          fact(Figures.percent(facts.held, of: max(facts.rows, 1)), "of the rows"),
          estimate.value.isNaN
            ? .group([])
            : fact(
              "\(whole(estimate.low)) to \(whole(estimate.high))",
              "rows poisoned, by estimate (\(whole(estimate.value)))"),
          fact(Figures.grouped(facts.rejected), "records rejected")),
        ReviewNote.markup(facts.review),
        tag("p", [:], .text("In \(facts.mode.rawValue) mode: \(facts.mode.promise).")),
        facts.held == 0
          ? .group([])
          : tag(
            "p", [:],
            .text(
              "Held rows are findings of \(code.reportName) (AVID), \(Taxonomy.poisonTrainingData.id) "
                + "\(Taxonomy.poisonTrainingData.name) (MITRE ATLAS).")),
      ] + files)
  }

  private func detectors(_ report: Report) -> Markup {
    let speaking = report.detectors.filter { $0.spoke > 0 || $0.held > 0 }
    guard !speaking.isEmpty else { return .group([]) }
    return Self.section(
      "Detectors",
      Self.table(
        [("detector", false), ("rows held", true), ("spoke of", true), ("what it finds", false)],
        speaking.map {
          [
            $0.name, Figures.grouped($0.held), Figures.grouped($0.spoke),
            Catalog.detector(named: $0.name)?.summary ?? "",
          ]
        }))
  }

  private func flow(_ report: Report) -> Markup {
    guard !report.labelFlow.isEmpty else { return .group([]) }
    return Self.section(
      "Labels that held rows carry, and those they look like", labels(report),
      Self.table(
        [("carries", false), ("looks like", false), ("rows", true)],
        report.labelFlow.prefix(groupLimit).map {
          [$0.given, $0.suggested, Figures.grouped($0.count)]
        }), Self.beyond(report.labelFlow.count - groupLimit, "pair"))
  }

  private func groups(_ title: String, _ kind: String, _ groups: [Report.GroupShare]) -> Markup {
    guard !groups.isEmpty else { return .group([]) }
    let order = groups.sorted {
      ($1.held, $1.rows ?? 0, $0.name) < ($0.held, $0.rows ?? 0, $1.name)
    }
    return Self.section(
      title,
      Self.table(
        [(kind, false), ("rows", true), ("held", true), ("share", true)],
        order.prefix(groupLimit).map {
          [
            $0.name, $0.rows.map { Figures.grouped($0) } ?? "–", Figures.grouped($0.held),
            Figures.percent($0.held, of: $0.rows ?? 0),
          ]
        }), Self.beyond(groups.count - groupLimit, kind))
  }

  private func slices(_ report: Report) -> Markup {
    guard !report.slices.isEmpty else { return .group([]) }
    return Self.section(
      "Where held rows gather",
      Self.table(
        [("column", false), ("values", false), ("of the held", true), ("of all rows", true)],
        report.slices.prefix(groupLimit).map {
          [$0.column, $0.values, Self.percent($0.heldShare), Self.percent($0.rowShare)]
        }))
  }

  private func notes(_ report: Report) -> Markup {
    guard !report.notes.isEmpty else { return .group([]) }
    return Self.section(
      "Remarks",
      tag(
        "ul", [:],
        report.notes.prefix(groupLimit).map { note in
          tag("li", [:], .text((note.code.map { "\($0): " } ?? "") + note.text))
        }))
  }

  /// The table of the most suspicious rows, as long as there is room for it.
  private func suspects(_ report: Report, room: Int) -> String {
    guard !report.suspects.isEmpty else { return "" }
    let told = report.suspects.prefix(rowLimit)
    let names = (
      id: told.contains { $0.location?.id != nil },
      source: told.contains { $0.location?.source != nil }
    )
    let columns =
      ["row", "line", "score", "label", "looks like"] + (names.id ? ["id"] : [])
      + (names.source ? ["source"] : []) + ["why"]
    let head = tag("tr", [:], columns.map { tag("th", ["scope": "col"], .text($0)) }).text
    let start =
      "<h2>Held rows, the most suspicious first</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      + "aria-label=\"Held rows\"><table>\(head)\n"
    let end = "</table></div>\n"
    var rows = ""
    var count = 0
    for suspect in told {
      let row = self.row(suspect, names).text + "\n"
      // A line on the rows beyond has its room too.
      guard start.utf8.count + rows.utf8.count + row.utf8.count + end.utf8.count + 200 < room else {
        break
      }
      rows += row
      count += 1
    }
    let more = report.heldCount - count
    return start + rows + end + Self.beyond(more, "row", in: "findings.jsonl").text + "\n"
  }

  private func row(_ suspect: Report.Suspect, _ names: (id: Bool, source: Bool)) -> Markup {
    let (finding, location) = (suspect.finding, suspect.location)
    func cell(_ text: String?) -> Markup { tag("td", [:], .text(text ?? "")) }
    func number(_ text: String) -> Markup { tag("td", ["class": "n"], .text(text)) }
    let reasons =
      finding.reasons.isEmpty
      ? [Markup.text(finding.heldBy.joined(separator: ", "))]
      : finding.reasons.map { tag("p", [:], .text($0.text)) }
    return tag(
      "tr", [:],
      [
        number("\(finding.row)"), number(location.map { "\($0.line)" } ?? ""),
        number(Figures.significant(finding.score)), cell(finding.label),
        cell(finding.suggestedLabel),
      ] + (names.id ? [cell(location?.id)] : []) + (names.source ? [cell(location?.source)] : [])
        + [tag("td", ["class": "why"], reasons)])
  }

  /// A number and what it counts.
  static func fact(_ value: String, _ what: String) -> Markup {
    tag("li", [:], tag("b", [:], .text(value)), .text(what))
  }

  static func section(_ title: String, _ content: Markup...) -> Markup {
    .group([tag("h2", [:], .text(title))] + content)
  }

  static func table(
    _ columns: [(name: String, isNumber: Bool)], _ rows: [[String]]
  ) -> Markup {
    func cell(_ name: StaticString, _ k: Int, _ text: String) -> Markup {
      columns[k].isNumber
        ? tag(name, ["class": "n"], .text(text)) : tag(name, [:], .text(text))
    }
    let head = columns.indices.map { k in cell("th", k, columns[k].name) }
    let body = rows.map { row in tag("tr", [:], row.indices.map { cell("td", $0, row[$0]) }) }
    let name = columns.first.map { "Table by \($0.name)" } ?? "Table"
    return scrolling(tag("table", [:], [tag("tr", [:], head)] + body), says: name)
  }

  static func beyond(_ count: Int, _ noun: String, in file: String? = nil) -> Markup {
    guard count > 0 else { return .group([]) }
    let place = file.map { "; \($0) has them all" } ?? ""
    return tag("p", ["class": "soft"], .text("and \(Figures.count(count, noun)) more\(place)"))
  }

  private static func percent(_ share: Double) -> String {
    "\(Figures.significant(100 * share, digits: 3)) %"
  }
}
