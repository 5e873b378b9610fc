package import TasterKit
import Yams

/// YAML as a file of settings wants it: every scalar is the text that was written.
///
/// YAML 1.1 would make `no` false, `010` eight and `12:30:45` a number of seconds; a class or a column of that name has to
/// stay what it is.
package enum YAML {
  /// The most nodes of a file: what refers to itself by anchors soon has more.
  private static let limit = 20_000

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - text: The whole of it.
  ///   - path: Its name, for messages.
  /// - Returns: Its root; nil where there is nothing but comments.
  /// - Throws: `SettingsError` with file and line.
  package static func read(_ text: String, path: String) throws -> SettingsNode? {
    let name = printable(path, limit: 200)
    do {
      guard let root = try Yams.compose(yaml: text, .default, .default, .utf8) else { return nil }
      var left = limit
      return try node(root, left: &left, path: name)
    } catch let error as YamlError {
      throw SettingsError("\(name)\(error.sentence)")
    }
  }

  private static func node(_ node: Node, left: inout Int, path: String) throws -> SettingsNode {
    left -= 1
    guard left > 0 else {
      throw SettingsError("\(path): more than \(limit) values; write them out without anchors")
    }
    let line = node.mark?.line ?? 1
    switch node {
    case .scalar(let scalar):
      let isMissing = scalar.string.isEmpty && scalar.style == .plain
      return SettingsNode(isMissing ? .nothing : .text(scalar.string), line: line)
    case .sequence(let sequence):
      return SettingsNode(
        .list(try sequence.map { try Self.node($0, left: &left, path: path) }), line: line)
    case .mapping(let mapping):
      var members: [SettingsNode.Member] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw SettingsError("\(path):\(line): a key is a word, neither a list nor a map")
        }
        members.append(
          SettingsNode.Member(
            name, line: key.mark?.line ?? line,
            value: try Self.node(value, left: &left, path: path)))
      }
      return SettingsNode(.map(members), line: line)
    case .alias:
      throw SettingsError("\(path):\(line): write the value itself instead of an alias")
    }
  }
}

extension YamlError {
  /// What goes behind the file's name.
  fileprivate var sentence: String {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ":\(mark.line): no YAML: \(printable(problem, limit: 200))"
    case .reader(let problem, _, _, _): ": no YAML: \(printable(problem, limit: 200))"
    case .duplicatedKeysInMapping(let keys, let context):
      ":\(context.mark.line): '\(printable(keys.sorted().first ?? "", limit: 60))' is set here and "
        + "again below; keep one of the two"
    default: ": no YAML: \(printable(description, limit: 200))"
    }
  }
}
