import TasterKit
import TasterStore

/// What a threshold would let go, before anything is decided.
struct ThresholdView: Sendable {
  let effect: ThresholdEffect
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
          "Held rows with a score below the threshold are those that it would let go. Nothing is decided by "
            + "moving it.")),
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
      BarChart(
        values: scores.map { Double($0) }, first: "score 0", last: "score 1",
        says: "Held rows by score, in \(scores.count) parts of 0 to 1; the fullest has "
          + "\(Figures.grouped(scores.max() ?? 0))."
      ).markup(share: 1, of: 1),
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
            + "\(Figures.grouped(effect.held - effect.below)) would stay held.")),
      tag(
        "p", [:],
        effect.undecided > 0
          ? tag(
            "a", ["href": place.address("/rows")],
            .text(
              "Look at the \(Figures.count(effect.undecided, "row")) that nobody has decided about")
          )
          : "Everything below is decided already."),
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
    func lines(_ title: String, _ kind: String, _ shares: [ThresholdEffect.Share]) -> Markup {
      guard !shares.isEmpty else { return .group([]) }
      return table(
        title, [(kind, false), ("let go", true), ("held", true)],
        shares.prefix(Self.limit).map {
          [
            .text($0.name ?? "no \(kind)"), .text(Figures.grouped($0.below)),
            .text(Figures.grouped($0.held)),
          ]
        })
    }
    return .group([
      lines("By class", "class", effect.classes), lines("By source", "source", effect.sources),
    ])
  }
}
