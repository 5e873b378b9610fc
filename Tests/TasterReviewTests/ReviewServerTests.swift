import Dispatch
import FlyingSocks
import Foundation
import Synchronization
import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The server` {
  // Sends bytes to the page and returns what comes back, with the program that people have.
  //
  // On a thread of its own: the page answers on those that tests run on.
  private func curl(_ arguments: [String]) async -> String {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: (try? Self.output(of: arguments)) ?? "")
      }
    }
  }

  private static func output(of arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "-s", "-i", "--max-time", "120"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  // The links that were announced, and who waits for the first.
  private final class Links: Sendable {
    private let links = Mutex<[String]>([])
    private let coming = AsyncStream.makeStream(of: String.self)

    func add(_ link: String) {
      links.withLock { $0.append(link) }
      coming.continuation.yield(link)
    }

    // No more will come.
    func end() { coming.continuation.finish() }

    func first() async -> String? {
      for await link in coming.stream { return link }
      return nil
    }
  }

  // Serves a desk's run while a body asks.
  private func serve(_ desk: Desk, _ body: (_ link: String) async throws -> Void) async throws {
    let links = Links()
    let (stop, stopper) = AsyncStream.makeStream(of: Void.self)
    let server = ReviewServer(desk.ledger, by: "ana")
    let serving = Task {
      defer { links.end() }
      try await server.run(
        until: { for await _ in stop { break } }, announce: { links.add($0) })
    }
    guard let link = await links.first() else { return try await serving.value }
    do { try await body(link) } catch { Issue.record(error) }
    stopper.yield()
    try await serving.value
  }

  @Test func `answers on a free port of this machine, and ends when it is told to`() async throws {
    try await Desk.open { desk in
      try await serve(desk) { link in
        #expect(link.hasPrefix("http://127.0.0.1:") && !link.hasPrefix("http://127.0.0.1:0"))
        let base = String(link.split(separator: "/enter")[0])
        let refused = await curl([base + "/"])
        #expect(refused.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
        #expect(refused.contains("Content-Security-Policy: default-src 'none'"))
        let entered = await curl([link])
        #expect(entered.hasPrefix("HTTP/1.1 303 See Other\r\n"))
        let cookie = try #require(
          entered.split(separator: "Set-Cookie: ").dropFirst().first?.prefix { $0 != ";" })
        let page = await curl(["-b", String(cookie), base + "/rows?where=score%3E0"])
        #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n") && page.contains("rows match"))
        let foreign = await curl(["-b", String(cookie), "-H", "Host: evil.example", base + "/rows"])
        #expect(foreign.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
      }
    }
  }

  @Test func `sends its answers at once`() async throws {
    // A socket that keeps the second piece of an answer back takes 40 ms for each: 200 of them 8 s. What is looked
    // at is the socket, not the clock.
    let socket = try Socket(domain: Int32(AF_INET))
    defer { try? socket.close() }
    let option = BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)
    #expect(try !socket.getValue(for: option))
    struct Ready: AsyncSocketPool {
      func prepare() async throws {}
      func run() async throws {}
      func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {}
    }
    try await PromptSockets(pool: Ready()).suspendSocket(socket, untilReadyFor: .read)
    #expect(try socket.getValue(for: option))
  }

  @Test func `reads a body that is too long, refuses it and goes on`() async throws {
    try await Desk.open { desk in
      let file = desk.run + "/../long"
      try Data(repeating: 65, count: 3_000_000).write(to: URL(fileURLWithPath: file))
      try await serve(desk) { link in
        let base = String(link.split(separator: "/enter")[0])
        let order = ["-H", "Expect:", "--data-binary", "@\(file)", base + "/decide"]
        let refused = await curl(order)
        #expect(refused.hasPrefix("HTTP/1.1 413 "))
        // The same connection twice: what is left of the first body is no request.
        let twice = await curl(order + ["--next", "-s", "-i", base + "/"])
        #expect(twice.contains("HTTP/1.1 413 ") && twice.contains("HTTP/1.1 401 "))
      }
      let last = try desk.ledger.lastDecision()
      #expect(last == 0)
    }
  }

  @Test func `says so where the port is taken`() async throws {
    try await Desk.open { desk in
      let run = desk.run
      try await serve(desk) { link in
        let port = try #require(UInt16(link.split(separator: ":")[2].prefix { $0.isNumber }))
        let other = ReviewServer(try Ledger(RunReader(run)), by: "ben", port: port)
        await #expect(throws: TableError.self) {
          try await other.run(until: {}, announce: { _ in })
        }
      }
    }
  }
}
