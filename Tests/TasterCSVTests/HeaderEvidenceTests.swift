import TasterCSV
import Testing

@Suite struct `The evidence for a header` {
  private func lines(_ text: String) throws -> Int {
    try Layout.find(Array(text.utf8), isWhole: true).headerLines
  }

  private static let rows = (0..<9).map {
    "\($0 * 5 % 7).25,\(9 - $0),\($0 % 2 == 0 ? "a" : "b")\n"
  }
  .joined()

  @Test func `speaks against one where the first record is like the others`() throws {
    #expect(try lines(Self.rows) == 0)
    #expect(try lines("3,1.5\n" + (0..<9).map { "\($0),\($0).5\n" }.joined()) == 0)
  }

  @Test(arguments: [
    "x,y,z\n" + rows, "x,1,a\n" + rows, "1,2,3\n" + rows, "2019,2020,a\n" + rows,
    "0,1,c\n1,2,d\n", "NA,NA,NA\n" + rows,
    "400.1,400.9,401.7\n" + (0..<9).map { "\($0),1,\($0)\n" }.joined(),
  ])
  func `leaves one where the first record may be names`(text: String) throws {
    #expect(try lines(text) == 1)
  }

  @Test func `speaks for several lines where they are the same`() throws {
    #expect(try lines("x,y,z\nx,y,z\n" + Self.rows) == 2)
    #expect(try lines("x,y,z\nx,y,z\nx,y,z\n" + Self.rows) == 3)
    #expect(try lines("a,b\n" + String(repeating: "1,2\n", count: 9)) == 1)
    #expect(try lines(String(repeating: "a,b\n", count: 9)) == 1)
  }

  @Test func `speaks for two where words span columns above words above numbers`() throws {
    let rows = (0..<9).map { "n\($0),\($0),2,\($0).5,4\n" }.joined()
    #expect(try lines("id,2019,,2020,\n-,low,high,low,high\n" + rows) == 2)
    #expect(try lines("id,a,,b,\nn,1,2,3,4\n" + rows) == 1)
    #expect(try lines("id,a,b,c,d\n-,low,high,low,high\n" + rows) == 1)
  }
}
