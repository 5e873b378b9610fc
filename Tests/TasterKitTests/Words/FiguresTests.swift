import Foundation
import TasterKit
import Testing

@Suite struct `Figures for people` {
  @Test func `group thousands`() {
    #expect(Figures.grouped(0) == "0")
    #expect(Figures.grouped(999) == "999")
    #expect(Figures.grouped(-1_000) == "-1,000")
    #expect(Figures.grouped(1_234_567) == "1,234,567")
  }

  @Test func `have four significant digits`() {
    #expect(Figures.significant(0) == "0")
    #expect(Figures.significant(1) == "1")
    #expect(Figures.significant(.pi) == "3.142")
    #expect(Figures.significant(-0.000123456) == "-0.0001235")
    #expect(Figures.significant(9.99996) == "10")
    #expect(Figures.significant(99.996) == "100")
    #expect(Figures.significant(123_456.7) == "123457")
    #expect(Figures.significant(1.23456e9) == "1.235e9")
    #expect(Figures.significant(9.99996e-5) == "0.0001")
    #expect(Figures.significant(1e-300) == "1e-300")
    #expect(Figures.significant(.nan) == "–")
    #expect(Figures.significant(-.infinity) == "-∞")
  }

  @Test func `are never off by more than half of the last digit`() throws {
    var x = 1.0e-9
    while x < 1e12 {
      let shown = try #require(Double(Figures.significant(x)))
      #expect(abs(shown - x) <= 0.000_500_001 * x)
      x *= 1.37
    }
  }

  @Test func `tell sizes, shares and counts`() {
    #expect(Figures.size(0) == "0 bytes")
    #expect(Figures.size(999) == "999 bytes")
    #expect(Figures.size(104_300_000) == "104 MB")
    #expect(Figures.percent(1, of: 3) == "33.3 %")
    #expect(Figures.percent(1, of: 0) == "–")
    #expect(Figures.count(1, "row") == "1 row")
    #expect(Figures.count(2_000, "row") == "2,000 rows")
  }
}
