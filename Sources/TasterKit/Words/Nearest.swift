/// The names that a mistyped one may have meant.
package enum Nearest: Sendable {
  /// The names near a word, nearest first, ties in the order given.
  ///
  /// A name is near when at most a third of the word's characters have to change, whatever their case, or when it
  /// begins with the word.
  ///
  /// - Parameters:
  ///   - word: What was typed.
  ///   - names: What there is.
  ///   - count: The most names that are wanted.
  /// - Returns: At most `count` names; empty where nothing is near.
  /// - Complexity: O(names × length²) for names about as long as the word.
  package static func names(
    to word: String, among names: [String], count: Int = 3
  ) -> [String] {
    let wanted = Array(word.lowercased())
    guard !wanted.isEmpty else { return [] }
    let limit = max(1, wanted.count / 3)
    var near: [(distance: Int, position: Int)] = []
    for (k, name) in names.enumerated() {
      let candidate = Array(name.lowercased())
      if wanted.count > 1, candidate.starts(with: wanted) {
        near.append((candidate.count == wanted.count ? 0 : 1, k))
      } else if (candidate.count - wanted.count).magnitude <= limit {
        let d = distance(wanted, candidate)
        if d <= limit { near.append((d, k)) }
      }
    }
    return near.sorted { $0 < $1 }.prefix(count).map { names[$0.position] }
  }

  /// The end of a message about a wrong name: `; did you mean 'a' or 'b'?`.
  ///
  /// - Returns: The words, made printable; an empty text where nothing is near.
  package static func hint(_ word: String, among names: [String], count: Int = 3) -> String {
    let near = Nearest.names(to: word, among: names, count: count)
      .map { "'\(printable($0, limit: 60))'" }
    guard let last = near.last else { return "" }
    let rest = near.dropLast().joined(separator: ", ")
    return "; did you mean \(rest.isEmpty ? last : "\(rest) or \(last)")?"
  }

  /// How many characters have to be put in, taken out, replaced or swapped with their neighbour.
  ///
  /// The restricted Damerau–Levenshtein distance: no part is changed twice, so a swap is never followed by an insertion
  /// inside it.
  ///
  /// - Complexity: O(|a| · |b|) time, O(|b|) space.
  /// - SeeAlso: Damerau 1964, doi:10.1145/363958.363994
  package static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var line = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, line[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        line.append(best)
      }
      before = last
      last = line
    }
    return last[b.count]
  }
}
