/// What a node has to be, said with file and line where it is not.
extension SettingsNode {
  /// The keys of a map: known ones, each once.
  ///
  /// - Parameters:
  ///   - known: The keys there are; nil takes any.
  ///   - path: The file, for messages.
  /// - Returns: The members in their order.
  /// - Throws: ``SettingsError`` with the nearest name for an unknown key.
  func members(
    among known: [String]?, in path: String
  ) throws(SettingsError) -> [Member] {
    guard case .map(let members) = content else {
      throw SettingsError(path, line, "keys are wanted here, such as 'label: class'")
    }
    for (k, member) in members.enumerated() {
      if let known, !known.contains(member.name) {
        let hint = Nearest.hint(member.name, among: known)
        throw SettingsError(
          path, member.line,
          "there is no key '\(member.shown)'"
            + (hint.isEmpty ? "; there are \(known.joined(separator: ", "))" : hint))
      }
      if let other = members[..<k].first(where: { $0.name == member.name }) {
        throw SettingsError(
          path, member.line, "'\(member.shown)' is set on line \(other.line) already")
      }
    }
    return members
  }
}

extension SettingsNode.Member {
  /// The key as messages show it: where any key may stand, it may hold anything.
  var shown: String { printable(name, limit: 60) }

  /// The one text that the key has.
  ///
  /// - Parameter path: The file, for messages.
  /// - Returns: The text as it was written.
  /// - Throws: ``SettingsError`` where there is none, or more.
  func text(in path: String) throws(SettingsError) -> String {
    switch value.content {
    case .text(let text): return text
    case .nothing: throw SettingsError(path, line, "\(shown) has no value")
    case .list, .map: throw SettingsError(path, line, "\(shown) takes one value")
    }
  }
}

extension SettingsError {
  /// What is wrong on a line of a file.
  init(_ path: String, _ line: Int, _ message: String) {
    self.init("\(printable(path, limit: 200)):\(line): \(message)")
  }
}
