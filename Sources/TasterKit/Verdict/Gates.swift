/// Which voices would hold a row by themselves, whatever a threshold or a policy says: a bit for each, in their order.
///
/// Those are the detectors whose gates are open for it, and a trusted baseline where it rejects its p-value.
package struct Gates: Sendable, Hashable, BitwiseCopyable {
  private var bits: UInt64

  /// None.
  package static let none = Gates([])
  /// What stands between names in a file.
  package static let separator: Character = "|"

  /// Those at some positions, 0 ..< 64.
  package init(_ open: some Sequence<Int>) {
    bits = open.reduce(0) { $0 | 1 << UInt64($1) }
  }

  /// Those that a text names; nil where one of them is no voice.
  package init?(_ text: String, of voices: [String]) {
    bits = 0
    for name in text.split(separator: Self.separator) {
      guard let k = voices.firstIndex(where: { $0 == name }) else { return nil }
      insert(k)
    }
  }

  /// Adds one.
  package mutating func insert(_ k: Int) { bits |= 1 << UInt64(k) }

  /// Whether no voice would.
  package var isEmpty: Bool { bits == 0 }

  /// Whether one would.
  package func contains(_ k: Int) -> Bool { bits >> UInt64(k) & 1 == 1 }

  /// Their names, one behind the other; empty where there are none.
  package func text(_ voices: [String]) -> String {
    voices.indices.filter { contains($0) }.map { voices[$0] }
      .joined(separator: String(Self.separator))
  }
}
