extension Settings {
  /// The variable of a setting: `TASTER_MAX_QUARANTINE` for `max-quarantine`.
  static func variable(of name: String) -> String {
    "TASTER_" + name.uppercased().replacing("-", with: "_")
  }

  /// What the environment says.
  ///
  /// A list has commas between its texts; a text with a comma in it belongs into a file. An empty variable says
  /// nothing. Variables that begin with `TASTER_` and are near no setting belong to someone else.
  ///
  /// - Parameter variables: The environment.
  /// - Returns: The settings; their texts are not looked at yet.
  /// - Throws: ``SettingsError`` for a variable that is nearly a setting's.
  package static func environment(
    _ variables: [String: String]
  ) throws(SettingsError) -> Settings {
    var settings = Settings()
    let known = Setting.names.map { variable(of: $0) }
    for (variable, text) in variables.sorted(by: { $0.key < $1.key })
    where variable.hasPrefix("TASTER_") && !text.isEmpty && variable != fileVariable {
      guard let k = known.firstIndex(of: variable) else {
        let word = String(variable.dropFirst(7)).lowercased().replacing("_", with: "-")
        let near = Nearest.names(to: word, among: Setting.names, count: 1)
        guard let name = near.first else { continue }
        throw SettingsError(
          "there is no setting \(printable(variable, limit: 60)); did you mean \(self.variable(of: name))?"
        )
      }
      let setting = Setting.all[k]
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      settings.set(
        setting.name, to: setting.isList ? parts.map { String($0) } : [text], from: .environment)
    }
    return settings
  }

  /// The variable that names a file of settings.
  package static let fileVariable = "TASTER_CONFIG"
}
