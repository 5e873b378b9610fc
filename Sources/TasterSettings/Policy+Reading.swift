public import TasterKit

extension Policy {
  /// Reads the file of a policy, as `taster scan --policy` does.
  ///
  ///     import TasterKit
  ///     import TasterSettings
  ///
  ///     var run = ScanRun()
  ///     run.policy = try Policy(contentsOf: "policy.yaml")
  ///
  /// Reading is strict: a key that is unknown or stands twice, a value that makes no sense and an alias are refused.
  ///
  /// - Parameter path: A YAML file of at most 1 MiB in UTF-8, as `PolicyText` and `taster tune -o` write it.
  /// - Throws: `SettingsError` that names file and line, and the nearest name for an unknown key; `TableError` where the file
  ///   cannot be read.
  /// - Complexity: O(bytes).
  public init(contentsOf path: String) throws { self = try PolicyFile(path).policy }

  /// Reads a policy from a text.
  ///
  /// - Parameters:
  ///   - text: YAML, as `PolicyText` writes it.
  ///   - name: What messages call it.
  /// - Throws: `SettingsError` with the line.
  public init(yaml text: String, named name: String = "the policy") throws {
    try self.init(YAML.read(text, path: name), path: name)
  }
}

extension PolicyFile {
  /// Reads a policy.
  ///
  /// - Parameter path: The file.
  /// - Throws: As `Policy.init(contentsOf:)`.
  package init(_ path: String) throws { try self.init(path) { try YAML.read($0, path: $1) } }
}
