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
  var quote: String = "\""
  @Flag(name: .long, help: "The first record is a row; columns go by number.")
  var noHeader = false
  @Option(name: .long, help: "A text that means 'no value'; replaces the built-in list.")
  var missing: [String] = []
  @Option(
    name: .long, help: "Stop when more than this share of the records is no row: 0.1 or 10%.")
  var maxRejects: String = "10%"
  @Option(name: .long, help: "The most MiB of a field and of a record.")
  var maxField: Int = 16
  @Option(name: .long, help: "Where temporary files live; TMPDIR or /var/tmp by default.")
  var temporary: String?

  /// The files to read: the standard input where none is named; help instead of waiting for someone to type.
  func inputs(_ files: [String], of command: some ParsableCommand) throws -> [String] {
    let files = files.isEmpty ? ["-"] : files
    if files.contains("-"), isatty(0) == 1 { throw CleanExit.helpRequest(command) }
    return files
  }

  /// The options that the flags spell.
  func options() throws -> TableOptions {
    var options = TableOptions()
    options.label =
      switch label {
      case nil: .guessed
      case "none": .none
      case .some(let name): .column(name)
      }
    options.id = id
    options.source = source
    options.time = time
    options.ignored = ignore
    options.delimiter = try delimiter.map { try Self.byte($0, flag: "--delimiter") }
    options.quote = quote == "none" || quote.isEmpty ? nil : try Self.byte(quote, flag: "--quote")
    options.hasHeader = !noHeader
    if !missing.isEmpty { options.missing = missing }
    options.maxRejectShare = try Self.share(maxRejects)
    guard (1...4_000).contains(maxField) else {
      throw ValidationError("--max-field takes 1 to 4000 MiB, not \(maxField)")
    }
    options.maxFieldBytes = maxField << 20
    options.temporaryDirectory = temporary
    return options
  }

  private static func byte(_ text: String, flag: String) throws -> UInt8 {
    if text == "tab" || text == "\\t" { return 9 }
    guard text.utf8.count == 1, let byte = text.utf8.first else {
      throw ValidationError("\(flag) takes one byte such as ',' or 'tab', not '\(text)'")
    }
    return byte
  }

  private static func share(_ text: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    let value = Double(isPercent ? String(text.dropLast()) : text).map {
      isPercent ? $0 / 100 : $0
    }
    guard let value, (0...1).contains(value) else {
      throw ValidationError("--max-rejects takes a share such as 0.1 or 10%, not '\(text)'")
    }
    return value
  }
}
