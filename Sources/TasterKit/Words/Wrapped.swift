extension String {
  /// The text, made printable, over as many lines as it needs.
  ///
  /// - Parameters:
  ///   - width: The most cells of a line.
  ///   - indent: How many spaces begin every line but the first.
  ///   - limit: The most characters that are shown.
  /// - Returns: At least one line, none with an end of line.
  package func said(width: Int, indent: Int = 2, limit: Int = 4_000) -> [String] {
    printable(self, limit: limit).wrapped(to: width, indent: indent)
  }

  /// The text as paragraphs, each wrapped, with an empty line between them.
  package func paragraphs(width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in split(separator: "\n\n") {
      if !lines.isEmpty { lines.append("") }
      lines += String(paragraph).replacing("\n", with: " ").said(width: width, indent: 0)
    }
    return lines
  }

  /// The text as a shell takes it back, printable.
  package var shellWord: String {
    let isPlain = allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+@%:".contains($0))
    }
    return isPlain && !self.isEmpty
      ? self : "'" + printable(self, limit: 200).replacing("'", with: #"'\''"#) + "'"
  }
}
