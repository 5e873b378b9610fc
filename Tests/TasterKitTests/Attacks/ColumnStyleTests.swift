import Testing

@testable import TasterKit

@Suite struct `A column's style` {
  private static func style(_ texts: [String]) -> ColumnStyle {
    var style = ColumnStyle()
    for text in texts { style.add(text) }
    return style
  }

  @Test(arguments: [
    (["1", "20", "35", "7"], 12.6, "13"), (["1", "20", "35", "7"], 4_000.2, "4000"),
    (["1.50", "20.25", "3.01"], 7, "7.00"), (["1.50", "20.25", "3.01"], 1_234.567, "1234.57"),
    (["1.5", "20.25", "3", "0.01"], 7, "7"), (["1.5", "20.25", "3", "0.01"], 7.3, "7.3"),
    (["1.5", "20.25", "3", "0.01"], 12.126, "12.13"),
    (["1.0", "20.25", "3.5", "0.01"], 7, "7.0"), (["5.0", "6.0", "11.0"], 7.4, "7.0"),
    (["25", "50", "175", "1000"], 60, "50"), (["25", "50", "175", "1000"], 63, "75"),
    (["0.1234", "1.234", "12.34", "0.1235"], 123.4, "123.4"),
    (["0.1234", "1.234", "12.34", "0.1235"], 0.5, "0.50"),
    (["0.1234", "1.234", "12.34", "0.1235"], 45_678, "45678"),
    ([".25", ".5", "1.75", ".01"], 0.4, ".4"), ([".25", ".5", "-.75", ".01"], -0.31, "-.31"),
    (["-1", "3", "-4"], -0.2, "0"), (["1.5e-05", "2.5e-05", "9.1e-04"], 0.00003, "3.0e-05"),
    (["1.5E+05", "2.5E+05", "9.1E+04"], 123_456, "1.2E+05"),
    (["9.5e1", "1.2e2"], 99.96, "1.0e2"), ([String](), 1.25, "1.25"),
  ])
  func `is kept by planted numbers`(texts: [String], number: Double, written: String) {
    #expect(Self.style(texts).write(number) == written)
  }

  @Test func `knows numbers of full precision`() throws {
    let texts = ["0.30000000000000004", "0.1234567890123457", "0.7071067811865476"]
    let text = Self.style(texts).write(0.1 + 0.7)
    #expect(try #require(Double(text)) == 0.1 + 0.7 && text.count > 12)
  }

  @Test func `goes by what most texts do`() {
    // One text in forty is odd; 95 % decide.
    let texts = (0..<40).map { $0 == 7 ? "8.2346800000000009" : "\($0 % 9 + 1).\($0 % 7 + 1)" }
    #expect(Self.style(texts).write(3.27) == "3.3")
  }

  @Test func `gives numbers that it would learn from`() throws {
    let texts = (1..<200).map { "\(Double($0 * $0 % 977) / 8)" }
    let style = Self.style(texts)
    for k in 1..<200 {
      let text = style.write(Double(k) * 0.7)
      let again = style.write(try #require(Double(text)))
      #expect(again == text)
    }
  }

  @Test func `knows the smallest change that shows`() {
    #expect(Self.style(["1.50", "2.25", "4.00"]).step(3) == 0.25)
    #expect(Self.style(["1.51", "2.25"]).step(3) == 0.01)
    #expect(Self.style(["25", "50"]).step(3) == 25)
  }
}
