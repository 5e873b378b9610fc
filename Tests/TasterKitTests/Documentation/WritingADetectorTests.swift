import TasterKit
import TasterTesting
import Testing

// What stands between the marks is the example of the article "Writing a detector", word for word.

// begin: detector
/// Values far away from the middle of their own class.
struct ClassReach: Detector {
  static let name = "class-reach"
  static let summary = "values many spreads away from the middle of their class"
  static let explanation = """
    The distance of a value to the median of its class, in robust standard deviations; the farthest column counts. \
    It cannot see a row that is odd only in combination, and says nothing about classes of under 20 rows.
    """

  /// A row is held when a value lies this many robust standard deviations out.
  var reachToHold = 12.0

  init() {}

  func learn(_ profile: Profile) throws -> any Judge {
    let statistics = profile.statistics
    let middles = statistics.rows.indices.map { c in
      profile.schema.numeric.indices.map { statistics.summary(ofClass: c, numeric: $0) }
    }
    let names = profile.schema.numeric.map { profile.schema.columns[$0].name }
    return ReachJudge(reachToHold: reachToHold, names: names, middles: middles)
  }
}

/// The medians' verdict on rows.
struct ReachJudge: Judge {
  let reachToHold: Double
  /// The names of the numeric features.
  let names: [String]
  /// What every class looks like: [class][feature].
  let middles: [[ClassStatistics.Summary]]

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { row in
      let reach = farthest(row, of: batch).reach
      return Evidence(nats: min(max(reach - 4, 0) / 2, 10), holds: reach > reachToHold)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    let (feature, reach) = farthest(row, of: batch)
    guard reach > 4 else { return [] }
    let value = batch.chunk.numeric[feature * batch.count + row]
    return [.farAway(names[feature], value: value, reach: reach)]
  }

  private func farthest(_ row: Int, of batch: Batch) -> (feature: Int, reach: Double) {
    var best = (feature: 0, reach: 0.0)
    for (j, middle) in middles[Int(batch.chunk.labels[row])].enumerated() where middle.count >= 20 {
      let value = batch.chunk.numeric[j * batch.count + row]
      let reach = (value - middle.centre).magnitude / middle.spread
      if reach.isFinite, reach > best.reach { best = (j, reach) }
    }
    return best
  }
}

extension Reason {
  fileprivate static func farAway(_ name: String, value: Double, reach: Double) -> Reason {
    Reason(
      detector: ClassReach.name,
      text: "`\(name)` = \(value) lies \(Int(reach)) robust standard deviations from its class")
  }
}
// end: detector

// begin: tests
@Suite struct `Class reach` {
  @Test(arguments: DetectorLaws.Law.allCases)
  func `is a detector`(law: DetectorLaws.Law) throws {
    try DetectorLaws(ClassReach.self).verify(law)
  }

  @Test func `holds the value that lies far away, and no other row`() throws {
    let rows = (0..<40).map { "\($0 % 7), \($0 % 2 == 0 ? "cat" : "dog")" }
    let marked = try MarkedTable(
      (["x, label"] + rows + ["90, cat ⚑ class-reach"]).joined(separator: "\n"))
    try marked.expectSuspects(of: ClassReach.self)
    #expect(try marked.reasons(forRow: 41, by: ClassReach.self).count == 1)
  }
}
// end: tests
