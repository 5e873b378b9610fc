import TasterCSV
import Testing

@Suite struct `What the first rows are` {
  private func find(
    _ text: String, _ tell: (inout Layout.Told) -> Void = { $0.splitsByType = true }
  ) throws -> Layout {
    var told = Layout.Told()
    tell(&told)
    return try Layout.find(Array(text.utf8), isWhole: true, told: told)
  }

  private static let rows = (0..<20)
    .map { "\($0),name \($0) of,2024-01-\($0 % 9 + 1),\(["a", "b"][$0 % 2])\n" }.joined()

  @Test func `is found out where it is asked for, and said`() throws {
    let layout = try find("n,who,day,class\n" + Self.rows)
    #expect(layout.types == [.number, .pattern("a 9 a"), .pattern("9-9-9"), .levels(["a", "b"])])
    #expect(layout.rowShape == nil)
    let said = layout.decisions.filter { !$0.isUsual }.map(\.text)
    #expect(said.count == 1)
    #expect(said[0].contains("1 hold numbers, 1 hold a few values, 2 hold texts"))
    let usual = try find("n,who,day,class\n" + Self.rows) { _ in }
    #expect(usual.types.isEmpty && usual.decisions.allSatisfy(\.isUsual))
  }

  @Test func `is taken from rows as many as the header names columns for`() throws {
    let wide = (0..<9).map { "\($0),b,c,d\n" }.joined()
    let layout = try find("x,y\n" + (0..<6).map { "\($0),w\n" }.joined() + wide) {
      ($0.splitsByType, $0.preambleLines) = (true, 0)
    }
    #expect(layout.width == 4 && layout.types == [.number, .text])
    let stop = try find("x,y\n" + (0..<6).map { "\($0),w\n" }.joined() + wide) {
      ($0.stopsAtTableEnd, $0.preambleLines) = (true, 0)
    }
    #expect(stop.width == 2 && stop.rowShape?.width == 2)
  }

  @Test func `is said to be unknown where there are too few of them`() throws {
    for text in ["x,y\n1,2\n", "x\n1\n2\n3\n4\n5\n6\n", ""] {
      let layout = try find(text) {
        $0.splitsByType = true
        $0.stopsAtTableEnd = true
      }
      #expect(layout.types.isEmpty && layout.rowShape == nil)
      #expect(layout.decisions.contains { $0.text.contains("fewer than 5 rows") })
    }
  }

  @Test func `leaves out totals, and what stands behind a blank line or another header`() throws {
    let table = "n,x,y,z\n" + (0..<8).map { "\($0),1,2,3\n" }.joined()
    for rest in ["Total,,,9\n", "\na,b,c,d\nu,v,w,x\n", "n,x,y,z\nu,v,w,x\n"] {
      let layout = try find(table + rest) {
        $0.splitsByType = true
        $0.stopsAtTableEnd = true
      }
      #expect(layout.types == [.number, .number, .number, .number], "\(rest)")
    }
  }
}
