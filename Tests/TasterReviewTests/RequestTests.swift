import Testing

@testable import TasterReview

@Suite struct `A request` {
  @Test func `has its cookie by name`() {
    var request = Request()
    request.headers["cookie"] = "a=1; taster-80=secret;b"
    #expect(request.cookie("taster-80") == "secret" && request.cookie("a") == "1")
    #expect(request.cookie("taster-8") == nil && request.cookie("b") == nil)
  }

  @Test func `reads what forms send`() {
    let fields = Query.fields("where=a%3D%22x+y%22&show=&b&a=1&a=2&c=%zz&d=%00e")
    #expect(fields["where"] == "a=\"x y\"" && fields["show"] == "" && fields["b"] == "")
    #expect(fields["a"] == "2" && fields["c"] == "%zz" && fields["d"] == "e")
  }

  @Test(arguments: ["plain", "a b&c=d+e%", "\u{202E}ü→'\"<>", "a\nb"])
  func `writes what it reads`(text: String) {
    let written = Query.text([("x", text), ("y", ""), ("z", "1")])
    #expect(written.hasPrefix("?") && !written.contains("y="))
    #expect(written.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") })
    #expect(Query.fields(String(written.dropFirst())) == ["x": text, "z": "1"])
  }

  @Test func `is answered with what keeps others out`() {
    let guards = Dictionary(uniqueKeysWithValues: Response.guards.map { ($0.name, $0.value) })
    let policy = guards["Content-Security-Policy"] ?? ""
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("data:"))
    #expect(guards["X-Content-Type-Options"] == "nosniff" && guards["Cache-Control"] == "no-store")
  }
}
