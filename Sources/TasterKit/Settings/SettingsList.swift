/// Settings to be shown: what is set, and where it was written.
package struct SettingsList: Sendable {
  private let file: String?
  private let parts: [(name: String?, settings: Settings)]
  private let dataSets: [String]

  /// Makes a list.
  ///
  /// - Parameters:
  ///   - file: The file of settings; nil where there is none.
  ///   - parts: What holds for every data set under no name, and what holds for one under its own.
  ///   - dataSets: Paths of data sets.
  package init(file: String?, parts: [(name: String?, settings: Settings)], dataSets: [String]) {
    self.file = file
    self.parts = parts
    self.dataSets = dataSets
  }

  /// For a person.
  package var text: [UInt8] {
    var table = AlignedTable([
      .text("setting"), .text("value"), .text("for"), .text("written in"),
    ])
    for (name, settings) in parts {
      for (key, value) in settings.inOrder {
        table.add([key, value.texts.joined(separator: ", "), name ?? "all", value.origin.words])
      }
    }
    var lines = [file.map { "file: \(printable($0, limit: 200))" } ?? "no file of settings"]
    lines += table.isEmpty ? ["nothing is set; the defaults hold"] : table.lines(width: 100)
    lines += dataSets.map { "data set: \(printable($0, limit: 200))" }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// For a program: one line with the members `file`, `settings` and `data_sets`.
  package var json: [UInt8] {
    let settings: [JSON] = parts.flatMap { part in
      part.settings.inOrder.map { key, value in
        [
          "data_set": JSON(part.name), "key": .string(key), "value": JSON(value.texts),
          "origin": .string(value.origin.words),
        ]
      }
    }
    let list: JSON = [
      "file": JSON(file), "settings": .array(settings), "data_sets": JSON(dataSets),
    ]
    return list.bytes(.compact) + [UInt8(ascii: "\n")]
  }
}

extension Settings {
  /// What is set, in the order of ``Setting/all``.
  fileprivate var inOrder: [(key: String, value: Value)] {
    Setting.names.compactMap { name in values[name].map { (name, $0) } }
  }
}

extension Settings.Origin {
  /// The place in a word.
  fileprivate var words: String {
    switch self {
    case .flag: "command line"
    case .environment: "environment"
    case .file(let path, let line): "\(path):\(line)"
    }
  }
}
