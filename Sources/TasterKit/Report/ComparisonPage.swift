/// `report.html` of a comparison: what changed on one page that needs nothing else: no script, no network, no other file.
///
/// Names and cells are text in which nothing acts, and the page's own policy forbids scripts and loads. Every list ends somewhere, so it
/// stays far under 500 kB; `changes.jsonl` and `drift.csv` have all of it. The same bytes from run to run.
public struct ComparisonPage: Sendable {
  /// The most lines of a table.
  public var top = 100

  /// The most changed cells of a row that are told, and the most characters of each.
  private static let cells = (count: 6, length: 60)

  /// The page with default options.
  public init() {}

  /// The whole page.
  ///
  /// - Parameters:
  ///   - comparison: What was compared.
  ///   - violations: What the policy minds.
  /// - Returns: UTF-8.
  public func render(_ comparison: Comparison, violations: [Comparison.Alarm]) -> [UInt8] {
    let sections = [
      summary(comparison, violations), findings(comparison), labels(comparison),
      suspects(comparison), drift(comparison), attribution(comparison), remarks(comparison),
    ]
    let page = [HTMLFormat.start("What changed")] + sections + [HTMLFormat.ending]
    return Array(Markup(page, between: "\n").text.utf8)
  }

  private func summary(_ comparison: Comparison, _ violations: [Comparison.Alarm]) -> Markup {
    let verdict =
      violations.isEmpty
      ? "The policy is met."
      : "The policy is violated: " + violations.map { $0.rawValue }.joined(separator: ", ") + "."
    // Without names: the same bytes make the same page, from a file or through a pipe.
    let sides = [("old", comparison.old), ("new", comparison.new)].map { word, side in
      tag(
        "p", ["class": "soft"],
        .text(
          "\(word): \(Figures.size(side.file.bytes)), \(Figures.count(side.rows, "row")), "
            + "SHA-256 \(side.file.sha256)"))
    }
    return .group(
      [
        tag("h1", [:], "What changed between two snapshots"),
        tag("p", ["class": violations.isEmpty ? "good" : "bad"], .text(verdict)),
        tag("ul", ["class": "facts"], counts(comparison)),
        comparison.unmatched.map { tag("p", [:], .text($0)) } ?? .group([]),
        columns(comparison.columns),
      ] + sides)
  }

  private func counts(_ comparison: Comparison) -> [Markup] {
    let rows = comparison.rows
    let whole = [(rows.old, "rows before"), (rows.new, "rows now")]
    let matched = [
      (rows.same, "the same in both"), (rows.relabelled, "with another label"),
      (rows.edited, "with other cells"), (rows.rewritten, "with another label and other cells"),
      (rows.went, "went"), (rows.came, "came"),
    ]
    return (comparison.unmatched == nil ? whole + matched : whole).map {
      HTMLFormat.fact(Figures.grouped($0), $1)
    }
  }

  private func columns(_ columns: ColumnMatch) -> Markup {
    .group(
      [("came", columns.came), ("went", columns.went)].filter { !$0.1.isEmpty }.map { word, names in
        let more = names.count > top ? " and \(names.count - top) more" : ""
        return tag(
          "p", [:],
          .text(
            "Columns that \(word): "
              + names.prefix(top).map { "'\(printable($0, limit: 60))'" }.joined(separator: ", ")
              + more))
      })
  }

  private func findings(_ comparison: Comparison) -> Markup {
    guard !comparison.findings.isEmpty else { return .group([]) }
    return HTMLFormat.section(
      "Findings",
      tag(
        "ul", [:],
        comparison.findings.map { finding in
          let name = Taxonomy.category(finding.code)?.reportName ?? finding.code
          return tag("li", [:], tag("b", [:], .text(name)), .text(": \(finding.text)"))
        }))
  }

  private func labels(_ comparison: Comparison) -> Markup {
    guard let flow = comparison.flow, !flow.pairs.isEmpty else { return .group([]) }
    let flows = flow.pairs.flatMap {
      [
        (given: $0.from, suggested: $0.to, rows: $0.count),
        (given: $0.to, suggested: $0.from, rows: $0.back),
      ]
    }
    return HTMLFormat.section(
      "Old labels, and what became of them",
      LabelSquares(flows, meaning: "the old label (down) and the new one (across)").markup,
      HTMLFormat.table(
        [
          ("from", false), ("to", false), ("rows", true), ("back", true), ("q", true),
          ("flow", false),
        ],
        flow.pairs.prefix(top).map {
          [
            $0.from, $0.to, Figures.grouped($0.count), Figures.grouped($0.back),
            Figures.significant($0.qValue, digits: 2), $0.isOneSided ? "one-sided" : "even",
          ]
        }), HTMLFormat.beyond(flow.pairs.count - top, "pair"))
  }

