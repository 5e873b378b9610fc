import TasterCSV
import Testing

@Suite struct `A hashing source` {
  /// FIPS 180-2, appendix B, and the empty string.
  private static let known = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: known)
  func `passes every byte on and knows the published hash`(text: String, hash: String) throws {
    for block in [1, 5, 100] {
      let source = HashingSource(MemorySource(Array(text.utf8)))
      #expect(try drain(source, block: block) == Array(text.utf8))
      #expect(source.digest == hash && source.count == text.utf8.count)
    }
    #expect(sha256(Array(text.utf8)) == hash)
  }
}
