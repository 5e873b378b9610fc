import RealModule
import TasterKernels

/// Sources whose labels are contradicted more often than those of the rest.
public struct SourceShift: Detector {
  public static let name = "source-shift"
  public static let summary =
    "sources whose labels are contradicted more often than everyone else's"
  public static let explanation = """
    For every source, the rows whose label the models contradict are counted against the rest of the table. A source \
    that lies more than 3.3 standard deviations above gets the log-odds between its shrunk rate and the base rate, in \
    proportion to how contradicted the row itself is.

    It needs a source column (--source). It cannot see poison that is spread evenly over all sources.
    """

  /// A contradicted row is held when its source's log-odds are at least this.
  public var shiftToHold = 1.5

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    let count = profile.schema.sources.count
    guard count > 1, profile.labels != nil else { return SilentJudge() }
    var size = [Double](repeating: 0, count: count)
    var bad = [Double](repeating: 0, count: count)
    for (i, source) in profile.sample.sources.enumerated() where source >= 0 {
      size[source] += 1
      if profile.standing.plainMargins[i] > 0.25 { bad[source] += 1 }
    }
    let n = size.reduce(0, +)
    let total = bad.reduce(0, +)
    let sources = (0..<count).map { s -> SourceJudge.Source in
      let base = (total - bad[s] + 1) / (n - size[s] + 2)
      let z = (bad[s] - base * size[s]) / Double.sqrt(base * (1 - base) * size[s] + 1e-9)
      let rate = (bad[s] + 5 * base) / (size[s] + 5)
      let shift = z > 3.3 && bad[s] >= 5 ? logit(rate) - logit(base) : 0
      return SourceJudge.Source(
        name: profile.schema.sources[s], shift: shift, rate: bad[s] / max(size[s], 1),
        elsewhere: (total - bad[s]) / max(n - size[s], 1))
    }
    return SourceJudge(options: self, sources: sources)
  }
}

private func logit(_ p: Double) -> Double { Double.log(p) - Double.log(1 - p) }

/// The sources' verdict on rows.
struct SourceJudge: Judge {
  struct Source: Sendable {
    let name: String
    let shift: Double
    /// The share of its rows whose label the features contradict.
    let rate: Double
    /// The same share of all other rows.
    let elsewhere: Double
  }

  let options: SourceShift
  let sources: [Source]

  private func source(_ row: Int, of batch: Batch) -> Source? {
    let code = Int(batch.chunk.sources[row])
    return sources.indices.contains(code) ? sources[code] : nil
  }

  func evidence(_ batch: Batch) -> [Evidence] {
    (0..<batch.count).map { i in
      guard let source = source(i, of: batch), source.shift > 0 else { return .none }
      let margin = batch.margins[i]
      return Evidence(
        nats: 2.5 * source.shift * min(max(margin + 0.5, 0), 1),
        holds: source.shift > options.shiftToHold && margin > 0)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    guard let source = source(row, of: batch), source.shift > 0 else { return [] }
    return [
      Reason(
        detector: SourceShift.name,
        text: "its source '\(source.name)' has labels that the features contradict in "
          + "\(percent(source.rate)) of its rows, against \(percent(source.elsewhere)) elsewhere")
    ]
  }
}
