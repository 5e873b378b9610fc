import Foundation
import FoundationXML
import Testing

@testable import TasterKit

@Suite struct `A bar chart` {
  private func rects(_ values: [Double], share: Double, of whole: Double) throws -> [[Double]] {
    let chart = BarChart(values: values, first: "a", last: "b", says: "it <rises>")
    let html = tag("div", [:], chart.markup(share: share, of: whole)).text
    let root = try #require(try XMLDocument(data: Data(html.utf8), options: []).rootElement())
    let svg = try #require(root.elements(forName: "svg").first)
    #expect(svg.attribute(forName: "aria-label")?.stringValue == "it <rises>")
    return svg.elements(forName: "rect").map { rect in
      ["x", "y", "width", "height"].map {
        Double(rect.attribute(forName: $0)?.stringValue ?? "") ?? .nan
      }
    }
  }

  @Test func `draws a bar for every value above 0, the largest as high as the picture`() throws {
    let bars = try rects([1, 0, 4], share: 3, of: 3)
    #expect(bars == [[0, 105, 319, 35], [640, 0, 319, 140]])
  }

  @Test func `leaves room behind bars that span a part of the whole`() throws {
    let bars = try rects([1, 1], share: 2, of: 4)
    #expect(bars.map { $0[0] } == [0, 240])
  }

  @Test func `draws nothing outside of its picture`() throws {
    let bars = try rects([Double](repeating: 1, count: 120), share: 128, of: 120)
    #expect(bars.allSatisfy { $0[0] + $0[2] <= 960.01 && $0[1] >= 0 })
    #expect(try rects([], share: 0, of: 0) == [])
  }
}
