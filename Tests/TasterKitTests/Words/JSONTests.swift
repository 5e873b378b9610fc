import Foundation
import TasterKit
import Testing

@Suite struct `A JSON value` {
  private func read(_ json: JSON, _ layout: JSON.Layout) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(json.bytes(layout)), options: .fragmentsAllowed)
  }

  @Test func `keeps the order of its members`() {
    let json: JSON = ["b": 1, "a": [1, 2.5, .null, true], "c": [:], "d": []]
    #expect(
      String(decoding: json.bytes(), as: UTF8.self)
        == #"{"b":1,"a":[1,2.5,null,true],"c":{},"d":[]}"#)
  }

  @Test func `breaks lines at objects, not at lists of numbers`() {
    let json: JSON = ["a": [1, 2], "b": [["x": 1]], "c": [:]]
    let text = """
      {
        "a": [1, 2],
        "b": [
          {
            "x": 1
          }
        ],
        "c": {}
      }
      """
    #expect(String(decoding: json.bytes(.pretty), as: UTF8.self) == text)
  }

  @Test(arguments: [JSON.Layout.compact, .pretty])
  func `reads back as what was written`(layout: JSON.Layout) throws {
    let json: JSON = ["text": "a\"b\\c", "list": [1, "two", ["three": 3]], "big": .unsigned(.max)]
    let object = try #require(try read(json, layout) as? [String: Any])
    #expect(object["text"] as? String == "a\"b\\c")
    #expect((object["list"] as? [Any])?.count == 3)
    #expect((object["big"] as? NSNumber)?.uint64Value == UInt64.max)
  }

  @Test(arguments: [
    0.1, -0.0, 1 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 123_456_789.125, .pi,
    100,
  ])
  func `writes doubles that read back as themselves`(number: Double) throws {
    let text = String(decoding: JSON.number(number).bytes(), as: UTF8.self)
    #expect(Double(text)?.bitPattern == number.bitPattern)
    let list = try #require(try read([.number(number)], .compact) as? [Double])
    #expect(list == [number])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `has no word for what is no number`(number: Double) {
    #expect(JSON.number(number).bytes() == Array("null".utf8))
  }

  @Test(arguments: Hostile.texts)
  func `carries hostile text whole and harmless`(text: String) throws {
    let bytes = JSON([text]).bytes()
    #expect(try read(JSON([text]), .compact) as? [String] == [text])
    #expect(Hostile.isHarmless(String(decoding: bytes, as: UTF8.self)))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("<"))
  }
}
