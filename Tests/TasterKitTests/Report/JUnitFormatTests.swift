import Foundation
import FoundationXML
import Testing

@testable import TasterKit

@Suite struct `JUnit XML` {
  private func suite(_ sample: Sample) throws -> XMLElement {
    let document = try XMLDocument(
      data: Data(JUnitFormat().render(try sample.report())), options: [])
    let suites = try #require(document.rootElement())
    return try #require(suites.elements(forName: "testsuite").first)
  }

  private func failing(_ suite: XMLElement) -> [String] {
    suite.elements(forName: "testcase").filter { !$0.elements(forName: "failure").isEmpty }
      .compactMap { $0.attribute(forName: "name")?.stringValue }
  }

  @Test func `fails the policy and the detectors that hold rows`() throws {
    let suite = try suite(Sample())
    #expect(failing(suite) == ["policy", "label-flip", "outlier"])
    #expect(suite.attribute(forName: "tests")?.stringValue == "4")
    #expect(suite.attribute(forName: "failures")?.stringValue == "3")
  }

  @Test func `fails nothing where the policy is met`() throws {
    var sample = Sample()
    sample.facts.allowed = 3
    let suite = try suite(sample)
    #expect(failing(suite) == [])
    #expect(suite.attribute(forName: "failures")?.stringValue == "0")
  }

  @Test(arguments: Hostile.texts + ["]]>", "<a b='c'>&amp;", "\u{FFFE}"])
  func `stays XML whatever a file is called`(text: String) throws {
    #expect(failing(try suite(Sample(evil: text))).count == 3)
  }

  @Test func `names the most suspicious rows`() throws {
    var format = JUnitFormat()
    format.rowLimit = 1
    let shown = String(decoding: format.render(try Sample().report()), as: UTF8.self)
    #expect(shown.contains(">row 5 is held by outlier, score 0.9688\nand 2 more</failure>"))
  }
}
