import TasterKit
import TasterTesting
import Testing

@Suite struct `A vocabulary` {
  private static func chunk(_ code: Int32, _ label: Int32) -> Chunk {
    Chunk(firstRow: 0, count: 1, numeric: [], codes: [code], labels: [label], sources: [0])
  }

  private static func schema(_ levels: [String], _ classes: [String]) -> Schema {
    Schema(
      columns: [Column(name: "c", role: .feature, kind: .categorical, levels: levels)],
      classes: classes, sources: [])
  }

  private static func key(_ code: Int32, _ label: Int32, _ schema: Schema) -> RowKey {
    RowKey.of(chunk(code, label), seed: 5, vocabulary: Vocabulary(schema))[0]
  }

  @Test func `gives a row one key, whatever codes its texts have`() {
    let few = Self.schema(["blue", "red"], ["bad", "good"])
    let many = Self.schema(["azure", "blue", "green", "red"], ["bad", "fair", "good"])
    #expect(Self.key(1, 1, few) == Self.key(3, 2, many))
    #expect(Self.key(0, 1, few) == Self.key(1, 2, many))
    #expect(Self.key(0, 1, few) != Self.key(1, 1, few))
    #expect(Self.key(0, 0, few).row != Self.key(0, 1, few).row)
    #expect(Self.key(-1, 0, few) == Self.key(-1, 0, many))
  }

  @Test func `lets a code without text stand for itself`() {
    let schema = Self.schema(["a"], ["b"])
    #expect(Self.key(7, 0, schema) != Self.key(8, 0, schema))
    let chunk = Self.chunk(3, 1)
    #expect(RowKey.of(chunk, seed: 0) == RowKey.of(chunk, seed: 0, vocabulary: .empty))
  }
}
