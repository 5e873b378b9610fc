import TasterKit
import Testing

@Suite struct `The nearest names` {
  @Test func `are told by edits and swaps`() {
    let names = ["label", "length", "amount", "country"]
    #expect(Nearest.names(to: "lable", among: names) == ["label"])
    #expect(Nearest.names(to: "Amuont", among: names) == ["amount"])
    #expect(Nearest.names(to: "cuntry", among: names) == ["country"])
    #expect(Nearest.names(to: "zzz", among: names).isEmpty)
    #expect(Nearest.names(to: "", among: names).isEmpty)
  }

  @Test func `include those that begin alike, nearest first`() {
    #expect(Nearest.names(to: "co", among: ["country", "code", "x"]) == ["country", "code"])
    #expect(
      Nearest.names(to: "spam", among: ["spammer", "spam", "span"]) == ["spam", "spammer", "span"])
  }

  @Test func `fill a message that cannot be abused`() {
    #expect(Nearest.hint("ab", among: ["abc"]) == "; did you mean 'abc'?")
    #expect(
      Nearest.hint("ab", among: ["abc", "abd", "abe"]) == "; did you mean 'abc', 'abd' or 'abe'?")
    #expect(Nearest.hint("ab", among: ["xyz"]).isEmpty)
    #expect(Hostile.isHarmless(Nearest.hint("ab", among: ["ab\u{1B}[2J"])))
  }

  @Test func `distance agrees with counting by hand`() {
    func distance(_ a: String, _ b: String) -> Int { Nearest.distance(Array(a), Array(b)) }
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "") == 3)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("abcd", "abdc") == 1)
    #expect(distance("ca", "abc") == 3)
    #expect(distance("same", "same") == 0)
  }
}
