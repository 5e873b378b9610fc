import TasterKit

/// The held rows that a decision is about.
public enum Selection: Sendable, Hashable {
  /// Rows by their numbers in the data; of a range those that are held, and a range of one row has to be held.
  case rows([ClosedRange<Int>])
  /// Rows for which conditions hold.
  case filter(RowFilter)
  /// Rows of a group of ``Ledger/groups(_:)``, by its kind and name.
  case group(kind: String, name: String)

  /// Reads `3,7-12`.
  ///
  /// - Parameter text: What was typed.
  /// - Returns: Ranges, ascending, none touching another.
  /// - Throws: ``TasterKit/TableError`` where it is no list of row numbers.
  public static func rows(_ text: String) throws -> Selection {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { Int($0.filter { $0 != " " }) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first > 0, first <= last
      else {
        throw TableError(
          .unknownName,
          "'\(printable(part))' is no row and no range of rows; write them as 3,7-12")
      }
      ranges.append(first...last)
    }
    return .rows(merged(ranges))
  }

  /// Reads `source:eu-7`, `detector:trigger` or `flow:a -> b`.
  ///
  /// - Parameter text: What was typed.
  /// - Returns: A group's kind and name.
  /// - Throws: ``TasterKit/TableError`` where no kind stands in front of a colon.
  public static func group(_ text: String) throws -> Selection {
    let kinds = ["detector", "source", "flow", "shared"]
    let kind = String(text.prefix { $0 != ":" })
    guard kinds.contains(kind), text.count > kind.count + 1 else {
      let hint = Nearest.hint(kind, among: kinds)
      throw TableError(
        .unknownName,
        "'\(printable(text))' names no group\(hint.isEmpty ? ";" : hint) Write detector:NAME, source:NAME, "
          + "'flow:A -> B' (rows labelled A that look like B) or 'shared:NAME' as the view groups of the "
          + "ledger has it")
    }
    let name = String(text.dropFirst(kind.count + 1))
    return .group(kind: kind, name: kind == "flow" ? name.replacing(" -> ", with: " → ") : name)
  }

  /// Whether rows are meant whatever others have decided about them.
  var overrules: Bool {
    switch self {
    case .rows: true
    case .filter(let filter): filter.asksForStatus
    case .group: false
    }
  }

  /// Ranges in order, those that overlap or touch made one.
  private static func merged(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var merged: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
