import TasterKit
import Testing

@Suite struct `Reading JSON` {
  private func read(_ text: String) -> JSON? { JSON(reading: Array(text.utf8)) }

  @Test func `keeps the order of members and the kinds of numbers`() {
    let expected: JSON = [
      "b": 1, "a": [true, false, .null, "x"], "c": 0.5, "d": .unsigned(UInt64.max), "e": -3,
    ]
    #expect(
      read(#" {"b":1,"a":[true,false,null,"x"],"c":0.5,"d":18446744073709551615,"e":-3} "#)
        == expected)
  }

  @Test(arguments: Hostile.texts)
  func `reads back what is written`(text: String) {
    let value: JSON = ["text": .string(text), "more": [.string(text), 1e300, -0.1]]
    #expect(JSON(reading: value.bytes()) == value)
    #expect(JSON(reading: value.bytes(.pretty)) == value)
  }

  @Test func `knows every escape`() {
    let text = #""\"\\\/\b\f\n\r\t\u0041\ud83d\ude00""#
    #expect(read(text) == .string("\"\\/\u{8}\u{c}\n\r\tA😀"))
  }

  @Test(arguments: [
    "", "{", "{\"a\"}", "{\"a\":1,}", "[1,]", "[1 2]", "nul", "\"", "\"\\x\"", "\"\\ud800\"", "1 2",
    "{a:1}", "--1", "1e", "\"\u{1}\"", "]", "+1", "\"\\u12\"",
  ])
  func `refuses what is none`(text: String) { #expect(read(text) == nil) }

  @Test func `refuses bytes that are no text, and nesting without end`() {
    #expect(JSON(reading: [0x22, 0xFF, 0x22]) == nil)
    #expect(read(String(repeating: "[", count: 100_000)) == nil)
    #expect(read(String(repeating: "[", count: 50) + String(repeating: "]", count: 50)) != nil)
  }

  @Test func `finds and changes members`() {
    var json: JSON = ["a": ["b": 1, "c": 2.5], "d": ["x"]]
    #expect(json["a"]["b"].whole == 1 && json["a"]["c"].double == 2.5)
    #expect(json["d"].elements.first?.text == "x" && json["none"]["deeper"] == .null)
    json["a"]["b"] = 7
    json["e"] = true
    let expected: JSON = ["a": ["b": 7, "c": 2.5], "d": ["x"], "e": true]
    #expect(json == expected)
    #expect(json["a"].members.map { $0.name } == ["b", "c"])
  }
}
