/// Texts that try to act on whatever shows them.
enum Hostile {
  static let texts = [
    "</script><script>alert(1)</script>",
    "<!-- \" ' & -->",
    "a\u{1B}[31mred\u{1B}[0m\u{9B}31m",
    "title\u{1B}]0;owned\u{07}",
    "line\nfeed\r\nand\ttab\u{0}nul\u{7F}",
    "gpj.\u{202E}exe\u{202C} \u{2066}x\u{2069} \u{200F}",
    "para\u{2028}graph\u{2029}",
    "\"quoted\\\" back\\slash",
    "::error file=a,line=1::boo",
    "say ::add-mask::x and ##[command]rm",
    "tag\u{E0041}\u{E007F} bom\u{FEFF} zero\u{200B}width",
    "=1+1", "🏳️‍🌈 日本語 e\u{301}",
  ]

  /// Whether no character of a text acts on a terminal, a log's lines or the direction of writing.
  static func isHarmless(_ text: String) -> Bool {
    !text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
        0xFEFF, 0xE0000...0xE007F:
        true
      default: false
      }
    }
  }
}
