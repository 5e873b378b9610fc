/// `drift.csv`: one line a test of whether something is distributed as it was.
public enum DriftCSV: Sendable {
  /// The first line.
  public static let header =
    "kind,column,class,old_count,new_count,statistic,effect,shift,p_value,q_value,alarm,"
    + "new_levels,vanished_levels"

  /// All tests.
  ///
  /// - Parameter comparison: What was compared.
  /// - Returns: UTF-8; the header alone where nothing was tested. A name that a spreadsheet would take for a formula stands
  ///   behind an apostrophe.
  public static func render(_ comparison: Comparison) -> [UInt8] {
    var text = header + "\n"
    for test in comparison.drift?.tests ?? [] {
      let shift = test.shift.map { $0.isFinite ? "\($0)" : "" } ?? ""
      let fields = [
        test.kind.rawValue, field(test.column), field(test.className ?? ""), "\(test.oldCount)",
        "\(test.newCount)", "\(test.statistic)", "\(test.effect)", shift, "\(test.pValue)",
        "\(test.qValue)", test.isAlarm(comparison.driftPolicy) ? "1" : "0",
        "\(test.newLevels.count)", "\(test.vanishedLevels.count)",
      ]
      text += fields.joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }

  /// A text as a field: quoted where it has to be, never a formula, on one line.
  package static func field(_ text: String) -> String {
    var text = printable(text, limit: 1_000)
    if let first = text.first, "=+-@".contains(first) { text = "'" + text }
    let needsQuotes = text.contains { "\",;".contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
