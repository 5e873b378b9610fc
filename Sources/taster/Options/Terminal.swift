import Foundation
import TasterKit

/// What is known about a stream that a person may be looking at.
enum Terminal {
  /// The standard streams that are written.
  enum Stream: Int32 {
    case output = 1
    case talk = 2
  }

  /// Whether a stream is a terminal that understands movements of the cursor.
  static func isLive(_ stream: Stream) -> Bool {
    isatty(stream.rawValue) == 1 && environment("TERM") != "dumb"
  }

  /// How many cells a line has: the terminal's, else `COLUMNS`, else 80; at least 40.
  static func width(_ stream: Stream) -> Int {
    var size = winsize()
    if isatty(stream.rawValue) == 1, ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    {
      return max(Int(size.ws_col), 40)
    }
    return max(environment("COLUMNS").flatMap { Int($0) } ?? 80, 40)
  }

  /// A variable of the environment that is set to something.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
