import TasterCSV

/// The file of a policy: what `PolicyText` writes, perhaps edited since.
package struct PolicyFile: Sendable, Hashable {
  /// What it says.
  package let policy: Policy
  /// The file by its name, size and hash.
  package let file: RunFacts.File

  /// The most bytes of a policy.
  private static let mostBytes = 1 << 20

  /// Reads a policy.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - parse: Makes nodes of a text and its file's name.
  /// - Throws: ``TableError`` where it cannot be read, ``SettingsError`` with the line where it makes no sense.
  package init(_ path: String, parse: (String, String) throws -> SettingsNode?) throws {
    let bytes: [UInt8]
    do {
      let input = try InputFile(path)
      guard input.size <= Self.mostBytes else {
        throw SettingsError(
          "\(printable(path, limit: 200)) has more than 1 MiB; policies have less")
      }
      var reader = BlockReader(input.bytes(), blockSize: 1 << 14)
      bytes = try reader.next(input.size)
    } catch let error as CSVError {
      throw TableError(error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError("\(printable(path, limit: 200)) is not UTF-8")
    }
    policy = try Policy(parse(text, path), path: path)
    file = RunFacts.File(name: path, bytes: bytes.count, sha256: sha256(bytes))
  }
}

extension Settings {
  /// Lets a run follow a policy.
  ///
  /// - Parameters:
  ///   - file: The policy; how many rows may be held, and how many of them falsely, is what these settings say, where they
  ///     do.
  ///   - run: What is told.
  /// - Throws: ``SettingsError`` where these settings say what the policy says too.
  package func follow(_ file: PolicyFile, in run: inout ScanRun) throws(SettingsError) {
    for name in ["threshold", "detectors"] {
      guard let value = values[name] else { continue }
      throw SettingsError(
        "\(value.origin.place(of: name)) and the policy \(printable(file.file.name, limit: 200)) both say which "
          + "rows are held; leave one of them out")
    }
    run.policy = file.policy
    run.facts.policy = file.file
    if values["max-quarantine"] == nil, let allowance = file.policy.allowance {
      run.allowance = allowance
    }
    if values["fdr"] == nil, let rate = file.policy.goal?.falseDiscoveryRate, rate > 0, rate < 1 {
      run.scan.falseDiscoveryRate = rate
    }
  }
}

extension Policy {
  /// Makes sense of a file.
  ///
  /// - Parameters:
  ///   - root: What stands in it; nil for an empty file.
  ///   - path: Its name, for messages.
  /// - Throws: ``SettingsError`` with file and line for an unknown key, with the nearest name, and for a wrong value.
  package init(_ root: SettingsNode?, path: String) throws(SettingsError) {
    self.init()
    guard let root, root.content != .nothing else {
      throw SettingsError(
        "\(printable(path, limit: 200)) is empty; a policy begins with 'policy: 1'")
    }
    let reading = PolicyReading(path: path)
    var hasVersion = false
    let keys = [
      "policy", "threshold", "max-quarantine", "detectors", "goal", "evidence", "expected",
    ]
    for member in try root.members(among: keys, in: path) {
      switch member.name {
      case "policy":
        let version = try reading.count(member)
        guard version == PolicyText.schemaVersion else {
          throw SettingsError(
            path, member.line,
            "this program reads policies of version \(PolicyText.schemaVersion), not \(version)")
        }
        hasVersion = true
      case "threshold":
        if try member.text(in: path) != "gates" {
          threshold = try reading.number(member, in: 0...1, or: "'gates'")
        }
      case "max-quarantine":
        let text = try member.text(in: path)
        guard let read = Allowance(text) else {
          throw SettingsError(
            path, member.line,
            "max-quarantine takes rows or a percentage, such as 20 or 0.5%, not "
              + "'\(printable(text, limit: 60))'")
        }
        allowance = read
      case "detectors": detectors = try reading.detectors(member)
      case "goal": goal = try reading.goal(member)
      case "evidence": grounds = try reading.grounds(member)
      default: expected = try reading.expected(member)
      }
    }
    guard hasVersion else {
      throw SettingsError(
        path, root.line, "the key 'policy: \(PolicyText.schemaVersion)' is missing")
    }
  }
}
