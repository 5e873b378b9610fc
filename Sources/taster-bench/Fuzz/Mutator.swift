/// Changes texts a little, so that something in them goes wrong: the same changes for the same key.
package struct Mutator {
  /// Where changes begin.
  let corpus: [[UInt8]]
  private var random: SplitMix

  /// No input is longer.
  private let longest: Int
  /// Whether an input begins as a whole text of the corpus, never as a stretch of it.
  private let isWhole: Bool

  /// What readers stumble over.
  private static let words: [[UInt8]] =
    [
      "\"", "\"\"", "\",\"", "\n", "\r", "\r\n", ",", ";", "\t", "|", " ", "\\", "\\\"", "#", "'",
      "\0", "é", "1e999",
      "-0", "1e-400", "NaN", "NA", "0x1p3", "+", "9007199254740993", "\u{FEFF}", "a,b\n",
      "\"a\nb\"",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3, 0x28], [0xFF, 0xFE], [0, 10], [0x80, 0, 0, 0]]

  /// Changes to texts of a corpus.
  ///
  /// - Parameters:
  ///   - corpus: The texts.
  ///   - longest: The most bytes of an input.
  ///   - isWhole: Whether an input begins as a whole text, never as a stretch of it.
  ///   - seed: The key of every choice.
  package init(corpus: [[UInt8]], longest: Int = 4_096, isWhole: Bool = false, seed: UInt64) {
    self.corpus = corpus
    self.longest = longest
    self.isWhole = isWhole
    random = SplitMix(seed: seed)
  }

  /// A number below a bound.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &random) }

  /// One of some values.
  mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }

  /// A text of the corpus, or a stretch of it, changed in a few places.
  package mutating func input() -> [UInt8] {
    var bytes = stretch()
    for _ in 0...below(6) { change(&bytes) }
    return Array(bytes.prefix(longest))
  }

  private mutating func stretch() -> [UInt8] {
    let whole = one(of: corpus)
    guard !isWhole, whole.count > 64, below(3) > 0 else { return Array(whole.prefix(longest)) }
    let start = below(whole.count - 1)
    return Array(whole[start...].prefix(1 + below(longest)))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = below(bytes.count + 1)
    let end = min(bytes.count, place + 1 + below(32))
    switch below(7) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
    case 1 where place < bytes.count: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
    case 4: bytes.insert(contentsOf: one(of: corpus).prefix(1 + below(200)), at: place)
    case 5:
      let word = one(of: Self.words)
      for _ in 0...below(80) { bytes += word }
    default: bytes.insert(contentsOf: one(of: Self.words), at: place)
    }
  }
}
