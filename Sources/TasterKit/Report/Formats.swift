/// Every report format there is.
public enum Formats: Sendable {
  /// The formats in the order of help texts.
  public static let all: [any Format.Type] = [
    TextFormat.self, LineFormat.self, ReportJSON.self, RunJSON.self, MetricsJSON.self,
    HTMLFormat.self,
    SARIFFormat.self, AVIDReport.self, Attestation.self, OpenMetricsFormat.self, JUnitFormat.self,
    GitHubAnnotations.self, MarkdownFormat.self,
  ]

  /// The names of those that tell of comparisons too.
  public static var ofComparisons: [String] {
    all.filter { $0 is any ComparisonFormat.Type }.map { $0.name }
  }

  /// The format of a name.
  public static func format(named name: String) -> (any Format.Type)? {
    all.first { $0.name == name }
  }

  /// The end of a message about a wrong name: what may have been meant.
  public static func hint(_ name: String) -> String {
    Nearest.hint(name, among: all.map { $0.name })
  }
}
