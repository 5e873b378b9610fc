import TasterKit
import TasterStore

/// What a threshold would let go and what it would hold in addition, before anything is decided.
struct ThresholdView: Sendable {
  let effect: ThresholdEffect
  /// What it would hold beside the held rows; nil where the run has not kept the scores of other rows.
  let addition: KeptScores.Addition?
  let scores: [Int]

  /// The most classes and sources that are told.
  static let limit = 40

  var facts: [Markup.Attribute] { tagAttributes(["data-view": "threshold"]) }

  /// The rows below the threshold that nobody has decided about.
  var place: Place {
    var place = Place()
    place.filter = "score<\(effect.threshold)"
    place.show = .undecided
    return place
  }

  var content: [Markup] {
    [
      tag("h1", [:], "Threshold"),
      tag(
        "p", [:],
        .text(
          "A threshold would let go of held rows with a score below it, and would hold other rows with at least "
            + "that score. Nothing is decided by moving it.")),
      tag(
        "form", ["action": "/threshold", "method": "get", "class": "line"],
        tag("label", ["for": "at"], "Threshold"),
        tag(
          "input",
          [
            "id": "at", "name": "at", "type": "range", "min": "0", "max": "1", "step": "0.001",
            "value": "\(effect.threshold)",
          ]), tag("output", ["id": "at-value", "for": "at"], .text("\(effect.threshold)")),
        tag("button", ["type": "submit"], "Show")),
      BarChart(scores: scores).markup(share: 1, of: 1),
      tag("div", ["id": "effect"], [sentence, decision, shares]),
    ]
  }

  private var sentence: Markup {
    let classes = effect.classes.filter { $0.below > 0 }.count
    let sources = effect.sources.filter { $0.below > 0 }.count
    let from =
      effect.sources.isEmpty
      ? "" : ", from \(Figures.count(sources, "source")) of \(effect.sources.count)"
    return .group([
      tag(
        "p", ["id": "effect-said"],
        tag(
          "b", [:],
          .text(
            "\(Figures.count(effect.below, "row")) of \(Figures.grouped(effect.held)) would be let go"
          )),
        .text(
          ", of \(classes) of \(effect.classes.count) class\(effect.classes.count == 1 ? "" : "es")\(from); "
            + "\(Figures.grouped(effect.held - effect.below)) would stay held. "), added),
      tag(
        "p", [:],
        effect.undecided > 0
          ? tag(
            "a", ["href": place.address("/rows")],
            .text(
              "Look at the \(Figures.count(effect.undecided, "row")) that nobody has decided about")
          )
          : .text(
            effect.below == 0
              ? "No held row lies below." : "Everything below is decided already.")),
    ])
  }

  private var added: Markup {
    guard let addition else {
      return .text(
        "Which other rows it would hold is not known: run scan with --scores, and their scores are kept."
      )
    }
    let count = addition.classes.count
    let classes = "\(count) class\(count == 1 ? "" : "es")"
    let from =
      addition.sources.isEmpty ? "" : ", from \(Figures.count(addition.sources.count, "source"))"
    return .group([
      tag(
        "b", [:],
        .text("\(Figures.count(addition.rows, "row")) would be held in addition")),
      .text(addition.rows == 0 ? "." : ", of \(classes)\(from)."),
    ])
  }

  private var decision: Markup {
    guard effect.undecided > 0 else { return .group([]) }
    return tag(
      "form", ["class": "line acts", "id": "decide", "hidden": ""],
      tag("input", ["type": "hidden", "id": "conditions", "value": place.conditions]),
      tag("input", ["type": "hidden", "id": "matched", "value": "\(effect.undecided)"]),
      tag("label", ["for": "because"], "Reason"),
      tag(
        "input",
        [
          "id": "because", "type": "text", "value": "below the threshold \(effect.threshold)",
          "maxlength": "500", "required": "", "autocomplete": "off",
        ]),
      tag(
        "button", ["type": "button", "data-act": "release-below"],
        .text("Release these \(Figures.count(effect.undecided, "row"))")))
  }

  private var shares: Markup {
    .group([
      lines("By class", "class", effect.classes, addition?.classes),
      lines("By source", "source", effect.sources, addition?.sources),
    ])
  }

  /// A line a class or source: those of which most rows would change sides come first.
  private func lines(
    _ title: String, _ kind: String, _ shares: [ThresholdEffect.Share],
    _ added: [KeptScores.Share]?
  ) -> Markup {
    var rows = shares.map { (name: $0.name, below: $0.below, held: $0.held, added: 0) }
    for share in added ?? [] {
      if let k = rows.firstIndex(where: { $0.name == share.name }) {
        rows[k].added = share.rows
      } else {
        rows.append((share.name, 0, 0, share.rows))
      }
    }
    guard !rows.isEmpty else { return .group([]) }
    let order = rows.enumerated().sorted {
      ($1.element.below + $1.element.added, $0.offset)
        < ($0.element.below + $0.element.added, $1.offset)
    }.map { $0.element }
    let heads =
      [(kind, false), ("let go", true), ("held", true)] + (added == nil ? [] : [("added", true)])
    return table(
      title, heads,
      order.prefix(Self.limit).map { row in
        [
          .text(row.name ?? "no \(kind)"), .text(Figures.grouped(row.below)),
          .text(Figures.grouped(row.held)),
        ] + (added == nil ? [] : [.text(Figures.grouped(row.added))])
      })
  }
}
