/// What a run is told, and where each of it was written.
///
/// A value of layers: what the flags say stands over what the environment says, and that over the file. A setting comes
/// whole from one layer; lists of two layers are never joined.
package struct Settings: Sendable, Hashable {
  /// Where a setting was written.
  package enum Origin: Sendable, Hashable {
    /// On the command line.
    case flag
    /// In a `TASTER_…` variable.
    case environment
    /// In a file, on a line counted from 1.
    case file(String, line: Int)
  }

  /// What was written, and where.
  package struct Value: Sendable, Hashable {
    /// The texts as they were written.
    package let texts: [String]
    /// Where they stand.
    package let origin: Origin
  }

  /// What is set, by the names of the settings.
  package private(set) var values: [String: Value] = [:]

  /// Nothing is set.
  package init() {}

  /// Sets one setting.
  ///
  /// - Parameters:
  ///   - name: One of ``Setting/names``.
  ///   - texts: What was written.
  ///   - origin: Where.
  package mutating func set(_ name: String, to texts: [String], from origin: Origin) {
    precondition(Setting.named(name) != nil, "there is no setting \(name)")
    values[name] = Value(texts: texts, origin: origin)
  }

  /// Sets what a flag says, where it was given.
  package mutating func set(flag name: String, to text: String?) {
    if let text { set(name, to: [text], from: .flag) }
  }

  /// Sets what a flag says that may be given several times, where it was.
  package mutating func set(flag name: String, to texts: [String]) {
    if !texts.isEmpty { set(name, to: texts, from: .flag) }
  }

  /// These settings, and those of another layer where these say nothing.
  package func over(_ lower: Settings) -> Settings {
    var settings = self
    settings.values.merge(lower.values) { upper, _ in upper }
    return settings
  }

  /// Tells a run everything that is set; the rest stays as it is.
  ///
  /// - Parameter run: What is told.
  /// - Throws: ``SettingsError`` that names the first wrong setting and where it stands.
  package func apply(to run: inout ScanRun) throws(SettingsError) {
    for setting in Setting.all {
      guard let value = values[setting.name] else { continue }
      if let complaint = setting.apply(value.texts, to: &run) {
        throw SettingsError("\(value.origin.place(of: setting.name)) \(complaint)")
      }
    }
  }

  /// What came from files and from the environment: a sentence for each of them.
  package var remarks: [String] {
    var places: [(place: String, names: [String])] = []
    for name in Setting.names {
      guard let origin = values[name]?.origin, let place = origin.source else { continue }
      if let k = places.firstIndex(where: { $0.place == place }) {
        places[k].names.append(name)
      } else {
        places.append((place, [name]))
      }
    }
    return places.map { "settings from \($0.place): \($0.names.joined(separator: ", "))" }
  }
}

extension Settings.Origin {
  /// The beginning of a sentence about a setting: where it stands and what it is called there.
  func place(of name: String) -> String {
    switch self {
    case .flag: "--\(name)"
    case .environment: Settings.variable(of: name)
    case .file(let path, let line): "\(printable(path, limit: 200)):\(line): \(name)"
    }
  }

  /// The file, or the environment; nil for a flag.
  fileprivate var source: String? {
    switch self {
    case .flag: nil
    case .environment: "the environment"
    case .file(let path, line: _): printable(path, limit: 200)
    }
  }
}

/// What is wrong with a setting, where it stands, and what to write instead.
public struct SettingsError: Error, Hashable, CustomStringConvertible {
  /// The whole sentence.
  public let description: String

  /// Makes an error.
  package init(_ description: String) { self.description = description }
}
