import TasterCSV

/// A report that is wanted beside the run directory.
public struct ReportFile: Sendable {
  /// How it is written down.
  public var format: any Format
  /// Where it goes; `-` is the standard output.
  public var path: String

  /// Asks for a report.
  ///
  /// - Parameters:
  ///   - format: How it is written down.
  ///   - path: Where it goes; `-` is the standard output.
  public init(_ format: any Format, to path: String) {
    self.format = format
    self.path = path
  }

  /// Writes reports of a comparison; all are whole on the disk before the first gets its name.
  static func write(_ reports: [ReportFile], of report: ComparisonReport) throws {
    var files = NewFiles()
    for wanted in reports {
      guard let format = wanted.format as? any ComparisonFormat else {
        throw TableError(
          .unsuited, "a comparison has no report '\(type(of: wanted.format).name)'")
      }
      try files.open(wanted.path).write(format.render(report))
    }
    try files.publish()
  }

  /// Writes reports; all are whole on the disk before the first gets its name.
  static func write(
    _ reports: [ReportFile], of report: Report, temporary: String
  ) throws {
    var files = NewFiles()
    for wanted in reports {
      try files.open(wanted.path, place: temporary).write(wanted.format.render(report))
    }
    try files.publish()
  }
}

extension HeldTally {
  /// A tally that keeps as many suspects as some reports tell.
  init(reports: [ReportFile], watching watched: Set<Int> = []) {
    self.init(
      top: reports.reduce(1_000) { max($0, type(of: $1.format).suspectLimit) }, watching: watched)
  }
}
