/// Every detector there is.
public enum Catalog: Sendable {
  /// The detectors in the order of reports and of the columns of `scores.csv`.
  public static let detectors: [any Detector.Type] = [
    LabelFlip.self, SourceShift.self, Outlier.self, JointOutlier.self, MixedRows.self,
    UnitError.self, MislabelledOutlier.self, RowDistance.self, Flood.self, Trigger.self,
  ]

  /// The detector of a name.
  public static func detector(named name: String) -> (any Detector.Type)? {
    detectors.first { $0.name == name }
  }

  /// The end of a message about a wrong name: what may have been meant.
  public static func hint(_ name: String) -> String {
    Nearest.hint(name, among: detectors.map { $0.name })
  }
}
