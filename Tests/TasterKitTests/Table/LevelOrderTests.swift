import Testing

@testable import TasterKit

@Suite struct `The order of levels` {
  @Test func `has texts by bytes before numbers by value`() {
    let levels = ["10.0", "b", "2.0", "B", "inf", "é", "-3.5", "1e400"]
    let order = levels.sorted(by: LevelOrder.precedes)
    #expect(order == ["1e400", "B", "b", "inf", "é", "-3.5", "2.0", "10.0"])
    #expect(LevelOrder.precedes("z", "1.0") && !LevelOrder.precedes("1.0", "z"))
    #expect(LevelOrder.precedes("9.0", "10.0") && LevelOrder.bytesPrecede("10.0", "9.0"))
  }

  @Test func `is strict`() {
    #expect(LevelOrder.holds(["a", "b", "1.0"], by: LevelOrder.precedes))
    #expect(!LevelOrder.holds(["a", "a"], by: LevelOrder.precedes))
    #expect(!LevelOrder.holds(["b", "a"], by: LevelOrder.bytesPrecede))
  }

  @Test func `recodes by bytes, not by looks`() {
    let (composed, taken) = ("\u{e9}", "e\u{301}")
    #expect(Recoding(from: [composed, taken, "x"], to: ["x", taken]).codes == [-1, 1, 0])
    let recoding = Recoding(from: ["a", "b"], to: ["b", "a"])
    #expect(recoding(Int32(0)) == 1 && recoding(1) == 0 && recoding(-1) == -1)
  }
}
