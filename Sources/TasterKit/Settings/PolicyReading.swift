/// Reads the parts of a policy, each strictly.
struct PolicyReading {
  /// The file, for messages.
  let path: String

  /// A number between bounds.
  func number(
    _ member: SettingsNode.Member, in range: ClosedRange<Double> = 0...1, or other: String? = nil
  ) throws(SettingsError) -> Double {
    let text = try member.text(in: path)
    guard let value = Double(text), range.contains(value) else {
      let high = range.upperBound.isFinite ? " to \(Figures.significant(range.upperBound))" : " on"
      throw SettingsError(
        path, member.line,
        "\(member.shown) takes a number from \(Figures.significant(range.lowerBound))\(high)"
          + (other.map { " or \($0)" } ?? "") + ", not '\(printable(text, limit: 60))'")
    }
    return value
  }

  /// A whole number from 0 on.
  func count(_ member: SettingsNode.Member) throws(SettingsError) -> Int {
    let text = try member.text(in: path)
    guard let value = Int(text), value >= 0 else {
      throw SettingsError(
        path, member.line,
        "\(member.shown) takes a whole number from 0, not '\(printable(text, limit: 60))'")
    }
    return value
  }

  func detectors(
    _ member: SettingsNode.Member
  ) throws(SettingsError) -> [String: Policy.DetectorRule] {
    let names =
      Catalog.detectors.map { $0.name } + [BaselineVerdict.name, BaselineVerdict.surplusName]
    var rules: [String: Policy.DetectorRule] = [:]
    for detector in try member.value.members(among: names, in: path) {
      var rule = Policy.DetectorRule()
      for part in try detector.value.members(among: ["run", "weight", "hold"], in: path) {
        switch part.name {
        case "run":
          let text = try part.text(in: path)
          guard let runs = ["true": true, "false": false][text] else {
            throw SettingsError(
              path, part.line, "run takes true or false, not '\(printable(text, limit: 60))'")
          }
          rule.runs = runs
        case "weight": rule.weight = try number(part, in: 0...1_000)
        default:
          if try part.text(in: path) != "gate" {
            rule.threshold = try number(part, in: -1_000...1_000_000, or: "'gate'")
          }
        }
      }
      rules[detector.name] = rule
    }
    return rules
  }

  func goal(_ member: SettingsNode.Member) throws(SettingsError) -> TuningGoal {
    var goal = TuningGoal()
    let keys = ["budget", "max-false-rate", "fdr", "cost", "min-recall"]
    for part in try member.value.members(among: keys, in: path) {
      switch part.name {
      case "budget": goal.budget = try count(part)
      case "max-false-rate": goal.maxFalseRate = try number(part)
      case "fdr": goal.falseDiscoveryRate = try number(part)
      case "cost":
        var cost = TuningGoal.Cost(falsePositive: 1, falseNegative: 1)
        for price in try part.value.members(among: ["fp", "fn"], in: path) {
          let value = try number(price, in: 0...Double.infinity)
          if price.name == "fp" { cost.falsePositive = value } else { cost.falseNegative = value }
        }
        goal.cost = cost
      default:
        for recall in try part.value.members(among: nil, in: path) {
          goal.minRecall[recall.name] = try number(recall)
        }
      }
    }
    return goal
  }

  func grounds(_ member: SettingsNode.Member) throws(SettingsError) -> Policy.Grounds {
    var grounds = Policy.Grounds(kind: .truth, version: "", seed: 0, rows: 0, data: [])
    let keys = ["kind", "version", "seed", "rows", "data", "profile"]
    for part in try member.value.members(among: keys, in: path) {
      switch part.name {
      case "kind":
        let text = try part.text(in: path)
        let kinds = TuningEvidence.allCases.map { $0.rawValue }
        guard let kind = TuningEvidence(rawValue: text) else {
          let hint = Nearest.hint(text, among: kinds)
          throw SettingsError(
            path, part.line,
            "there is no evidence '\(printable(text, limit: 60))'"
              + (hint.isEmpty ? "; there is \(kinds.joined(separator: ", "))" : hint))
        }
        grounds.kind = kind
      case "version": grounds.version = try part.text(in: path)
      case "seed":
        let text = try part.text(in: path)
        guard let seed = UInt64(text) else {
          throw SettingsError(
            path, part.line, "seed takes a whole number from 0, not '\(printable(text, limit: 60))'"
          )
        }
        grounds.seed = seed
      case "rows": grounds.rows = try count(part)
      case "data":
        guard case .list(let files) = part.value.content else {
          throw SettingsError(
            path, part.line, "data takes a list of files, each with name and sha256")
        }
        for node in files { grounds.data.append(try file(node)) }
      default: grounds.profile = try file(part.value)
      }
    }
    return grounds
  }

  private func file(_ node: SettingsNode) throws(SettingsError) -> Policy.Grounds.File {
    var file = Policy.Grounds.File(name: "", sha256: "")
    for part in try node.members(among: ["name", "sha256"], in: path) {
      let text = try part.text(in: path)
      if part.name == "name" { file.name = text } else { file.sha256 = text }
    }
    return file
  }

  func expected(_ member: SettingsNode.Member) throws(SettingsError) -> ExpectedRate {
    var expected = ExpectedRate(rate: 0, low: 0, high: 1, rows: 1)
    for part in try member.value.members(among: ["rate", "low", "high", "rows"], in: path) {
      switch part.name {
      case "rate": expected.rate = try number(part)
      case "low": expected.low = try number(part)
      case "high": expected.high = try number(part)
      default: expected.rows = try count(part)
      }
    }
    guard expected.low <= expected.rate, expected.rate <= expected.high else {
      throw SettingsError(path, member.line, "expected wants low ≤ rate ≤ high")
    }
    return expected
  }
}
