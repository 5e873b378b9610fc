import TasterKernels

/// The threshold that a goal leads to, and what it does; or why there is none.
public struct Recommendation: Sendable, Hashable {
  /// What was asked for.
  public let goal: TuningGoal
  /// The threshold on the score; nil where none meets the goal.
  public let threshold: Double?
  /// What the detectors hold by themselves in place of ``threshold``; nil where the threshold is better, or a goal was stated.
  public var detectors: DetectorAdvice?
  /// What keeps the threshold from being better: the name of a goal, or `f1` where none was stated.
  public let binding: String
  /// Why no threshold meets the goal, a sentence for each of its parts; empty where one does.
  public let unmet: [String]

  /// What is recommended; nil where no threshold meets the goal.
  public var point: OperatingPoint? {
    detectors.map { .detectors($0.thresholds) } ?? threshold.map { .score($0) }
  }
}

extension Tuning {
  /// Finds the threshold for a goal.
  ///
  /// Among the thresholds that meet every limit, that of the least cost is taken where a cost is stated; else the lowest, which
  /// holds most of what is planted; with nothing but recalls to reach the highest, which has the fewest rows to read; and with
  /// no goal at all that of the best F1: on planted poison in the mean over the attacks, and as far as the data at hand show
  /// something themselves, the one to be expected of them. The threshold lies between two scores, so that the last bit of none decides.
  ///
  /// Without a goal, and on planted poison, the detectors hold rows by themselves where that has the better F1: each by its gate or
  /// by a threshold of its own. A stated goal counts rows along one order, so one threshold on the score meets it.
  ///
  /// - Parameter goal: What is asked for.
  /// - Returns: The threshold and what binds it.
  /// - Throws: ``TableError`` for a recall of an attack that was not planted.
  /// - Complexity: O(thresholds × tables · log rows) for about four thousand thresholds.
  public func recommendation(for goal: TuningGoal) throws -> Recommendation {
    let limits = try limits(of: goal)
    let candidates = candidates()
    let met = candidates.filter { t in limits.allSatisfy { $0.isMet(t) } }
    guard !met.isEmpty else {
      return Recommendation(
        goal: goal, threshold: nil, binding: limits.map { $0.name }.joined(separator: ", "),
        unmet: limits.map { words($0, candidates) })
    }
    let isLimited = limits.contains { $0.falls }
    let best: Double
    if let cost = goal.cost {
      best = Self.least(met) { self.cost(cost, at: $0) }
    } else if goal.isEmpty {
      best = Self.least(met) { -worth(of: .score($0)) }
    } else {
      best = isLimited ? met[met.count - 1] : met[0]
    }
    let binding = binding(of: goal, limits, chosen: best, among: candidates)
    var advice = Recommendation(
      goal: goal, threshold: between(best), binding: binding, unmet: [])
    if goal.isEmpty { advice.detectors = try detectorAdvice(against: between(best)) }
    return advice
  }

  /// One part of a goal that a threshold meets or not.
  struct Limit {
    let name: String
    /// Whether it asks for fewer held rows; else for more.
    let falls: Bool
    let isMet: (Double) -> Bool
  }

  private func limits(of goal: TuningGoal) throws -> [Limit] {
    var limits: [Limit] = []
    if let budget = goal.budget {
      limits.append(
        Limit(name: "budget \(Figures.grouped(budget))", falls: true) {
          heldOfTable(at: $0) <= budget
        })
    }
    if let rate = goal.maxFalseRate {
      limits.append(
        Limit(name: "max-false-rate \(Figures.significant(rate))", falls: true) {
          falseRate(at: $0) <= rate
        })
    }
    if let share = goal.falseDiscoveryRate {
      limits.append(
        Limit(name: "fdr \(Figures.significant(share))", falls: true) {
          falseShare(at: $0) <= share
        })
    }
    for (name, least) in goal.minRecall.sorted(by: { $0.key < $1.key }) {
      for attack in try attacks(named: name) {
        let trials = trials.filter { $0.attack == attack }
        limits.append(
          Limit(name: "min-recall \(attack)=\(Figures.significant(least))", falls: false) { t in
            trials.reduce(0) { $0 + $1.ranking.recall(at: t) } >= least * Double(trials.count)
          })
      }
    }
    return limits
  }

