import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `The door` {
  @Test func `opens once by its link, with a cookie that scripts and other sites do not get`()
    async throws
  {
    try await Desk.open { desk in
      let link = desk.site.door.link
      #expect(link.hasPrefix("http://127.0.0.1:8017/enter?token="))
      let (cookie, response) = desk.enter()
      #expect(response.status == 303)
      let set = response.headers.first { $0.name == "Set-Cookie" }?.value ?? ""
      #expect(set.hasPrefix("taster-8017=") && set.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
      #expect(cookie.count == "taster-8017=".count + 64)
      #expect(response.headers.contains { $0.name == "Location" && $0.value == "/" })
      #expect(desk.site.door.link != link)
      var again = desk.request("/enter", cookie: "")
      again.query = ["token": String(link.split(separator: "=").last ?? "")]
      #expect(desk.site.respond(again).status == 403)
      again.headers["cookie"] = cookie
      #expect(desk.site.respond(again).status == 303, "who is in stays in")
      #expect(desk.site.respond(desk.request("/", cookie: cookie)).status == 200)
    }
  }

  @Test(arguments: [
    "", "taster-8017=", "taster-8017=guess", "taster-8018=guess; other=1", "nonsense",
  ])
  func `lets nobody in without the cookie`(cookie: String) async throws {
    try await Desk.open { desk in
      for path in ["/", "/rows", "/rows/1", "/threshold", "/decisions", "/review.js"] {
        let response = desk.site.respond(desk.request(path, cookie: cookie))
        #expect(response.status == 401)
        #expect(response.body.count < 100, "nothing of the data")
      }
    }
  }

  @Test(arguments: [
    (name: "host", value: "evil.example:8017", status: 403),
    (name: "host", value: "127.0.0.1:80", status: 403),
    (name: "host", value: "127.0.0.1", status: 403), (name: "host", value: "", status: 403),
    (name: "origin", value: "http://evil.example", status: 403),
    (name: "origin", value: "http://127.0.0.1:9000", status: 403),
    (name: "origin", value: "null", status: 403), (name: "origin", value: "", status: 403),
    (name: "sec-fetch-site", value: "cross-site", status: 403),
    (name: "sec-fetch-site", value: "same-site", status: 403),
    (name: "content-type", value: "text/plain", status: 415),
    (name: "content-type", value: "application/x-www-form-urlencoded", status: 415),
    (name: "content-type", value: "", status: 415),
    (name: "x-taster-csrf", value: "guess", status: 403),
    (name: "x-taster-csrf", value: "", status: 403), (name: "cookie", value: "", status: 401),
  ])
  func `refuses an order from elsewhere`(name: String, value: String, status: Int) async throws {
    try await Desk.open { desk in
      let row = try desk.held()[0]
      let order: JSON = [
        "verdict": "release", "rows": [.integer(row)], "because": "x", "seen": 0,
      ]
      var request = desk.order("/decide", order)
      request.headers[name] = value.isEmpty ? nil : value
      #expect(desk.site.respond(request).status == status)
      #expect(try desk.ledger.lastDecision() == 0)
      #expect(desk.site.respond(desk.order("/decide", order)).status == 200, "and takes it else")
    }
  }

  @Test func `refuses what is too long and what is no GET and no POST`() async throws {
    try await Desk.open { desk in
      var request = desk.order("/decide", [:])
      request.body = Array(repeating: 32, count: Request.bodyLimit + 1)
      #expect(desk.site.respond(request).status == 413)
      request.body = []
      request.isTooLarge = true
      #expect(desk.site.respond(request).status == 413)
      for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"] {
        request.method = method
        #expect(desk.site.respond(request).status == 405)
      }
      var get = desk.order("/decide", [:])
      get.method = "GET"
      #expect(desk.site.respond(get).status == 404, "an address decides nothing")
    }
  }

  @Test func `is shut before the port is known`() {
    let door = Door()
    var request = Request()
    request.headers = ["host": "127.0.0.1:0"]
    guard case .refused(let response) = door.admit(request) else {
      Issue.record("somebody came in")
      return
    }
    #expect(response.status == 403)
  }

  @Test func `makes secrets of 256 bits`() {
    let secrets = (0..<100).map { _ in Door.randomSecret() }
    #expect(Set(secrets).count == 100 && secrets.allSatisfy { $0.count == 64 })
  }
}
