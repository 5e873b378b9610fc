/// The held rows of a run, summed up one by one.
///
/// Memory grows with the numbers of detectors, classes and sources and with the suspects that are kept, never with the
/// held rows. Evidence is summed in the order in which rows are added: add them in the order of rows, and every sum is
/// the same from run to run, to the last bit.
public struct HeldTally: Sendable {
  private struct Voice {
    var held = 0
    var spoke = 0
    var nats = 0.0
  }

  private struct Pair: Hashable {
    let given: String
    let suggested: String
  }

  /// How many rows were added.
  public private(set) var count = 0
  /// How many of them a p-value rejects.
  private(set) var promised = 0
  private var voices: [String: Voice] = [:]
  private var labels: [String: Int] = [:]
  private var sources: [String: Int] = [:]
  private var pairs: [Pair: Int] = [:]
  private var ranking: SuspectRanking<Report.Suspect>
  /// Where in the data set they lie.
  private(set) var positions = PositionTally()
  /// How many of them have a score in each of ``scoreBins`` equal parts of 0…1.
  private(set) var scores = [Int](repeating: 0, count: scoreBins)
  private let watched: Set<Int>
  /// Those of the watched rows that are held, in the order in which they were added.
  private(set) var watchedHeld: [Int] = []

  /// How many parts scores are told in.
  package static let scoreBins = 60

  /// The most labels, pairs of labels and sources that are told apart: of a stream there may be no end of them.
  private static let mostNames = 1 << 16

  /// A tally of no rows.
  ///
  /// - Parameters:
  ///   - top: The most suspects that are kept.
  ///   - watched: Numbers of rows of which it is to be known whether they are held.
  public init(top: Int = 1_000, watching watched: Set<Int> = []) {
    ranking = SuspectRanking(limit: top)
    self.watched = watched
  }

  /// Takes a held row in.
  ///
  /// - Parameters:
  ///   - finding: What was found.
  ///   - location: Where the row stands; nil where nothing is split.
  /// - Complexity: O(log `top`) on average.
  public mutating func add(_ finding: Finding, at location: RowLocation? = nil) {
    count += 1
    positions.add(finding.row)
    scores[min(max(Int(finding.score * Double(Self.scoreBins)), 0), Self.scoreBins - 1)] += 1
    if watched.contains(finding.row) { watchedHeld.append(finding.row) }
    if finding.heldBy.contains(BaselineVerdict.name) { promised += 1 }
    for name in finding.heldBy { voices[name, default: Voice()].held += 1 }
    for (name, nats) in finding.evidence {
      voices[name, default: Voice()].spoke += 1
      voices[name, default: Voice()].nats += nats
    }
    if let label = finding.label {
      Self.count(label, in: &labels)
      if let suggested = finding.suggestedLabel {
        Self.count(Pair(given: label, suggested: suggested), in: &pairs)
      }
    }
    if let source = location?.source { Self.count(source, in: &sources) }
    ranking.add(Report.Suspect(finding: finding, location: location))
  }

  private static func count<Name: Hashable>(_ name: Name, in counts: inout [Name: Int]) {
    if let known = counts[name] {
      counts[name] = known + 1
    } else if counts.count < mostNames {
      counts[name] = 1
    }
  }

  /// The most suspicious rows, highest score first, ties by row number.
  public var suspects: [Report.Suspect] { ranking.best }

  /// Given and suggested labels, most frequent first.
  public var labelFlow: [Report.Flow] {
    pairs.map {
      Report.Flow(given: $0.key.given, suggested: $0.key.suggested, count: $0.value)
    }.sorted { ($1.count, $0.given, $0.suggested) < ($0.count, $1.given, $1.suggested) }
  }

  /// What some detectors had to say, in the order of their names.
  func detectors(_ names: [String]) -> [Report.DetectorShare] {
    names.map { name in
      let voice = voices[name] ?? Voice()
      return Report.DetectorShare(
        name: name, held: voice.held, spoke: voice.spoke,
        meanEvidence: voice.spoke > 0 ? voice.nats / Double(voice.spoke) : nil)
    }
  }

  /// The held rows of some classes, in the order of their names.
  func classes(_ names: [String], rows: [Int]) -> [Report.GroupShare] {
    Self.groups(names, rows: rows, held: labels)
  }

  /// The held rows of some sources, in the order of their names.
  func sources(_ names: [String], rows: [Int]) -> [Report.GroupShare] {
    Self.groups(names, rows: rows, held: sources)
  }

  private static func groups(
    _ names: [String], rows: [Int], held: [String: Int]
  ) -> [Report.GroupShare] {
    names.enumerated().map { k, name in
      Report.GroupShare(
        name: name, rows: rows.indices.contains(k) ? rows[k] : nil, held: held[name] ?? 0)
    }
  }
}
