/// How a text is dressed for whoever reads it: the one place that knows terminals' colours.
///
/// Only headings and scores are dressed; everything can be read without.
public enum Style: Sendable, Hashable {
  /// Nothing but the text, for files and pipes.
  case plain
  /// With the escape sequences of ANSI X3.64 for a terminal.
  case coloured

  /// A heading: bold.
  package func heading(_ text: String) -> String { dress(text, "1") }

  /// A score by its size: red from 0.9, yellow from 0.5.
  package func score(_ text: String) -> String {
    guard let value = Double(text.filter { $0 != " " }) else { return text }
    return value >= 0.9 ? dress(text, "31") : value >= 0.5 ? dress(text, "33") : text
  }

  private func dress(_ text: String, _ code: String) -> String {
    self == .plain ? text : "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}
