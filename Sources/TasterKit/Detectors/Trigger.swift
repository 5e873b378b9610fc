import RealModule
import TasterKernels

/// Rows that share exact values, all carry one class, and look like another or share what nature would not bundle.
public struct Trigger: Detector {
  public static let name = "trigger"
  public static let summary =
    "exact values that were set: on rows of another class, or meeting too often"
  public static let explanation = """
    A backdoor is one to three columns set to fixed values, the label set to the attacker's target. \
    Values that many rows share are counted in pairs, class by class, in one matrix product; pairs that meet more \
    often than their own counts explain, and single numbers that stand out of their column or lie beyond it, are grown \
    by the values their rows share. Each group is then checked three times: \
    without its own columns its rows must look like rows of other classes, label models that have not seen the group \
    must not expect its label, and in the other columns its rows must lie as a draw from other classes does: rows that \
    share values by nature lie in a corner of their own. Where nothing contradicts the label, two numbers that stand \
    out of their columns and occur only together speak for themselves, unless the table is full of such pairs.

    It cannot see a single category, a single value on rightly labelled rows, a range of values, or a trigger on fewer \
    than 0.5 % of the rows.
    """

  /// A row is held when its trigger's strength exceeds this.
  public var strengthToHold = 5.0

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil else { return SilentJudge() }
    return TriggerJudge(
      options: self, schema: profile.schema, rules: try TriggerMiner(profile).rules(),
      isWhole: profile.sample.isWhole)
  }
}

/// The triggers' verdict on rows.
struct TriggerJudge: Judge {
  let options: Trigger
  let schema: Schema
  let rules: [TriggerRule]
  /// Whether every row of the table was learned from.
  let isWhole: Bool

  private func value(_ column: Int, _ row: Int, of batch: Batch) -> Items.Value {
    let d = schema.numeric.count
    let n = batch.count
    guard column >= d else { return Items.Value(batch.chunk.numeric[column * n + row]) }
    let code = batch.chunk.codes[(column - d) * n + row]
    return code < 0 ? .missing : .level(code)
  }

  private func rule(_ row: Int, of batch: Batch) -> TriggerRule? {
    rules.filter { rule in
      rule.label == batch.label(row)
        && rule.items.allSatisfy { value($0.column, row, of: batch) == $0.value }
    }.max { $0.strength < $1.strength }
  }

  func evidence(_ batch: Batch) -> [Evidence] {
    guard !rules.isEmpty else { return Array(repeating: .none, count: batch.count) }
    return (0..<batch.count).map { i in
      // A group weaker than this is nature's more often than not.
      guard let strength = rule(i, of: batch)?.strength, strength > 2 else { return .none }
      return Evidence(
        nats: 2.5 + 3 * Double.log(strength - 1), holds: strength > options.strengthToHold)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard let rule = rule(row, of: batch) else { return [] }
    let d = schema.numeric.count
    let values = rule.items.map { item in
      let column =
        item.column < d ? schema.numeric[item.column] : schema.categorical[item.column - d]
      let name = schema.columns[column].name
      switch item.value {
      case .number(let x): return "\(name) = \(x)"
      case .level(let code): return "\(name) = '\(schema.columns[column].levels[Int(code)])'"
      case .missing: return "\(name) missing"
      }
    }
    return [
      Reason(
        detector: Trigger.name,
        text: "\(rule.rows.count) of the \(rule.sharing) \(isWhole ? "" : "drawn ")rows that share "
          + "\(values.joined(separator: ", ")) carry '\(schema.classes[rule.label])' and otherwise "
          + (rule.isContradicted
            ? "look like rows of other classes"
            : "are a draw from that class; these values hardly occur apart"),
        rows: rule.rows.filter { $0 != batch.chunk.firstRow + row }.prefix(5).map { $0 + 1 })
    ]
  }
}