  private func suspects(_ comparison: Comparison) -> Markup {
    guard !comparison.suspects.isEmpty else { return .group([]) }
    let rows = comparison.suspects.prefix(top)
    func short(_ text: String) -> String { printable(text, limit: Self.cells.length) }
    return HTMLFormat.section(
      "Changed rows, the most suspicious first",
      tag(
        "p", ["class": "soft"],
        .text(
          "Suspicion in nats: how much more the old snapshot expects the old label than the new one, or, "
            + "of a row that came, another label than its own. Surprise: how odd its numbers are.")),
      HTMLFormat.table(
        [
          ("suspicion", true), ("surprise", true), ("change", false), ("old row", true),
          ("new row", true), ("key", false), ("label", false), ("looks like", false),
          ("source", false), ("cells", false),
        ],
        rows.map { row in
          let cells = row.cells.prefix(Self.cells.count).map {
            "\(short($0.column)): \(short($0.old)) → \(short($0.new))"
          }
          let labels = [row.oldLabel, row.newLabel].compactMap { $0 }
          return [
            row.suspicion.map { Figures.significant($0, digits: 3) } ?? "–",
            row.surprise.map { Figures.significant($0, digits: 3) } ?? "–", row.kind.rawValue,
            row.old.map { String($0.row) } ?? "–", row.new.map { String($0.row) } ?? "–",
            row.key.prefix(Self.cells.count).map { short($0) }.joined(separator: ", "),
            labels.prefix(Set(labels).count).map { short($0) }.joined(separator: " → "),
            row.looksLike.map { short($0) } ?? "", row.source.map { short($0) } ?? "",
            cells.joined(separator: "; ") + (row.cells.count > cells.count ? "; …" : ""),
          ]
        }),
      tag("p", ["class": "soft"], "changes.jsonl has every changed row."))
  }

  private func drift(_ comparison: Comparison) -> Markup {
    guard let drift = comparison.drift else { return .group([]) }
    let alarms = drift.alarms(comparison.driftPolicy)
    let tests = Figures.count(drift.tests.count, "test")
    guard !alarms.isEmpty else {
      return HTMLFormat.section(
        "Distributions",
        tag(
          "p", [:],
          .text("\(tests) of distributions: no difference that is both certain and large.")))
    }
    return HTMLFormat.section(
      "Distributions that differ",
      HTMLFormat.table(
        [
          ("column", false), ("in class", false), ("what", false), ("effect", true),
          ("shift", true), ("q", true), ("levels", false),
        ],
        alarms.prefix(top).map { test in
          let levels =
            test.newLevels.prefix(3).map { "new '\(printable($0.name, limit: 30))'" }
            + test.vanishedLevels.prefix(3).map { "gone '\(printable($0.name, limit: 30))'" }
          return [
            test.column, test.className ?? "(all)", test.kind.rawValue,
            Figures.significant(test.effect, digits: 3),
            test.shift.map { Figures.significant($0, digits: 3) } ?? "–",
            Figures.significant(test.qValue, digits: 2), levels.joined(separator: ", "),
          ]
        }), HTMLFormat.beyond(alarms.count - top, "difference", in: "drift.csv"),
      tag("p", ["class": "soft"], .text("\(tests) in all.")))
  }

  private func attribution(_ comparison: Comparison) -> Markup {
    guard !comparison.attribution.isEmpty else { return .group([]) }
    return HTMLFormat.section(
      "Where changed rows gather",
      HTMLFormat.table(
        [
          ("part", false), ("rows that", false), ("changed", true), ("of", true),
          ("times as many", true),
        ],
        comparison.attribution.prefix(top).map { part in
          [
            part.kind == .source ? "source '\(printable(part.name, limit: 60))'" : part.name,
            part.side.words, Figures.grouped(part.touched), Figures.grouped(part.rows),
            Figures.significant(part.lift, digits: 3),
          ]
        }), HTMLFormat.beyond(comparison.attribution.count - top, "part"))
  }

  private func remarks(_ comparison: Comparison) -> Markup {
    guard !comparison.remarks.isEmpty else { return .group([]) }
    return HTMLFormat.section(
      "Remarks",
      tag("ul", [:], comparison.remarks.prefix(top).map { tag("li", [:], .text($0)) }))
  }
}
