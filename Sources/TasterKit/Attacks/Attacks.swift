/// Every attack there is.
public enum Attacks: Sendable {
  /// The attacks in the order of lists.
  public static let all: [any Attack.Type] = [
    FlipRandom.self, FlipPair.self, FlipNear.self, FlipFar.self, FlipCluster.self,
    OutlierFar.self, OutlierMild.self, CloneFlood.self, MeanShift.self, BackdoorTrigger.self,
    CleanLabelMix.self, ScaleBug.self, SourceAttack.self, SlowDrip.self,
  ]

  /// The attack of a name; hyphens may be underscores or spaces.
  public static func attack(named name: String) -> (any Attack.Type)? {
    let wanted = name.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
    return all.first { $0.name == wanted }
  }

  /// The end of a message about a wrong name: what may have been meant.
  public static func hint(_ name: String) -> String {
    Nearest.hint(name, among: all.map { $0.name })
  }
}

extension Attacks {
  /// An attack with options.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - options: `NAME=VALUE` each.
  /// - Returns: The attack.
  /// - Throws: ``TableError`` with the nearest names where something is called otherwise.
  public static func make(_ name: String, options: [String] = []) throws -> any Attack {
    guard let type = attack(named: name) else {
      let hint = hint(name)
      throw TableError(
        .unknownName,
        "there is no attack '\(name)'\(hint.isEmpty ? ";" : hint) `taster poison --list` lists them"
      )
    }
    var made: any Attack = type.init()
    for option in options {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw TableError(.unknownName, "an option is NAME=VALUE, not '\(option)'")
      }
      try made.set(String(parts[0]), to: String(parts[1]))
    }
    return made
  }
}
