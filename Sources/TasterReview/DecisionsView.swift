import TasterKit
import TasterStore

/// The last decisions, as the ledger has them.
struct DecisionsView: Sendable {
  let decisions: [Decision]
  let total: Int

  /// The most decisions that are told.
  static let limit = 200

  var facts: [Markup.Attribute] { tagAttributes(["data-view": "decisions"]) }

  var content: [Markup] {
    guard !decisions.isEmpty else {
      return [tag("h1", [:], "Decisions"), tag("p", [:], "Nothing was decided yet.")]
    }
    let lines = decisions.map { decision -> [Markup] in
      [
        .text("\(decision.number)"), .text(decision.at), .text(decision.who),
        .text(decision.verdict.rawValue + (decision.undoes.map { " \($0)" } ?? "")),
        tag("a", ["href": "/rows/\(decision.row)"], .text("\(decision.row)")),
        .text(decision.reason), .text(printable(decision.hash, limit: 13)),
      ]
    }
    let told =
      total > decisions.count
      ? "The last \(decisions.count) of \(Figures.grouped(total)) decisions, the newest first"
      : "\(Figures.count(total, "decision")), the newest first"
    return [
      tag("h1", [:], "Decisions"),
      table(
        told,
        [
          ("no.", true), ("at", false), ("who", false), ("verdict", false), ("row", true),
          ("reason", false), ("hash", false),
        ], lines),
      tag(
        "p", ["class": "soft"],
        "Each is chained to the one before; nothing is deleted. `taster verify` proves the chain."),
    ]
  }
}
