import Foundation
import Testing

@testable import TasterKit

/// Results against the schema that OASIS has published; `Tests/TasterCommandTests/Readers/README.md` says where it comes from.
@Suite struct `The schema of SARIF` {
  private let schema: JSONSchema

  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    schema = try JSONSchema(
      tests.path + "/TasterCommandTests/Readers/sarif-schema-2.1.0.json")
  }

  private func right() throws -> String {
    String(decoding: SARIFFormat().render(try Sample().report()), as: UTF8.self)
  }

  @Test(arguments: ["x"] + Hostile.texts, [false, true])
  func `is met whatever the data says`(evil: String, showsValues: Bool) throws {
    var format = SARIFFormat()
    format.showsValues = showsValues
    let faults = try schema.faults(in: format.render(try Sample(evil: evil).report()))
    #expect(faults == [])
  }

  @Test func `is met by a run that holds nothing, and by one that holds more than is told`() throws
  {
    let nothing = try schema.faults(in: SARIFFormat().render(try Sample.empty()))
    #expect(nothing == [])
    var format = SARIFFormat()
    format.resultLimit = 1
    let some = try schema.faults(in: format.render(try Sample().report()))
    #expect(some == [])
  }

  /// What a careless change would do.
  @Test(arguments: [
    ("\"level\":\"error\"", "\"level\":\"fatal\""), ("\"text\":", "\"txt\":"),
    ("\"rank\":96.875", "\"rank\":200"), ("\"version\":\"2.1.0\"", "\"version\":\"2.1\""),
    ("\"startLine\":6", "\"startLine\":0"), ("\"startLine\":6", "\"startLine\":\"6\""),
    ("\"kind\":\"fail\"", "\"kind\":\"failed\""), ("\"results\":", "\"result\":"),
    ("\"driver\":", "\"tool\":"),
  ])
  func `refuses a wrong file`(old: String, new: String) throws {
    let text = try right()
    let wrong = text.replacing(old, with: new)
    #expect(wrong != text, "there is \(old)")
    #expect(try !schema.faults(in: Array(wrong.utf8)).isEmpty)
  }
}
