import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
public import TasterKit
public import TasterStore

/// A page on which people decide about the held rows of a run, on this machine alone.
///
/// It answers on 127.0.0.1 and nowhere else, to the browser that was shown the link. What is decided is in the ledger when the
/// page says so; `clean.csv` follows on the page's button and when the review ends.
public struct ReviewServer: Sendable {
  private let site: ReviewSite
  private let port: UInt16

  /// Prepares a page.
  ///
  /// - Parameters:
  ///   - ledger: The ledger of the run.
  ///   - who: Who decides.
  ///   - port: The port to answer on; 0 takes a free one.
  ///   - clock: Where times come from.
  public init(_ ledger: Ledger, by who: String, port: UInt16 = 0, clock: RunClock = .system) {
    site = ReviewSite(ledger: ledger, door: Door(), who: who, clock: clock)
    self.port = port
  }

  /// Answers until it is stopped.
  ///
  /// - Parameters:
  ///   - isOver: Returns when the review is to end.
  ///   - announce: Called with the link that opens the page, and with the next one whenever a link has served.
  /// - Throws: ``TasterKit/TableError`` where the port cannot be had.
  public func run(
    until isOver: @escaping @Sendable () async -> Void,
    announce: @escaping @Sendable (_ link: String) -> Void
  ) async throws {
    let site = site
    let server = HTTPServer(
      config: HTTPServer.Configuration(
        address: try .inet(ip4: "127.0.0.1", port: port), timeout: Self.patience,
        sharedRequestBufferSize: Request.bodyLimit, sharedRequestReplaySize: Request.bodyLimit,
        pool: PromptSockets(), logger: .disabled),
      handler: ClosureHTTPHandler { request in
        let link = site.door.link
        let response = await Self.aside(site, try await Self.received(request))
        if site.door.link != link { announce(site.door.link) }
        return response
      })
    // However long a busy machine takes: only a server that has ended does not get its port.
    let listening = Task { try await server.waitUntilListening(timeout: Self.patience) }
    let serving = Task {
      defer { listening.cancel() }
      try await server.run()
    }
    do {
      try await listening.value
      guard case .ip4(_, let taken) = await server.listeningAddress else {
        throw SocketError.unsupportedAddress
      }
      site.door.port = Int(taken)
    } catch {
      serving.cancel()
      throw TableError(
        .unwritable,
        "port \(port) of 127.0.0.1 cannot be had; leave --port out to take one that is free")
    }
    announce(site.door.link)
    await isOver()
    await server.stop(timeout: 2)
    // A server that was stopped says that its socket is gone.
    _ = await serving.result
  }

  /// Seconds that an answer may take: files of any size are written meanwhile.
  private static let patience: TimeInterval = 24 * 3_600
  /// The most bytes of a body that is too long that are read and thrown away.
  private static let drainLimit = 1 << 26

  /// Answers on a thread of its own kind: the ledger and the files make who asks wait.
  private static func aside(_ site: ReviewSite, _ request: Request) async -> HTTPResponse {
    let response = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: site.respond(request)) }
    }
    var headers = HTTPHeaders()
    for header in response.headers { headers[HTTPHeader(header.name)] = header.value }
    return HTTPResponse(
      statusCode: HTTPStatusCode(response.status, phrase: phrase(response.status)),
      headers: headers, body: Data(response.body))
  }

  /// A request with its body, of which no more is kept than is allowed.
  private static func received(_ request: HTTPRequest) async throws -> Request {
    var body: [UInt8] = []
    var length = 0
    for try await piece in request.bodySequence {
      length += piece.count
      guard length <= drainLimit else { throw SocketError.disconnected }
      if length <= Request.bodyLimit { body += piece } else { body = [] }
    }
    var headers: [String: String] = [:]
    for (name, value) in request.headers { headers[name.rawValue.lowercased()] = value }
    return Request(
      method: request.method.rawValue, path: request.target.path(),
      query: Query.fields(request.target.query()), headers: headers, body: body,
      isTooLarge: length > Request.bodyLimit)
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 303: "See Other"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    default: "Internal Server Error"
    }
  }
}

/// Sockets that send what is written at once.
///
/// An answer is written in two pieces, its head and its body. By itself a socket keeps the second back until the first was
/// acknowledged, and the other side waits 40 ms with that for something to send along: 22 answers a second and connection.
struct PromptSockets: AsyncSocketPool {
  /// What does the waiting.
  var pool: any AsyncSocketPool = HTTPServer.defaultPool(logger: .disabled)

  private static var noDelay: BoolSocketOption {
    BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)
  }

  func prepare() async throws { try await pool.prepare() }

  func run() async throws { try await pool.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    // Every socket waits for its first request; where it cannot be told, it answers late and rightly.
    try? socket.setValue(true, for: Self.noDelay)
    try await pool.suspendSocket(socket, untilReadyFor: events)
  }
}
