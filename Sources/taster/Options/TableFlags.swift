import ArgumentParser
import TasterKit

/// The flags that say how a file is read.
struct TableFlags: ParsableArguments {
  @Option(name: .long, help: "The column of labels; 'none' judges a table without labels.")
  var label: String?
  @Option(name: .long, help: "The column that names a row; never a feature.")
  var id: String?
  @Option(name: .long, help: "The column that says where a row came from; never a feature.")
  var source: String?
  @Option(name: .long, help: "The column that says when a row came; never a feature.")
  var time: String?
  @Option(name: .long, help: "A column to leave out; may be given several times.")
  var ignore: [String] = []
  @Option(name: .long, help: "A text that means 'no value'; replaces the built-in list.")
  var missing: [String] = []
  @Option(
    name: .long, help: "Stop when more than this share of the records is no row; 10% by default.")
  var maxRejects: String?
  @OptionGroup var layout: LayoutFlags

  /// Where temporary files live.
  var temporary: String? { layout.temporary }

  /// The files to read: the standard input where none is named; help instead of waiting for someone to type.
  func inputs(_ files: [String], of command: some ParsableCommand) throws -> [String] {
    try layout.inputs(files, of: command)
  }

  /// The settings that the flags spell.
  var settings: Settings {
    var settings = Settings()
    settings.set(flag: "label", to: label)
    settings.set(flag: "id", to: id)
    settings.set(flag: "source", to: source)
    settings.set(flag: "time", to: time)
    settings.set(flag: "ignore", to: ignore)
    settings.set(flag: "missing", to: missing)
    settings.set(flag: "max-rejects", to: maxRejects)
    return settings.over(layout.settings)
  }
}
