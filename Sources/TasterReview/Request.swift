import Foundation

/// A request as the page sees it: no socket behind it.
struct Request: Sendable {
  /// The method, in capitals.
  var method = "GET"
  /// The path, as it was sent.
  var path = "/"
  /// The fields of the query, decoded; of a name that stands twice, the last.
  var query: [String: String] = [:]
  /// The headers by their names in small letters.
  var headers: [String: String] = [:]
  /// The body; nothing where it was longer than ``bodyLimit``.
  var body: [UInt8] = []
  /// Whether the body was longer than ``bodyLimit``.
  var isTooLarge = false

  /// The most bytes of a body.
  static let bodyLimit = 1 << 16

  /// The value of a cookie.
  func cookie(_ name: String) -> String? {
    for part in (headers["cookie"] ?? "").split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      if pair.count == 2, pair[0] == name { return pair[1] }
    }
    return nil
  }
}

/// What a browser is answered.
struct Response: Sendable {
  /// The HTTP status.
  var status: Int
  /// Headers beyond those that every answer has.
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  /// A page.
  static func page(_ html: String, status: Int = 200) -> Response {
    Response(
      status: status, headers: [("Content-Type", "text/html; charset=utf-8")],
      body: Array(html.utf8))
  }

  /// A file that was built in.
  static func file(_ bytes: [UInt8], type: String) -> Response {
    Response(status: 200, headers: [("Content-Type", "\(type); charset=utf-8")], body: bytes)
  }

  /// A refusal, in a sentence.
  static func refusal(_ status: Int, _ sentence: String) -> Response {
    Response(
      status: status, headers: [("Content-Type", "text/plain; charset=utf-8")],
      body: Array((sentence + "\n").utf8))
  }

  /// What stands in the headers of every answer: nothing from elsewhere runs, loads, frames or keeps it.
  static let guards: [(name: String, value: String)] = [
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"), ("Cache-Control", "no-store"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
  ]
}

/// Fields of a query, in the encoding of forms.
enum Query {
  /// Reads `a=1&b=two+words`.
  static func fields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for part in text.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { decoded($0) }
      fields[pair[0]] = pair.count > 1 ? pair[1] : ""
    }
    return fields
  }

  /// Writes fields, those without a value left out.
  static func text(_ fields: [(name: String, value: String)]) -> String {
    let parts = fields.filter { !$0.value.isEmpty }.map { "\($0.name)=\(encoded($0.value))" }
    return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
  }

  private static func decoded(_ text: Substring) -> String {
    let plain = text.replacing("+", with: " ")
    return (plain.removingPercentEncoding ?? String(plain)).replacing("\0", with: "")
  }

  /// A text of which only letters, digits and `-._~` are not written as `%20`.
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
