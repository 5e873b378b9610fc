import TasterKit
import TasterStore

/// The page: what is answered to which request.
///
/// No socket is behind it, so that tests can ask as browsers do.
struct ReviewSite: Sendable {
  let ledger: Ledger
  let door: Door
  /// Who decides.
  let who: String
  let clock: RunClock
  /// What the run's files tell beside the ledger.
  let shelf: Shelf

  init(ledger: Ledger, door: Door, who: String, clock: RunClock) {
    self.ledger = ledger
    self.door = door
    self.who = who
    self.clock = clock
    shelf = Shelf(ledger.run)
  }

  /// Answers a request; blocks while the ledger is asked.
  func respond(_ request: Request) -> Response {
    var response: Response
    switch door.admit(request) {
    case .refused(let refusal): response = refusal
    case .entered(let start): response = start
    case .admitted(let secret):
      do {
        response =
          request.method == "POST"
          ? try Orders(ledger: ledger, who: who, clock: clock).respond(request)
          : try view(request, secret)
      } catch {
        response = failure(error, request, secret)
      }
    }
    response.headers += Response.guards
    return response
  }

  private func view(_ request: Request, _ secret: String) throws -> Response {
    switch request.path {
    case "/review.css":
      return .file(
        Array(PageStyle.report.sheet.text.utf8) + PackageResources.review_css, type: "text/css")
    case "/review.js": return .file(PackageResources.review_js, type: "text/javascript")
    case "/": return try overview(secret)
    case "/rows": return try rows(request, secret)
    case "/threshold": return try threshold(request, secret)
    case "/decisions": return try decisions(secret)
    default:
      let prefix = "/rows/"
      guard request.path.hasPrefix(prefix), let row = Int(request.path.dropFirst(prefix.count))
      else { return .refusal(404, "There is no such view; / has the first.") }
      return try oneRow(row, request, secret)
    }
  }

  private func frame(_ title: String, _ secret: String) throws -> Frame {
    Frame(
      title: title, secret: secret, seen: try ledger.lastDecision(), who: who,
      pending: try ledger.pendingDecisions(), directory: ledger.run.directory.path,
      released: ledger.run.nameOfReleased)
  }

  private func overview(_ secret: String) throws -> Response {
    let frame = try frame("Overview", secret)
    let view = OverviewView(
      overview: try Overview(ledger), counts: try ledger.counts(), facts: ledger.run.facts,
      scatter: try shelf.scatter())
    return .page(frame.html(view.content))
  }

  private func rows(_ request: Request, _ secret: String) throws -> Response {
    var frame = try frame("Rows", secret)
    let place = Place(request.query)
    let query = try place.query()
    let size = RowListView.pageSize
    var numbers: [Int]
    var (hasBefore, hasAfter) = (false, false)
    if let key = request.query["before"].flatMap({ Int($0) }) {
      numbers = try ledger.numbers(query, beyond: key, backwards: true, limit: size + 1)
      hasBefore = numbers.count > size
      numbers = Array(numbers.suffix(size))
      hasAfter = true
    } else {
      let key = request.query["after"].flatMap { Int($0) }
      numbers = try ledger.numbers(query, beyond: key, limit: size + 1)
      hasAfter = numbers.count > size
      numbers = Array(numbers.prefix(size))
      hasBefore = key != nil
    }
    let view = RowListView(
      place: place, rows: try numbers.compactMap { try ledger.row($0) },
      matched: try ledger.count(query), hasBefore: hasBefore, hasAfter: hasAfter)
    frame.facts = view.facts
    return .page(frame.html(view.content))
  }

  private func oneRow(_ number: Int, _ request: Request, _ secret: String) throws -> Response {
    guard let row = try ledger.row(number) else {
      throw TableError(.unknownName, "row \(number) is not held")
    }
    var frame = try frame("Row \(number)", secret)
    let place = Place(request.query)
    let query = try place.query()
    let view = CaseView(
      place: place, row: row,
      found: try HeldCase(ledger, row: number, columnLimit: CaseView.limit.columns),
      previous: try ledger.numbers(query, beyond: number, backwards: true, limit: 1).last,
      next: try ledger.numbers(query, beyond: number, limit: 1).first,
      scatter: try shelf.scatter())
    frame.facts = view.facts
    return .page(frame.html(view.content))
  }

  private func threshold(_ request: Request, _ secret: String) throws -> Response {
    var frame = try frame("Threshold", secret)
    let wish = request.query["at"].flatMap { Double($0) } ?? 0.5
    let steps = Double(KeptScores.steps)
    let step = Int((steps * (wish.isFinite ? min(max(wish, 0), 1) : 0.5)).rounded())
    let view = ThresholdView(
      effect: try ThresholdEffect(ledger, at: Double(step) / steps),
      addition: try shelf.keptScores()?.addition(at: step),
      scores: try Overview.scores(ledger))
    frame.facts = view.facts
    return .page(frame.html(view.content))
  }

  private func decisions(_ secret: String) throws -> Response {
    var frame = try frame("Decisions", secret)
    let view = DecisionsView(
      decisions: try ledger.lastDecisions(DecisionsView.limit), total: frame.seen)
    frame.facts = view.facts
    return .page(frame.html(view.content))
  }

  /// What could not be done, in words: as a page to who reads, as JSON to a script.
  private func failure(_ error: any Error, _ request: Request, _ secret: String) -> Response {
    let known = error as? TableError
    let isTheirs = known.map { $0.code == .unknownName } ?? false
    let sentence = known?.description ?? "\(error)"
    let status = isTheirs ? 400 : 500
    guard request.method == "GET", var frame = try? frame("Not shown", secret) else {
      return Orders.answer(["error": .string(sentence)], status: status)
    }
    frame.facts = tagAttributes(["data-view": "failure"])
    return .page(
      frame.html([
        tag("h1", [:], "This cannot be shown"),
        tag("p", ["class": "bad", "role": "alert"], .text(sentence)),
        tag("p", [:], tag("a", ["href": "/rows"], "All held rows")),
      ]), status: status)
  }
}
