import TasterCSV
import Testing

@Suite struct `A layout` {
  @Test func `joins names that stand one below the other`() {
    #expect(Layout.names([["a", "b"]]) == ["a", "b"])
    #expect(Layout.names([["a", "b"], ["a", "c"]]) == ["a a", "b c"])
    #expect(Layout.names([]) == [])
  }

  @Test func `fills names that span columns to the right`() {
    let names = Layout.names([
      ["", "2019", "", "2020", ""], ["name", "a", "b", "a", "b"],
    ])
    #expect(names == ["name", "2019 a", "2019 b", "2020 a", "2020 b"])
    #expect(Layout.names([["x", "y", ""], ["1", "", ""]]) == ["x 1", "y", ""])
    #expect(Layout.names([["x"], ["1", "2"]]) == ["x 1", "x 2"])
  }

  @Test func `tells a reader what it needs`() throws {
    var layout = try Layout.find([], isWhole: true)
    (layout.width, layout.preambleLines, layout.encoding) = (1, 2, .utf16Big)
    let options = layout.readerOptions(limits: CSVLimits(), blockSize: 7)
    #expect(options.keepsBlankLines && options.preambleLines == 2 && options.blockSize == 7)
    #expect(options.width == 1 && options.encoding == .utf16Big)
  }
}
