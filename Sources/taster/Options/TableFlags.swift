import ArgumentParser
import Foundation
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
  @Option(name: .long, help: "The byte between fields, or 'tab'; found out by default.")
  var delimiter: String?
  @Option(name: .long, help: "The byte round fields that hold delimiters, or 'none'.")
  var quote: String?
  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Whether the first record names the columns; else they go by number.")
  var header: Bool?
  @Option(name: .long, help: "A text that means 'no value'; replaces the built-in list.")
  var missing: [String] = []
  @Option(
    name: .long, help: "Stop when more than this share of the records is no row; 10% by default.")
  var maxRejects: String?
  @Option(name: .long, help: "The most MiB of a field and of a record; 16 by default.")
  var maxField: String?
  @Option(name: .long, help: "Where temporary files live; TMPDIR or /var/tmp by default.")
  var temporary: String?

  /// The files to read: the standard input where none is named; help instead of waiting for someone to type.
  func inputs(_ files: [String], of command: some ParsableCommand) throws -> [String] {
    let files = files.isEmpty ? ["-"] : files
    if files.contains("-"), isatty(0) == 1 { throw CleanExit.helpRequest(command) }
    return files
  }

  /// The settings that the flags spell.
  var settings: Settings {
    var settings = Settings()
    settings.set(flag: "label", to: label)
    settings.set(flag: "id", to: id)
    settings.set(flag: "source", to: source)
    settings.set(flag: "time", to: time)
    settings.set(flag: "ignore", to: ignore)
    settings.set(flag: "delimiter", to: delimiter)
    settings.set(flag: "quote", to: quote)
    settings.set(flag: "no-header", to: header.map { $0 ? "false" : "true" })
    settings.set(flag: "missing", to: missing)
    settings.set(flag: "max-rejects", to: maxRejects)
    settings.set(flag: "max-field", to: maxField)
    return settings
  }
}
