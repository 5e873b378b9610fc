import Foundation

/// The package's files as text.
enum House {
  /// The folder that holds `Package.swift`.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// One Swift file.
  struct File: Sendable, CustomStringConvertible {
    /// The path from the root.
    let path: String
    let text: String
    var description: String { path }
    /// What a compiler reads: no comments, no texts.
    var code: String { House.code(text) }
    /// How many lines there are.
    var lines: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }
    /// The modules it imports.
    var imports: [String] {
      code.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count, at <= 2 else {
          return nil
        }
        return words.last.map { String($0.prefix { $0 != "." }) }
      }
    }
  }

  /// The Swift files below a folder, by path.
  static func files(_ folder: String) throws -> [File] {
    let base = root.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(
      atPath: base.path(percentEncoded: false))
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      File(
        path: "\(folder)/\(path)",
        text: try String(contentsOf: base.appending(path: path), encoding: .utf8))
    }
  }

  /// The names in a folder.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: root.appending(path: folder).path(percentEncoded: false))
      .sorted()
  }

  /// A source text without its comments and without the letters of its string literals.
  static func code(_ text: String) -> String {
    var reader = CodeReader(text)
    return reader.read()
  }

  /// The words of a code: what could be names.
  static func words(_ code: String) -> Set<String> {
    Set(code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { String($0) })
  }
}

/// Copies code, leaves comments and texts out; what stands in an interpolation is code.
private struct CodeReader {
  private let text: [Character]
  private var at = 0
  private var result = ""

  init(_ text: String) { self.text = Array(text) }

  mutating func read() -> String {
    while at < text.count { step() }
    return result
  }

  private func sees(_ word: String) -> Bool {
    text[at...].starts(with: word)
  }

  private mutating func step() {
    if sees("//") {
      while at < text.count, text[at] != "\n" { at += 1 }
    } else if sees("/*") {
      comment()
    } else if text[at] == "\"" || text[at] == "#" {
      literal()
    } else {
      result.append(text[at])
      at += 1
    }
  }

  private mutating func comment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        at += 2
      } else if sees("*/") {
        depth -= 1
        at += 2
      } else {
        at += 1
      }
    } while depth > 0 && at < text.count
  }

  private mutating func literal() {
    var hashes = 0
    while at + hashes < text.count, text[at + hashes] == "#" { hashes += 1 }
    guard at + hashes < text.count, text[at + hashes] == "\"" else {
      result.append(text[at])
      at += 1
      return
    }
    let sharp = String(repeating: "#", count: hashes)
    at += hashes
    let quote = sees("\"\"\"") ? "\"\"\"" : "\""
    at += quote.count
    while at < text.count, !sees(quote + sharp) {
      if sees("\\" + sharp + "(") {
        at += 2 + hashes
        interpolation()
      } else if sees("\\" + sharp) {
        at += 2 + hashes
      } else {
        at += 1
      }
    }
    at += quote.count + hashes
    result.append(" ")
  }

  private mutating func interpolation() {
    var depth = 1
    result.append(" ")
    while at < text.count, depth > 0 {
      if text[at] == "(" { depth += 1 }
      if text[at] == ")" { depth -= 1 }
      if depth > 0 { step() } else { at += 1 }
    }
    result.append(" ")
  }
}
