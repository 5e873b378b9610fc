/// Every report format there is.
public enum Formats: Sendable {
  /// The formats in the order of help texts.
  public static let all: [any Format.Type] = [
    TextFormat.self, LineFormat.self, ReportJSON.self, RunJSON.self, MetricsJSON.self,
  ]

  /// The format of a name.
  public static func format(named name: String) -> (any Format.Type)? {
    all.first { $0.name == name }
  }
}
