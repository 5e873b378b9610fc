import ArgumentParser
import Foundation
import TasterKit

/// The flags that say how fields and records are told apart.
struct LayoutFlags: ParsableArguments {
  @Option(name: .long, help: "The byte between fields, or 'tab'; found out by default.")
  var delimiter: String?
  @Option(
    name: .long,
    help: "The byte round fields that hold delimiters, or 'none'; found out by default.")
  var quote: String?
  @Option(
    name: .long,
    help: "The byte that makes a quote behind it data, or 'none'; found out by default.")
  var escape: String?
  @Option(
    name: .long,
    help: "The byte with which lines begin that are no rows, or 'none'; found out by default.")
  var comment: String?
  @Option(name: .long, help: "How many lines stand before the header; found out by default.")
  var preamble: String?
  @Option(
    name: .long, help: "How many records name the columns, 0 for none; found out by default.")
  var headerLines: String?
  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Whether the first record names the columns; else they go by number.")
  var header: Bool?
  @Flag(
    name: .long,
    help: "End the table where its rows end; totals, foot notes and further tables are no rows.")
  var tableStop = false
  @Flag(
    name: .long,
    help: "Split a row of too many fields by what the columns hold, where there is one way.")
  var splitByType = false
  @Option(
    name: .long, help: "utf-8, latin-1, utf-16le, utf-16be, utf-32le or utf-32be; found out.")
  var encoding: String?
  @Option(name: .long, help: "The most MiB of a field and of a record; 16 by default.")
  var maxField: String?
  @Option(name: .long, help: "Where temporary files live; TMPDIR or /var/tmp by default.")
  var temporary: String?

  func validate() throws {
    if header != nil, headerLines != nil {
      throw ValidationError(
        "--header and --no-header say less than --header-lines; give --header-lines alone")
    }
  }

  /// The files to read: the standard input where none is named; help instead of waiting for someone to type.
  func inputs(_ files: [String], of command: some ParsableCommand) throws -> [String] {
    let files = files.isEmpty ? ["-"] : files
    if files.contains("-"), isatty(0) == 1 { throw CleanExit.helpRequest(command) }
    return files
  }

  /// The settings that the flags spell.
  var settings: Settings {
    var settings = Settings()
    settings.set(flag: "delimiter", to: delimiter)
    settings.set(flag: "quote", to: quote)
    settings.set(flag: "escape", to: escape)
    settings.set(flag: "comment", to: comment)
    settings.set(flag: "preamble", to: preamble)
    settings.set(flag: "header-lines", to: headerLines)
    settings.set(flag: "no-header", to: header.map { $0 ? "false" : "true" })
    settings.set(flag: "table-stop", to: tableStop ? "true" : nil)
    settings.set(flag: "split-by-type", to: splitByType ? "true" : nil)
    settings.set(flag: "encoding", to: encoding)
    settings.set(flag: "max-field", to: maxField)
    return settings
  }
}
