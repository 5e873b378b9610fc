/// A piece of a file of settings: texts in lists and maps, each with its line.
///
/// What reads a syntax makes it; every scalar is the text that stands in the file, so `no`, `010` and `12:30:45` stay
/// what they are.
package struct SettingsNode: Sendable, Hashable {
  /// What a node holds.
  package indirect enum Content: Sendable, Hashable {
    /// Nothing was written.
    case nothing
    case text(String)
    case list([SettingsNode])
    case map([Member])
  }

  /// A key of a map and what it holds.
  package struct Member: Sendable, Hashable {
    /// The key.
    package let name: String
    /// The key's line, counted from 1.
    package let line: Int
    /// What it holds.
    package let value: SettingsNode

    /// Makes a member.
    package init(_ name: String, line: Int, value: SettingsNode) {
      self.name = name
      self.line = line
      self.value = value
    }
  }

  /// Where it begins, counted from 1.
  package let line: Int
  /// What it holds.
  package let content: Content

  /// Makes a node.
  package init(_ content: Content, line: Int) {
    self.line = line
    self.content = content
  }
}
