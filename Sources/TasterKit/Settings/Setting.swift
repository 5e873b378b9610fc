/// One thing that a run can be told: by a flag, by the environment or by a file.
package struct Setting: Sendable {
  /// Its name: the long flag without the hyphens before it, the key in a file.
  package let name: String
  /// Whether it takes any number of texts rather than one.
  package let isList: Bool
  private let tell: @Sendable (_ texts: [String], _ run: inout ScanRun) -> String?

  /// A setting of one text; the closure returns what is wrong with it, nil where nothing is.
  private static func one(
    _ name: String, _ tell: @escaping @Sendable (String, inout ScanRun) -> String?
  ) -> Setting {
    Setting(name: name, isList: false) { texts, run in texts.last.flatMap { tell($0, &run) } }
  }

  /// A setting of one text with which nothing can be wrong.
  private static func text(
    _ name: String, _ path: any WritableKeyPath<ScanRun, String?> & Sendable
  ) -> Setting {
    one(name) { text, run in
      run[keyPath: path] = text
      return nil
    }
  }

  /// Every setting, in the order of `taster scan --help`.
  package static let all: [Setting] = [
    one("label") { text, run in
      run.table.label = text == "none" ? .none : .column(text)
      return nil
    },
    text("id", \.table.id),
    text("source", \.table.source),
    text("time", \.table.time),
    Setting(name: "ignore", isList: true) { texts, run in
      run.table.ignored = texts
      return nil
    },
    one("delimiter") { text, run in
      guard let byte = byte(text) else { return byteWanted(text) }
      run.table.delimiter = byte
      return nil
    },
    one("quote") { text, run in
      let quote = byte(text)
      guard quote != nil || text == "none" || text.isEmpty else { return byteWanted(text) }
      run.table.quote = quote
      run.table.findsQuote = false
      return nil
    },
    one("escape") { text, run in
      let escape = byte(text)
      guard escape != nil || text == "none" || text.isEmpty else { return byteWanted(text) }
      // A quote that escapes itself is what every dialect has.
      run.table.escape = escape == run.table.quote ? nil : escape
      run.table.findsEscape = false
      return nil
    },
    one("comment") { text, run in
      let comment = byte(text)
      guard comment != nil || text == "none" || text.isEmpty else { return byteWanted(text) }
      run.table.comment = comment
      run.table.findsComments = false
      return nil
    },
    one("preamble") { text, run in
      guard let lines = Int(text), (0...1_000_000).contains(lines) else {
        return "takes a number of lines, not '\(shown(text))'"
      }
      run.table.preambleLines = lines
      return nil
    },
    one("header-lines") { text, run in
      guard let lines = Int(text), (0...20).contains(lines) else {
        return "takes 0 to 20 records, not '\(shown(text))'"
      }
      run.table.headerLines = lines
      return nil
    },
    one("no-header") { text, run in
      guard let isBare = truth(text) else { return truthWanted(text) }
      run.table.hasHeader = !isBare
      return nil
    },
    one("table-stop") { text, run in
      guard let stops = truth(text) else { return truthWanted(text) }
      run.table.stopsAtTableEnd = stops
      return nil
    },
    one("split-by-type") { text, run in
      guard let splits = truth(text) else { return truthWanted(text) }
      run.table.splitsByType = splits
      return nil
    },
    one("encoding") { text, run in
      guard let name = TableOptions.encodingName(text) else {
        return "takes \(TableOptions.encodings.joined(separator: ", ")), not '\(shown(text))'"
      }
      run.table.encoding = name
      return nil
    },
    Setting(name: "missing", isList: true) { texts, run in
      run.table.missing = texts
      return nil
    },
    one("max-rejects") { text, run in
      guard let share = share(text) else {
        return "takes a share such as 0.1 or 10%, not '\(shown(text))'"
      }
      run.table.maxRejectShare = share
      return nil
    },
    one("max-field") { text, run in
      guard let size = Int(text), (1...4_000).contains(size) else {
        return "takes 1 to 4000 MiB, not '\(shown(text))'"
      }
      run.table.maxFieldBytes = size << 20
      return nil
    },
    text("baseline", \.baseline),
    one("fdr") { text, run in
      guard let level = share(text), level > 0, level < 1 else {
        return "takes a share above 0 and below 1 such as 0.1 or 10%, not '\(shown(text))'"
      }
      run.scan.falseDiscoveryRate = level
      return nil
    },
    text("policy", \.policyPath),
    one("threshold") { text, run in
      guard let score = Double(text), (0...1).contains(score) else {
        return "takes a score from 0 to 1, not '\(shown(text))'"
      }
      run.scan.threshold = score
      return nil
    },
    one("max-quarantine") { text, run in
      guard let allowance = Allowance(text) else {
        return "takes rows or a percentage, such as 20 or 0.5%, not '\(shown(text))'"
      }
      run.allowance = allowance
      return nil
    },
    Setting(name: "detectors", isList: true) { texts, run in
      let names = texts.flatMap { $0.split(separator: ",") }.map { trimmed($0) }
      for name in names where Catalog.detector(named: name) == nil {
        return "names '\(shown(name))', which is no detector\(Catalog.hint(name)); "
          .replacing("?; ", with: "? ") + "`taster detectors` lists them"
      }
      run.scan.detectors = names
      return nil
    },
    one("seed") { text, run in
      guard let seed = UInt64(text) else {
        return "takes a whole number from 0 to 18446744073709551615, not '\(shown(text))'"
      }
      run.scan.seed = seed
      return nil
    },
    one("calibrate") { text, run in
      guard let draws = Int(text), (0...20).contains(draws) else {
        return "takes 0 to 20 draws of every attack, not '\(shown(text))'"
      }
      run.calibrationDraws = draws
      return nil
    },
    one("threads") { text, run in
      guard let threads = Int(text), (1...256).contains(threads) else {
        return "takes 1 to 256, not '\(shown(text))'"
      }
      run.scan.threads = threads
      return nil
    },
  ]

  /// The names of all settings, in their order.
  package static let names = all.map { $0.name }

  /// The setting of a name.
  package static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  /// Tells a run.
  ///
  /// - Parameters:
  ///   - texts: What was written; the last one counts where one is wanted.
  ///   - run: What is told.
  /// - Returns: What is wrong with the texts, to be said behind the setting's name; nil where nothing is.
  package func apply(_ texts: [String], to run: inout ScanRun) -> String? { tell(texts, &run) }

  private static func byte(_ text: String) -> UInt8? {
    if text == "tab" || text == "\\t" { return 9 }
    return text.utf8.count == 1 ? text.utf8.first : nil
  }

  private static func byteWanted(_ text: String) -> String {
    "takes one byte such as ',' or 'tab', not '\(shown(text))'"
  }

  private static func truth(_ text: String) -> Bool? {
    ["true": true, "false": false][text.lowercased()]
  }

  private static func truthWanted(_ text: String) -> String {
    "takes true or false, not '\(shown(text))'"
  }

  private static func share(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text) else { return nil }
    let share = isPercent ? number / 100 : number
    return (0...1).contains(share) ? share : nil
  }

  private static func shown(_ text: String) -> String { printable(text, limit: 60) }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
