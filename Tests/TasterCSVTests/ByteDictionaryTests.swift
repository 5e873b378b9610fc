import TasterCSV
import Testing

@Suite struct `A dictionary of bytes` {
  @Test func `numbers strings by first appearance and keeps them apart`() {
    var dictionary = ByteDictionary()
    var expected: [String] = []
    for i in 0..<3_000 {
      let text = "\(i % 700)"
      dictionary.insert(text)
      if i < 700 { expected.append(text) }
    }
    #expect(dictionary.count == 700)
    #expect((0..<700).map { dictionary.text(Int32($0)) } == expected)
  }

  @Test func `keeps the empty string and ends of strings`() {
    var dictionary = ByteDictionary()
    for text in ["", "a", "ab", "b", "\0", "\0\0"] { dictionary.insert(text) }
    #expect(dictionary.count == 6)
    #expect(dictionary.text(0).isEmpty && dictionary.text(2) == "ab" && dictionary[5].count == 2)
  }

  @Test func `tells long strings apart that differ in one byte`() {
    var dictionary = ByteDictionary()
    let base = Array("a string of several words, and some bytes".utf8)
    for length in 0...base.count {
      for place in 0..<length {
        var bytes = Array(base.prefix(length))
        bytes[place] ^= 1
        dictionary.insert(String(decoding: bytes, as: UTF8.self))
      }
    }
    #expect(dictionary.count == base.count * (base.count + 1) / 2)
  }

  @Test func `is full at its limit and still knows what it has`() {
    var dictionary = ByteDictionary(limit: 3)
    for text in ["a", "b", "c", "d", "a"] { dictionary.insert(text) }
    #expect(dictionary.count == 3)
  }
}
