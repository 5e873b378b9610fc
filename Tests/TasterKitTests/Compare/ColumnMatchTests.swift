import Testing

@testable import TasterKit

@Suite struct `Columns of two snapshots` {
  private let old: [(name: String, role: Column.Role)] = [
    ("id", .id), ("x", .feature), ("y", .feature), ("z", .feature), ("class", .label),
  ]

  @Test func `are matched by name, in any order`() {
    let match = ColumnMatch(old: old, new: ["class", "w", "y", "x", "id"])
    #expect(match.pairs.map { $0.name } == ["id", "x", "y", "class"])
    #expect(match.pairs.map { $0.new } == [4, 3, 2, 0])
    #expect(match.pairs.map { $0.role } == [.id, .feature, .feature, .label])
    #expect(match.went == ["z"] && match.came == ["w"] && match.isReordered)
    #expect(!ColumnMatch(old: old, new: old.map { $0.name }).isReordered)
  }

  @Test func `keep their partner under another name`() throws {
    let match = ColumnMatch(
      old: old, new: ["id", "x", "y", "w", "class"], renamed: ["z": "w", "x": "y"])
    #expect(match.went == [] && match.came == [])
    let pair = try #require(match.pair("z"))
    #expect(pair.renamed == "w" && pair.new == 3 && match.renamed == [pair])
  }
}
