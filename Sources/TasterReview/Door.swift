import Synchronization

/// Who may come in: the browser that was shown the link, from the page's own origin, and nobody else.
///
/// The link carries a token that opens the door once. It is exchanged for a cookie that scripts cannot read and that other
/// sites' requests do not carry. What changes something has to come as JSON, with a second secret that only the page's own
/// documents hold, so that no form and no image of another site can decide anything.
final class Door: Sendable {
  private struct State {
    var port = 0
    var token: String
    /// The secret of the page by the value of the cookie.
    var sessions: [String: String] = [:]
  }

  /// What becomes of a request.
  enum Admission: Sendable {
    /// It goes on; documents carry this secret.
    case admitted(secret: String)
    /// It ends here.
    case refused(Response)
    /// The link was used: the browser has its cookie.
    case entered(Response)
  }

  private let state: Mutex<State>
  private let secret: @Sendable () -> String

  /// Shuts a door.
  ///
  /// - Parameter secret: Makes a text that nobody can guess.
  init(secret: @escaping @Sendable () -> String = Door.randomSecret) {
    self.secret = secret
    state = Mutex(State(token: secret()))
  }

  /// 32 bytes of the system's random source, as hexadecimal digits.
  static func randomSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The port that requests have to name; before it is known, nobody is let in.
  var port: Int {
    get { state.withLock { $0.port } }
    set { state.withLock { $0.port = newValue } }
  }

  /// The link that opens the door once.
  var link: String {
    state.withLock { "http://127.0.0.1:\($0.port)/enter?token=\($0.token)" }
  }

  /// Judges a request before anything looks at what it wants.
  func admit(_ request: Request) -> Admission {
    if let response = refusal(request) { return .refused(response) }
    if request.path == "/enter" { return enter(request) }
    guard let secret = known(request.cookie(cookieName)) else {
      return .refused(
        .refusal(
          401, "This page opens by the link that `taster review` prints, once, in one browser."))
    }
    if request.method == "POST", let response = refusal(posting: request, secret) {
      return .refused(response)
    }
    return .admitted(secret: secret)
  }

  /// Cookies know no ports, so their names do.
  private var cookieName: String { "taster-\(port)" }

  private func refusal(_ request: Request) -> Response? {
    let port = port
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    guard port > 0, let host = request.headers["host"], hosts.contains(host) else {
      return .refusal(403, "The page answers on 127.0.0.1:\(port) alone.")
    }
    if let origin = request.headers["origin"], origin != "http://\(host)" {
      return .refusal(403, "The page answers nothing that another site has asked.")
    }
    let site = request.headers["sec-fetch-site"] ?? "none"
    guard ["same-origin", "none"].contains(site) || request.path == "/enter" else {
      return .refusal(403, "The page answers nothing that another site has asked.")
    }
    guard ["GET", "POST"].contains(request.method) else {
      return .refusal(405, "The page knows GET and POST.")
    }
    guard !request.isTooLarge, request.body.count <= Request.bodyLimit else {
      return .refusal(413, "A request has at most \(Request.bodyLimit) bytes.")
    }
    return nil
  }

  private func refusal(posting request: Request, _ secret: String) -> Response? {
    guard request.headers["origin"] != nil else {
      return .refusal(403, "A request that changes something has to name its origin.")
    }
    let type = (request.headers["content-type"] ?? "").split(separator: ";").first ?? ""
    guard type.lowercased() == "application/json" else {
      return .refusal(415, "A request that changes something has to be application/json.")
    }
    guard Self.isSame(request.headers["x-taster-csrf"] ?? "", secret) else {
      return .refusal(403, "The request does not come from a page that was shown; load it again.")
    }
    return nil
  }

  private func enter(_ request: Request) -> Admission {
    let (cookie, page, next) = (secret(), secret(), secret())
    let isRight = state.withLock { state in
      guard request.method == "GET", Self.isSame(request.query["token"] ?? "", state.token) else {
        return false
      }
      state.token = next
      state.sessions[cookie] = page
      return true
    }
    // Who opens a link again that has served has the cookie already.
    if !isRight, known(request.cookie(cookieName)) != nil { return .entered(Self.start()) }
    guard isRight else {
      return .refused(
        .refusal(403, "This link has served or is none; `taster review` has printed the next one."))
    }
    return .entered(
      Self.start([
        ("Set-Cookie", "\(cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Strict")
      ]))
  }

  private static func start(_ headers: [(name: String, value: String)] = []) -> Response {
    Response(status: 303, headers: headers + [("Location", "/")])
  }

  private func known(_ cookie: String?) -> String? {
    guard let cookie else { return nil }
    return state.withLock { state in
      state.sessions.first { Self.isSame($0.key, cookie) }?.value
    }
  }

  /// Whether two texts are the same, in a time that does not tell how far they are.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count, !a.isEmpty else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
