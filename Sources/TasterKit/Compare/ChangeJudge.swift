import RealModule
import TasterCSV
import TasterKernels

/// Judges changed and added rows by what the old snapshot says about them.
struct ChangeJudge: Sendable {
  /// What the old profile says about one change; NaN where it cannot say.
  struct Opinion: Sendable, Hashable {
    /// How much less the new row's label is believed than the old row's, in nats.
    ///
    ///     log p(old label | old features) − log p(new label | new features)
    ///
    /// Of a row that came: log p(the likeliest other class) − log p(its class).
    var suspicion = Double.nan
    /// How surprising the new row's numbers are, in nats.
    var surprise = Double.nan
    /// The class the new row looks like; −1 where that is unknown.
    var looksLike: Int32 = -1
  }

  let profile: Profile
  let oldCoder: SchemaCoder
  let newCoder: SchemaCoder
  /// The old schema's code of each class of both snapshots; −1 where only the new one has it.
  private let codes: [Int32]
  /// Probabilities below this are not told apart: a hundred thousand to one is as sure as a model gets.
  private static let floor = 1e-5

  /// A judge.
  ///
  /// - Parameters:
  ///   - profile: What the old snapshot taught.
  ///   - pair: Both snapshots.
  ///   - classes: The classes of both.
  init(profile: Profile, pair: SnapshotPair, classes: [String]) {
    self.profile = profile
    let missing = pair.old.options.missing
    let schema = profile.schema
    let own = Dictionary(uniqueKeysWithValues: schema.columns.indices.map { ($0, $0) })
    var places: [Int: Int] = [:]
    for column in pair.columns.pairs { places[column.old] = column.new }
    oldCoder = SchemaCoder(schema, places: own, missing: missing)
    newCoder = SchemaCoder(schema, places: places, missing: missing)
    let known = oldCoder.classes
    codes = classes.map { known[$0] ?? -1 }
  }

  /// Judges some changes.
  ///
  /// - Parameters:
  ///   - changes: The changes.
  ///   - old: The old rows; nil for those that came.
  ///   - new: The new rows; nil for those that went.
  /// - Returns: An opinion each.
  func opinions(
    _ changes: [RowChange], old: [SchemaCoder.Row?], new: [SchemaCoder.Row?]
  ) -> [Opinion] {
    var result = changes.map { _ in Opinion() }
    let before = judged(old.indices.filter { changes[$0].isPaired }, old)
    let after = judged(new.indices.filter { changes[$0].kind != .went }, new)
    for (k, change) in changes.enumerated() where change.kind != .went {
      guard let next = after[k] else { continue }
      result[k].surprise = next.surprise
      guard let posterior = next.posterior else { continue }
      let label = change.new.label >= 0 ? codes[Int(change.new.label)] : -1
      result[k].looksLike = Self.likeliest(posterior, except: -1)
      guard label >= 0 else { continue }
      if change.kind == .came {
        let other = posterior[Int(Self.likeliest(posterior, except: label))]
        result[k].suspicion = Self.log(other) - Self.log(posterior[Int(label)])
      } else if let known = before[k]?.posterior {
        let was = codes[Int(change.old.label)]
        // Where only the label changed, both are asked of the model that has not seen the old row.
        let now = change.kind == .relabelled ? known : posterior
        if was >= 0 { result[k].suspicion = Self.log(known[Int(was)]) - Self.log(now[Int(label)]) }
      }
    }
    return result
  }

  private func judged(
    _ chosen: [Int], _ rows: [SchemaCoder.Row?]
  ) -> [Int: (posterior: [Double]?, surprise: Double)] {
    let present = chosen.filter { rows[$0] != nil }
    guard !present.isEmpty else { return [:] }
    let batch = profile.batch(SchemaCoder.chunk(present.compactMap { rows[$0] }))
    let combined = batch.standing.posteriors?.combined
    var result: [Int: (posterior: [Double]?, surprise: Double)] = [:]
    for (i, k) in present.enumerated() {
      result[k] = (combined.map { Array($0.row(i)) }, batch.standing.surprises[i].value)
    }
    return result
  }

  private static func log(_ p: Double) -> Double { Double.log(max(p, floor)) }

  private static func likeliest(_ posterior: [Double], except label: Int32) -> Int32 {
    var best: Int32 = label == 0 ? 1 : 0
    for c in posterior.indices where Int32(c) != label && posterior[c] > posterior[Int(best)] {
      best = Int32(c)
    }
    return best
  }

  /// What the old snapshot's own rows look like when judged as if they had come: the yardstick for rows that did.
  ///
  /// - Parameters:
  ///   - suspicion: The suspicion from which a row counts as contradicted.
  ///   - surprise: The surprise from which a row counts as odd.
  /// - Returns: How many of the sampled rows are the one and the other, of how many.
  func yardstick(suspicion: Double, surprise: Double) -> (
    contradicted: Int, odd: Int, of: Int
  ) {
    let combined = profile.standing.posteriors?.combined
    var (contradicted, odd) = (0, 0)
    for (i, label) in profile.sample.labels.enumerated() {
      if profile.standing.surprises[i].value >= surprise { odd += 1 }
      guard let combined else { continue }
      let posterior = Array(combined.row(i))
      let other = posterior[Int(Self.likeliest(posterior, except: Int32(label)))]
      if Self.log(other) - Self.log(posterior[label]) >= suspicion { contradicted += 1 }
    }
    return (contradicted, odd, profile.sample.labels.count)
  }
}
