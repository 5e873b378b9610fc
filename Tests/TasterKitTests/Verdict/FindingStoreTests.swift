import TasterKit
import Testing

@Suite struct `The finding store` {
  /// Findings with every member filled in, and with none; texts and numbers that are easily lost on the way.
  static func findings(_ count: Int, from first: Int = 0) -> [Finding] {
    let texts = [
      "", "plain", "é", "e\u{301}", "\0\u{7}\n\"\\", "\u{1F469}\u{200D}\u{1F467}",
      "\u{FEFF}\u{202E}", "\u{FFFD}",
    ]
    let numbers = [0.1, -0.0, .leastNonzeroMagnitude, .infinity, -1e300, 0.1 + 0.2]
    return (first..<first + count).map { k in
      let text = texts[k % texts.count]
      let number = numbers[k % numbers.count]
      var finding = Finding(
        row: k + 1, label: k % 3 == 0 ? nil : text, suggestedLabel: k % 5 == 0 ? "b" + text : nil,
        score: number, evidence: k % 4 == 0 ? [:] : ["one": number, "two \(text)": -number],
        heldBy: Array(repeating: text, count: k % 3),
        reasons: (0..<k % 4).map { i in
          Reason(detector: "d\(i)", text: text, rows: (0..<i).map { [127, 128, .max, -1][$0 % 4] })
        })
      finding.pValue = k % 2 == 0 ? number : nil
      finding.qValue = k % 7 == 0 ? -number : nil
      finding.fingerprint = k % 6 == 0 ? text : ""
      return finding
    }
  }

  /// All that texts and numbers consist of: texts that look the same may differ in it.
  private static func parts(_ finding: Finding) -> [[UInt8]] {
    var texts = [finding.label ?? "nil", finding.suggestedLabel ?? "nil", finding.fingerprint]
    texts += finding.heldBy + finding.evidence.keys.sorted()
    for reason in finding.reasons { texts += [reason.detector, reason.text] }
    var numbers = [finding.score, finding.pValue ?? 0, finding.qValue ?? 0]
    numbers += finding.evidence.sorted { $0.key < $1.key }.map { $0.value }
    return texts.map { Array($0.utf8) } + numbers.map { Array("\($0.bitPattern)".utf8) }
  }

  @Test func `gives back what was put in, part by part`() throws {
    var store = try FindingStore(directory: nil)
    let sizes = [3, 0, 1, 64, 0, 200]
    var first = 0
    for size in sizes {
      try store.append(FindingStore.Part(Self.findings(size, from: first)))
      first += size
    }
    #expect(store.partCount == 6 && store.count == 268 && !store.isEmpty)
    for k in sizes.indices.reversed() {
      let expected = Self.findings(sizes[k], from: sizes[..<k].reduce(0, +))
      let found = try store.part(k)
      #expect(found == expected)
      #expect(found.map(Self.parts) == expected.map(Self.parts))
    }
  }

  @Test func `tells texts and numbers apart that compare as equal`() {
    let (first, second) = (Self.findings(4), Self.findings(4))
    #expect(first.map(Self.parts) == second.map(Self.parts))
    var other = first[2]
    other.label = "e\u{301}"
    #expect(other.label == first[2].label && Self.parts(other) != Self.parts(first[2]))
  }

  @Test func `walks through many parts in order`() throws {
    var store = try FindingStore(directory: nil)
    let all = Self.findings(1_000)
    var start = 0
    var dice = Dice(seed: 1)
    while start < all.count {
      let size = min(dice.number(0...9), all.count - start)
      try store.append(FindingStore.Part(Array(all[start..<start + size])))
      start += size
    }
    try store.append(FindingStore.Part([]))
    #expect(try store.all() == all)
    var cursor = FindingCursor(store)
    for finding in all { #expect(try cursor.next() == finding) }
    #expect(try cursor.next() == nil && cursor.next() == nil)
  }

  @Test func `of nothing is empty`() throws {
    var store = try FindingStore(directory: nil)
    #expect(store.isEmpty && store.partCount == 0)
    try store.append(FindingStore.Part([]))
    #expect(store.isEmpty && store.partCount == 1)
    #expect(try store.part(0).isEmpty && store.all().isEmpty)
    var cursor = FindingCursor(store)
    #expect(try cursor.next() == nil)
  }
}

extension FindingStore {
  /// All held rows at once.
  func all() throws -> [Finding] {
    var all: [Finding] = []
    try forEach { all.append($0) }
    return all
  }

  /// A store of some held rows, a few in a part.
  static func of(_ findings: [Finding], partRows: Int = 2) throws -> FindingStore {
    var store = try FindingStore(directory: nil)
    for start in stride(from: 0, to: findings.count, by: partRows) {
      try store.append(
        Part(Array(findings[start..<min(start + partRows, findings.count)])))
    }
    return store
  }
}
