import TasterCSV

extension RunDirectory {
  /// Adds the reports of a run to its files and gives all of them their names.
  ///
  /// - Parameters:
  ///   - files: What was written, by name.
  ///   - report: What is told about it.
  ///   - place: A folder on the file system of the run directory.
  /// - Throws: What the disk throws; a former run is then as it was.
  func publish(
    _ files: [(name: String, file: OutputFile)], with report: Report, in place: String
  ) throws {
    var all = files
    for format in Formats.all {
      guard let name = format.fileName else { continue }
      let file = try OutputFile(in: place)
      try file.write(format.init().render(report))
      all.append((name: name, file: file))
    }
    // The seal comes last.
    all.sort { first, second in
      (first.name == "run.json" ? 1 : 0) < (second.name == "run.json" ? 1 : 0)
    }
    try publish(all)
  }
}
