extension Report {
  /// What was rejected at which level, and what it takes to be; null without a trusted baseline.
  var discoveriesJSON: JSON {
    guard let found = discoveries else { return .null }
    return [
      "level": .number(found.level), "window": JSON(found.window),
      "rejected": .integer(found.rejected),
      "held_by_gates": .integer(heldByGates), "p_threshold": JSON(found.threshold),
      "least_p": .number(found.leastP), "fewest_rejectable": .integer(found.fewestRejectable),
      "calibration_rows": .integer(found.calibrationRows),
      "calibration_groups": .integer(found.groups),
    ]
  }

  /// The same in a few sentences; none without a trusted baseline.
  var discoveryLines: [String] {
    guard let found = discoveries else { return [] }
    let level = Figures.significant(100 * found.level, digits: 3)
    guard found.window == nil else { return streamLines(found) }
    return [
      "\(Figures.count(found.rejected, "row")) rejected by the baseline: in the mean at most \(level) % "
        + "of such rows are honest",
      "\(Figures.count(heldByGates, "row")) held by a detector's own gate or the threshold alone: no "
        + "rate is promised for them",
      "calibrated on \(Figures.count(found.calibrationRows, "trusted row"))"
        + (found.groups > 1 ? " in \(found.groups) groups of classes" : ", all classes together")
        + "; nothing is rejected unless \(Figures.count(found.fewestRejectable, "row")) "
        + "\(found.fewestRejectable == 1 ? "is" : "are") as odd as can be",
    ]
  }

  /// The same for a stream.
  private func streamLines(_ found: Discoveries) -> [String] {
    let level = Figures.significant(100 * found.level, digits: 3)
    return [
      "\(Figures.count(found.rejected, "row")) rejected by the baseline: in the mean at most \(level) % "
        + "of those in a window of \(Figures.count(found.window ?? 0, "row")) are honest",
      "calibrated on \(Figures.count(found.calibrationRows, "trusted row"))"
        + (found.groups > 1 ? " in \(found.groups) groups of classes" : ", all classes together")
        + "; no row is held unless \(Figures.count(found.fewestRejectable, "row")) of a window "
        + "\(found.fewestRejectable == 1 ? "is" : "are") as odd as can be",
    ]
  }
}

extension Report.Estimate {
  var json: JSON { ["low": .number(low), "value": .number(value), "high": .number(high)] }
}
