import ArgumentParser
import TasterKit

/// The flags that say how much is said, and in which dress.
struct TalkFlags: ParsableArguments {
  /// When colours are used.
  enum Colour: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Flag(name: .shortAndLong, help: "Say nothing but errors and what was asked for.")
  var quiet = false
  @Option(
    name: .long,
    help: "Colour headings and scores: auto, always or never; NO_COLOR and FORCE_COLOR are heeded.")
  var color = Colour.auto

  /// How results on the standard output are dressed.
  var style: Style {
    switch color {
    case .always: return .coloured
    case .never: return .plain
    case .auto:
      if Terminal.environment("NO_COLOR") != nil { return .plain }
      if let forced = Terminal.environment("FORCE_COLOR") {
        return forced == "0" ? .plain : .coloured
      }
      return Terminal.isLive(.output) ? .coloured : .plain
    }
  }

  /// How many cells a line of results has.
  var width: Int { Terminal.width(.output) }

  /// Says a line on the standard error, unless nothing is to be said.
  func say(_ line: String) { if !quiet { Talk.error(line) } }
}