  /// The attack of a name; all of a family, such as 'flip'; or 'all'.
  private func attacks(named name: String) throws -> [String] {
    func plain(_ name: String) -> String { name.lowercased().replacing("_", with: "-") }
    let known = attacks
    if name == "all" { return known }
    let wanted = plain(name)
    if let found = known.first(where: { plain($0) == wanted }) { return [found] }
    let family = known.filter { plain($0).hasPrefix(wanted + "-") }
    if !family.isEmpty { return family }
    let hint = Nearest.hint(name, among: known)
    throw TableError(
      .unknownName,
      "--min-recall names '\(printable(name, limit: 60))', which was not planted"
        + (hint.isEmpty
          ? "; there is " + known.map { printable($0, limit: 60) }.joined(separator: ", ") : hint))
  }

  /// The share of the rows that were not planted which is held at a threshold, 0…1.
  public func falseRate(at threshold: Double) -> Double {
    Double(combined.held(at: threshold).others) / Double(max(combined.others.count, 1))
  }

  /// The share of the held rows that was not planted, 0…1, at the shares of poison that the evidence has.
  public func falseShare(at threshold: Double) -> Double {
    let held = combined.held(at: threshold)
    return Double(held.others) / Double(max(held.planted + held.others, 1))
  }

  /// What mistakes cost at a threshold: of a simulation in the mean over its tables.
  public func cost(_ cost: TuningGoal.Cost, at threshold: Double) -> Double {
    let held = combined.held(at: threshold)
    let tables = evidence == .simulation ? Double(trials.count) : 1
    return
      (cost.falsePositive * Double(held.others)
      + cost.falseNegative * Double(combined.planted.count - held.planted)) / tables
  }

  /// Thresholds to choose from, highest first: none held, then scores of the data and of planted rows.
  package func candidates() -> [Double] {
    let count = 2_000
    var found: Set<Double> = [1]
    for point in Sweep(combined, count: count).points { found.insert(point.threshold) }
    for rank in Sweep.ranks(table.count, count: count) {
      found.insert(table[table.count - rank])
    }
    return found.sorted(by: >)
  }

  private static func least(_ list: [Double], _ figure: (Double) -> Double) -> Double {
    var best = (list[0], figure(list[0]))
    for t in list.dropFirst() {
      let value = figure(t)
      if value < best.1 { best = (t, value) }
    }
    return best.0
  }

  private func binding(
    of goal: TuningGoal, _ limits: [Limit], chosen: Double, among candidates: [Double]
  ) -> String {
    if goal.isEmpty { return "f1" }
    let wanted: Double?
    if let cost = goal.cost {
      let free = Self.least(candidates) { self.cost(cost, at: $0) }
      if free == chosen { return "cost" }
      wanted = free
    } else if limits.contains(where: { $0.falls }) {
      wanted = candidates.first { $0 < chosen }
    } else {
      wanted = candidates.last { $0 > chosen }
    }
    guard let wanted else { return "none: every row is held" }
    return limits.filter { !$0.isMet(wanted) }.map { $0.name }.joined(separator: ", ")
  }

  /// What one part of a goal that cannot be met as a whole would take.
  private func words(_ limit: Limit, _ candidates: [Double]) -> String {
    guard
      let t = limit.falls
        ? candidates.last(where: limit.isMet) : candidates.first(where: limit.isMet)
    else { return "\(limit.name): no threshold meets it" }
    let held = Figures.grouped(heldOfTable(at: t))
    let figures =
      "\(held) of \(Figures.grouped(table.count)) rows are held there, "
      + "\(percent(falseRate(at: t))) of the honest ones"
    return
      "\(limit.name): a threshold of \(limit.falls ? "at least" : "at most") "
      + "\(Figures.significant(t)) meets it; \(figures)"
  }

  /// A threshold that holds the rows that a score holds, as short as can be, between it and the next lower one.
  package func between(_ score: Double) -> Double {
    let lists = [table, combined.planted, combined.others]
    let below = lists.compactMap { list -> Double? in
      let k = lowerBound(list, score)
      return k > 0 ? list[k - 1] : nil
    }.max()
    guard let below else { return score }
    let middle = below + (score - below) / 2
    var unit = 10.0
    for _ in 0..<17 {
      let rounded = (middle * unit).rounded() / unit
      if rounded > below, rounded <= score { return rounded }
      unit *= 10
    }
    return score
  }
}
