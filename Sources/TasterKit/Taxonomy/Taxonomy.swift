/// The security domain of AVID's taxonomy: what can be wrong with a machine-learning system, by code.
///
/// Codes and names are the standard's; the descriptions are ours.
public enum Taxonomy: Sendable {
  /// One entry.
  public struct Category: Sendable, Hashable {
    /// The code, such as `S0601`.
    public let code: String
    /// The name, spelled as in the taxonomy.
    public let name: String
    /// The code of the entry above; nil at the top.
    public let parent: String?
    /// What it is about, in a sentence or two.
    public let description: String
    /// The MITRE ATLAS technique that it maps to, such as `AML.T0020`; nil where there is none.
    public let technique: String?
    /// The whole string that AVID's report schema expects, such as `S0601: Ingest Poisoning`.
    ///
    /// It is spelled as in the schema, which capitalises some names unlike the taxonomy.
    public let reportName: String
  }

  /// One technique of MITRE ATLAS.
  public struct Technique: Sendable, Hashable {
    /// The id, such as `AML.T0020`.
    public let id: String
    /// The name.
    public let name: String
    /// The id of the technique above; nil where this is no sub-technique.
    public var parent: String? {
      let parts = id.split(separator: ".")
      return parts.count > 2 ? parts.dropLast().joined(separator: ".") : nil
    }
  }

  /// The entry of a code, in whatever case it is typed.
  ///
  /// - Parameter code: A code; spaces round it do not count.
  /// - Returns: The entry; nil where there is none, for which ``nearest(to:)`` has an answer.
  public static func category(_ code: String) -> Category? {
    let wanted = String(code.filter { !$0.isWhitespace }).uppercased()
    return all.first { $0.code == wanted }
  }

  /// The codes that a wrong one may have meant, nearest first.
  ///
  /// - Parameter code: What was typed: a mistyped code, or words of a name.
  /// - Returns: At most five codes; empty where nothing is near.
  public static func nearest(to code: String) -> [String] {
    let near = Nearest.names(to: code, among: all.map { $0.code }, count: 5)
    guard near.isEmpty else { return near }
    let words = code.lowercased().split { !$0.isLetter }.filter { $0.count > 2 }
    guard !words.isEmpty else { return [] }
    let named = all.filter { category in
      words.allSatisfy { category.name.lowercased().contains($0) }
    }
    return named.prefix(5).map { $0.code }
  }

  /// The entries right below a code; empty for a code without any.
  public static func children(of code: String) -> [Category] {
    guard let parent = category(code) else { return [] }
    return all.filter { $0.parent == parent.code }
  }

  /// The technique of an id; nil where this table has none.
  public static func technique(_ id: String) -> Technique? {
    techniques.first { $0.id == id.uppercased() }
  }
}
