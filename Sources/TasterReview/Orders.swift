import TasterKit
import TasterStore

/// What a document asks to be done: decisions, taking them back, writing the files.
///
/// Decisions are written into the ledger at once. `clean.csv` follows when somebody asks for it and when the review ends: a
/// decision costs a millisecond, the files a reading of the inputs.
struct Orders: Sendable {
  let ledger: Ledger
  let who: String
  let clock: RunClock

  /// Does what a request asks for.
  ///
  /// - Parameter request: One that the door has admitted.
  /// - Returns: What was done, as JSON with a `message` for people.
  /// - Throws: ``TasterKit/TableError`` where it cannot be done; nothing is then.
  func respond(_ request: Request) throws -> Response {
    guard let order = JSON(reading: request.body), case .object = order else {
      throw TableError(.unknownName, "the request is no JSON object")
    }
    switch request.path {
    case "/decide": return try decide(order)
    case "/undo": return try undo(order)
    case "/apply": return try apply()
    default: return .refusal(404, "There is nothing to do at \(printable(request.path)).")
    }
  }

  static func answer(_ value: JSON, status: Int = 200) -> Response {
    Response(
      status: status, headers: [("Content-Type", "application/json")], body: value.bytes())
  }

  private func decide(_ order: JSON) throws -> Response {
    let verdict = order["verdict"].text.flatMap { Decision.Verdict(rawValue: $0) }
    guard let verdict, verdict != .undo, let seen = order["seen"].whole else {
      throw TableError(.unknownName, "a decision needs a verdict, release or confirm, and seen")
    }
    let selection: Selection
    if let conditions = order["where"].text {
      selection = .filter(try RowFilter(conditions))
    } else {
      let rows = order["rows"].elements.compactMap { $0.whole }.filter { $0 > 0 }.sorted()
      selection = .rows(rows.map { $0...$0 })
    }
    let receipt = try ledger.decide(
      verdict, selection, by: who, because: order["because"].text ?? "", at: clock.timestamp(),
      knowing: seen)
    return Self.answer(
      try told(receipt, verdict == .release ? "released" : "confirmed as poison", "so already"))
  }

  private func undo(_ order: JSON) throws -> Response {
    guard let first = order["first"].whole, let last = order["last"].whole, first > 0,
      first <= last
    else {
      throw TableError(.unknownName, "taking back needs first and last, numbers of decisions")
    }
    let receipt = try ledger.undo(
      first...last, by: who, because: order["because"].text ?? "", at: clock.timestamp())
    return Self.answer(try told(receipt, "as before", "taken back already"))
  }

  private func apply() throws -> Response {
    let review = try ledger.rebuild()
    return Self.answer([
      "message": .string(
        "The files follow \(Figures.count(review.decisions, "decision")): "
          + "\(Figures.count(review.released, "row")) released.")
    ])
  }

  /// What became of a wish, in numbers and in a sentence.
  private func told(_ receipt: Ledger.Receipt, _ done: String, _ idle: String) throws -> JSON {
    var parts = ["\(Figures.count(receipt.count, "row")) \(done)"]
    if receipt.unchanged > 0 {
      parts.append("\(Figures.count(receipt.unchanged, "row")) \(idle)")
    }
    if receipt.passedOver > 0 {
      parts.append(
        "\(Figures.count(receipt.passedOver, "row")) left alone: decided otherwise, select them to overrule"
      )
    }
    if let row = receipt.overtaken.first {
      let other = try ledger.lastDecision(about: row)
      let by = other.map { ": \($0.who) said \($0.verdict.rawValue), \($0.reason)" } ?? ""
      let what =
        receipt.overtaken.count == 1
        ? "row \(row)" : "\(Figures.count(receipt.overtaken.count, "row")), row \(row) first,"
      parts.append(
        "\(what) left alone, because somebody has decided since you looked\(by); look again")
    }
    return [
      "decided": .integer(receipt.count), "unchanged": .integer(receipt.unchanged),
      "passed_over": .integer(receipt.passedOver),
      "overtaken": JSON(Array(receipt.overtaken.prefix(100))),
      "first": JSON(receipt.numbers?.lowerBound), "last": JSON(receipt.numbers?.upperBound),
      "last_hash": .string(receipt.lastHash),
      "message": .string(parts.joined(separator: "; ") + "."),
    ]
  }
}
