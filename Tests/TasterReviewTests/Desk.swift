import Foundation
import TasterKit
import TasterStore

@testable import TasterReview

/// A finished run with the page on it, asked as a browser asks, without a socket.
struct Desk {
  let ledger: Ledger
  let site: ReviewSite
  let run: String

  static let evil = #"<script>owned()</script>"><img src=x> ' \#u{202E}"#

  /// The files of a scan of two classes from three labs, by name; scanned once for all tests.
  private static let scanned = Task {
    let path = NSTemporaryDirectory() + "taster-review-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(table.utf8).write(to: URL(fileURLWithPath: path + "/a.csv"))
    var run = ScanRun()
    run.table.label = .column("class")
    run.table.source = "lab"
    run.scan.threshold = 0.03
    run.writesScores = true
    run.directory = RunDirectory(path + "/run")
    _ = try await run.run([path + "/a.csv"], clock: .system)
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path + "/run") {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/run/" + name))
    }
    return files
  }

  /// Opens the page on a run of its own.
  static func open<T>(_ body: (Desk) async throws -> T) async throws -> T {
    let path = NSTemporaryDirectory() + "taster-review-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path + "/run", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (name, bytes) in try await scanned.value {
      try bytes.write(to: URL(fileURLWithPath: path + "/run/" + name))
    }
    let ledger = try Ledger(RunReader(path + "/run"))
    return try await body(Desk(ledger, path + "/run"))
  }

  init(_ ledger: Ledger, _ run: String, by who: String = "ana") {
    self.ledger = ledger
    self.run = run
    let door = Door()
    door.port = 8_017
    site = ReviewSite(ledger: ledger, door: door, who: who, clock: .system)
  }

  private static var table: String {
    "lab,x,y,class\n"
      + (0..<160).map { i in
        let side = i % 2
        let x = Double((i * 37) % 101) / 10 + (i % 7 == 0 ? 0 : Double(8 * side))
        let lab = i % 3 == 0 ? evil.replacing("\"", with: "\"\"") : "lab \(i % 3)"
        return "\"\(lab)\",\(x),\((i * 53) % 97),\(side == 0 ? "even" : "odd")\n"
      }.joined()
  }

  /// What a browser sends that is at home on the page.
  static let headers = ["host": "127.0.0.1:8017", "sec-fetch-site": "same-origin"]

  /// Opens the door by its link.
  func enter() -> (cookie: String, response: Response) {
    var request = Request()
    request.path = "/enter"
    request.headers = Self.headers
    request.query = ["token": String(site.door.link.split(separator: "=").last ?? "")]
    let response = site.respond(request)
    let cookie = response.headers.first { $0.name == "Set-Cookie" }?.value ?? ""
    return (String(cookie.prefix { $0 != ";" }), response)
  }

  /// What a browser that is in asks for.
  func request(_ address: String, cookie: String? = nil) -> Request {
    let parts = address.split(separator: "?", maxSplits: 1)
    var request = Request()
    request.path = String(parts[0])
    request.query = Query.fields(parts.count > 1 ? String(parts[1]) : "")
    request.headers = Self.headers
    request.headers["cookie"] = cookie ?? enter().cookie
    return request
  }

  /// A view.
  func get(_ address: String) -> (status: Int, html: String) {
    let response = site.respond(request(address))
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  /// A right request to do something.
  func order(_ path: String, _ value: JSON) -> Request {
    let cookie = enter().cookie
    let page = String(
      decoding: site.respond(request("/rows", cookie: cookie)).body, as: UTF8.self)
    let secret = page.split(separator: "taster-secret\" content=\"").dropFirst().first?
      .prefix { $0 != "\"" }
    var request = request(path, cookie: cookie)
    request.method = "POST"
    request.headers["origin"] = "http://127.0.0.1:8017"
    request.headers["content-type"] = "application/json"
    request.headers["x-taster-csrf"] = secret.map { String($0) } ?? ""
    request.body = value.bytes()
    return request
  }

  /// Does something as the page's script does.
  func post(_ path: String, _ value: JSON) -> (status: Int, answer: JSON) {
    let response = site.respond(order(path, value))
    return (response.status, JSON(reading: response.body) ?? .null)
  }

  /// Decides about rows as somebody who has seen everything.
  func decide(_ verdict: String, _ rows: [Int], seen: Int? = nil) throws -> JSON {
    post(
      "/decide",
      [
        "verdict": .string(verdict), "rows": JSON(rows), "because": "looked",
        "seen": .integer(try seen ?? ledger.lastDecision()),
      ]
    ).answer
  }

  /// The held rows, the most suspicious first.
  func held() throws -> [Int] { try ledger.rows().map { $0.finding.row } }
}
