import TasterCSV

extension Policy {
  /// Writes the policy as a file that a person can read and edit: it appears whole or not at all.
  ///
  /// `Policy.init(contentsOf:)` of the module TasterSettings reads it back as the same policy.
  ///
  /// - Parameters:
  ///   - path: Where it goes.
  ///   - overwriting: Whether a file that is there may be replaced.
  /// - Throws: ``TableError`` where something is there, or no file can be.
  public func write(to path: String, overwriting: Bool = false) throws {
    try NewFiles.checkFree([path], overwrites: overwriting)
    var files = NewFiles()
    do {
      try files.open(path).write(PolicyText().render(self))
      try files.publish()
    } catch let error as CSVError {
      throw TableError(error)
    }
  }
}
