public import TasterKit
public import Testing

/// A small table in which every row that must be suspected carries a flag in its margin.
///
///     x, y, label
///     0.1, 0.2, cat
///     0.1, 0.3, dog  ⚑ label-flip
///
/// Behind the flag stand the names of the detectors that must hold the row, separated by commas. Fields are separated by
/// commas and never quoted; spaces round them do not count and an empty field is a missing value. A column of numbers
/// is numeric, every other one categorical.
public struct MarkedTable: Sendable {
  /// A row that a detector holds, or must hold.
  public struct Flag: Sendable, Hashable {
    /// The row's number, counted from 1 without the header.
    public let row: Int
    /// The detector's name.
    public let detector: String

    /// Makes a flag.
    public init(row: Int, detector: String) {
      self.row = row
      self.detector = detector
    }
  }

  /// A text that is no table.
  public struct Malformed: Error, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int
    /// What is wrong with it.
    public let problem: String

    /// Makes an error.
    public init(line: Int, problem: String) {
      self.line = line
      self.problem = problem
    }

    /// The line and what is wrong with it.
    public var description: String { "line \(line) of the marked table: \(problem)" }
  }

  /// Every flag in the margin.
  public let flags: Set<Flag>
  package let table: MemoryTable

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - text: The header and the rows, a line each; blank lines do not count.
  ///   - label: The name of the label column; nil for a table without labels.
  ///   - source: The name of the source column, if there is one.
  /// - Throws: ``Malformed`` where a line has too few or too many fields, or a named column is missing.
  public init(_ text: String, label: String? = "label", source: String? = nil) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (number: $0.offset + 1, text: $0.element) }
      .filter { line in line.text.contains { !$0.isWhitespace } }
    guard let header = lines.first else { throw Malformed(line: 1, problem: "there is no header") }
    let names = Self.fields(header.text)
    for wanted in [label, source].compactMap({ $0 }) where !names.contains(wanted) {
      throw Malformed(line: header.number, problem: "there is no column '\(wanted)'")
    }
    var columns = [[String]](repeating: [], count: names.count)
    var flags: Set<Flag> = []
    for (row, line) in lines.dropFirst().enumerated() {
      let parts = line.text.split(separator: "⚑", maxSplits: 1, omittingEmptySubsequences: false)
      let cells = Self.fields(parts[0])
      guard cells.count == names.count else {
        throw Malformed(
          line: line.number, problem: "it has \(cells.count) fields, not \(names.count)")
      }
      for (j, cell) in cells.enumerated() { columns[j].append(cell) }
      if parts.count > 1 {
        for name in Self.fields(parts[1]) { flags.insert(Flag(row: row + 1, detector: name)) }
      }
    }
    let fields = zip(names, columns).map { name, cells in
      let role: Column.Role = name == label ? .label : name == source ? .source : .feature
      return Sheet.Field(name, Self.cells(cells, role: role), role: role)
    }
    self.flags = flags
    table = Sheet(rowCount: lines.count - 1, fields: fields).table()
  }

  /// The rows that a detector holds by its own gate, with the options of `init()`.
  ///
  /// - Parameter detector: Which one.
  /// - Returns: A flag for every held row.
  /// - Throws: What the detector cannot compute.
  public func suspects(of detector: any Detector.Type) throws -> Set<Flag> {
    let evidence = try Learned(table).evidence(of: detector)
    return Set(
      evidence.indices.filter { evidence[$0].holds }
        .map { Flag(row: $0 + 1, detector: detector.name) })
  }

  /// What a detector says about a row.
  ///
  /// - Parameters:
  ///   - row: The row's number, counted from 1.
  ///   - detector: Which one.
  /// - Returns: Its reasons.
  /// - Throws: What the detector cannot compute.
  public func reasons(forRow row: Int, by detector: any Detector.Type) throws -> [Reason] {
    try Learned(table).reasons(forRow: row - 1, by: detector)
  }

  /// Expects that a detector holds the rows whose flags name it, and no others.
  ///
  /// - Parameters:
  ///   - detector: Which one.
  ///   - location: Where a failure is reported.
  /// - Throws: What the detector cannot compute.
  public func expectSuspects(
    of detector: any Detector.Type, at location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = flags.filter { $0.detector == detector.name }.map { $0.row }.sorted()
    let found = try suspects(of: detector).map { $0.row }.sorted()
    #expect(found == expected, "rows that \(detector.name) holds", sourceLocation: location)
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { field in
      let start = field.drop { $0.isWhitespace }
      return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
  }

  private static func cells(_ texts: [String], role: Column.Role) -> Sheet.Cells {
    let numbers = texts.map { $0.isEmpty ? Double.nan : Double($0) }
    let complete = numbers.compactMap { $0 }
    if role == .feature, complete.count == texts.count { return .numbers(complete) }
    return .texts(texts.map { $0.isEmpty ? nil : $0 })
  }
}
