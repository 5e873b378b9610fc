import ArgumentParser
import TasterKit

/// The flags that ask for reports beside the run directory.
struct ReportFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also write a report: sarif, avid, in-toto, openmetrics, junit, github, markdown; several times.",
      valueName: "name=path"))
  var report: [String] = []
  @Flag(name: .long, help: "Let reports for build servers and code hosts tell values of cells.")
  var showValues = false

  /// Whether a report goes to the standard output.
  var hasOutput: Bool { report.contains { $0.hasSuffix("=-") } }

  /// The reports that `--report NAME=PATH` asks for.
  ///
  /// - Parameter isComparison: Whether they are to tell of a comparison, which not all can.
  /// - Returns: One a flag, in their order.
  /// - Throws: What is wrong with a flag.
  func files(ofComparison isComparison: Bool = false) throws -> [ReportFile] {
    try report.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map { String($0) }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw ValidationError("--report wants NAME=PATH, such as sarif=taster.sarif, not '\(text)'")
      }
      guard let type = Formats.format(named: parts[0]) else {
        throw ValidationError("there is no report '\(parts[0])'\(Formats.hint(parts[0]))")
      }
      if isComparison, !(type is any ComparisonFormat.Type) {
        throw ValidationError(
          "a comparison has no report '\(parts[0])'; it has "
            + Formats.ofComparisons.joined(separator: ", "))
      }
      guard var format = type.init() as? any DiscreetFormat else {
        return ReportFile(type.init(), to: parts[1])
      }
      format.showsValues = showValues
      return ReportFile(format, to: parts[1])
    }
  }
}
