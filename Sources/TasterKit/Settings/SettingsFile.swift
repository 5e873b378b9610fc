/// What a `taster.yaml` says: settings for every data set, data sets with settings of their own, files to leave alone.
///
///     label: class
///     data:
///       - path: wdbc/data.csv
///         label: diagnosis
///         max-quarantine: 8%
///     exclude: [drafts]
package struct SettingsFile: Sendable, Hashable {
  /// One data set.
  package struct Entry: Sendable, Hashable {
    /// The CSV file, seen from the folder of the file of settings.
    package let path: String
    /// The line of the path.
    package let line: Int
    /// What holds for this data set alone.
    package let settings: Settings
  }

  /// The file as it was named.
  package let path: String
  /// What holds for every data set.
  package private(set) var common = Settings()
  /// The data sets, in their order.
  package private(set) var entries: [Entry] = []
  /// Files and folders that are no data sets, seen from the folder of the file.
  package private(set) var excluded: [String] = []

  /// Makes sense of a file.
  ///
  /// - Parameters:
  ///   - root: What stands in it; nil for an empty file.
  ///   - path: Its name, for messages.
  /// - Throws: ``SettingsError`` with file and line for an unknown or repeated key and for a wrong value.
  package init(_ root: SettingsNode?, path: String) throws(SettingsError) {
    self.path = path
    guard let root, root.content != .nothing else { return }
    for member in try root.members(among: Setting.names + ["data", "exclude"], in: path) {
      switch member.name {
      case "data": try take(data: member)
      case "exclude": excluded = try texts(member)
      default: try set(member, in: &common)
      }
    }
  }

  /// What the file says about files that are read as one data set.
  ///
  /// - Parameters:
  ///   - files: Where the files are.
  ///   - place: Where the file of an entry is, in the same manner.
  /// - Returns: The entries' settings over the common ones.
  /// - Throws: ``SettingsError`` where two of the files want different things.
  package func settings(
    for files: [String], place: (Entry) -> String
  ) throws(SettingsError) -> Settings {
    var own = Settings()
    for entry in entries where files.contains(place(entry)) {
      for name in Setting.names {
        guard let value = entry.settings.values[name] else { continue }
        if let other = own.values[name], other.texts != value.texts {
          throw SettingsError(
            "\(value.origin.place(of: name)) differs from \(other.origin.place(of: name)), and both "
              + "files are read as one data set; say what holds with --\(name)")
        }
        own.set(name, to: value.texts, from: value.origin)
      }
    }
    return own.over(common)
  }

  private mutating func take(data member: SettingsNode.Member) throws(SettingsError) {
    guard case .list(let items) = member.value.content else {
      throw fault(member.line, "data takes a list of data sets, each with its path")
    }
    for item in items {
      var settings = Settings()
      var path: (text: String, line: Int)?
      for member in try item.members(among: ["path"] + Setting.names, in: self.path) {
        if member.name == "path" {
          path = (try member.text(in: self.path), member.line)
        } else {
          try set(member, in: &settings)
        }
      }
      guard let path else { throw fault(item.line, "a data set needs its path") }
      if let other = entries.first(where: { $0.path == path.text }) {
        throw fault(
          path.line, "'\(printable(path.text))' is listed on line \(other.line) already")
      }
      entries.append(Entry(path: path.text, line: path.line, settings: settings))
    }
  }

  private func set(
    _ member: SettingsNode.Member, in settings: inout Settings
  ) throws(SettingsError) {
    guard let setting = Setting.named(member.name) else { return }
    let origin = Settings.Origin.file(path, line: member.line)
    let written = try setting.isList ? texts(member) : [member.text(in: path)]
    settings.set(setting.name, to: written, from: origin)
    // A wrong value is said whether or not this data set is the one to be read.
    var trial = Settings()
    trial.set(setting.name, to: written, from: origin)
    var run = ScanRun()
    try trial.apply(to: &run)
  }

  private func texts(_ member: SettingsNode.Member) throws(SettingsError) -> [String] {
    guard case .list(let items) = member.value.content else {
      return [try member.text(in: self.path)]
    }
    var texts: [String] = []
    for item in items {
      guard case .text(let text) = item.content else {
        throw fault(item.line, "\(member.shown) takes a list of texts; quote an empty one")
      }
      texts.append(text)
    }
    return texts
  }

  private func fault(_ line: Int, _ message: String) -> SettingsError {
    SettingsError(path, line, message)
  }
}
