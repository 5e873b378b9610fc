import Foundation

/// Where measured figures stand in an article: between two marks, so that a command can write them again.
package enum Article: Sendable {
  /// Puts figures between the marks of a name.
  ///
  /// - Parameters:
  ///   - figures: Markdown.
  ///   - name: The block's name.
  ///   - article: The whole text.
  /// - Returns: The text with the figures; nil where it has no such marks.
  package static func put(_ figures: String, as name: String, in article: String) -> String? {
    let marks = (begin: "<!-- \(name): begin -->", end: "<!-- \(name): end -->")
    guard let begin = article.range(of: marks.begin),
      let end = article.range(of: marks.end, range: begin.upperBound..<article.endIndex)
    else { return nil }
    return article[..<begin.upperBound] + "\n\(figures)\n" + article[end.lowerBound...]
  }

  /// Gives an article a section with marks, before its papers or topics, where it has none.
  ///
  /// - Parameters:
  ///   - name: The block's name.
  ///   - title: The section's title.
  ///   - article: The whole text.
  /// - Returns: The text with the section; unchanged where it has the marks.
  package static func open(_ name: String, title: String, in article: String) -> String {
    guard !article.contains("<!-- \(name): begin -->") else { return article }
    let section = "## \(title)\n\n<!-- \(name): begin -->\n<!-- \(name): end -->\n"
    for heading in ["\n## Paper", "\n## Topics"] {
      guard let place = article.range(of: heading) else { continue }
      return article[..<place.lowerBound] + "\n\(section)" + article[place.lowerBound...]
    }
    return article + "\n" + section
  }

  /// Writes figures into a file.
  ///
  /// - Throws: ``CaseError`` where the file has no marks of that name.
  static func write(_ figures: String, as name: String, to path: String) throws {
    let article = try String(contentsOfFile: path, encoding: .utf8)
    guard let written = put(figures, as: name, in: article) else {
      throw CaseError("\(path) has no marks '<!-- \(name): begin -->' and end")
    }
    try written.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Writes figures into a file, in a section of their own where there is none yet.
  static func write(_ figures: String, as name: String, title: String, to path: String) throws {
    let article = try String(contentsOfFile: path, encoding: .utf8)
    try open(name, title: title, in: article).write(
      toFile: path, atomically: true, encoding: .utf8)
    try write(figures, as: name, to: path)
  }
}
