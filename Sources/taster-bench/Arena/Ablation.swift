/// Which detectors speak.
package enum Variation: Sendable, Hashable {
  /// All of the catalog.
  case catalog
  /// All but one.
  case without(String)
  /// One alone.
  case alone(String)

  /// The catalog, then without and with only each detector.
  package static func all(of detectors: [String]) -> [Variation] {
    [.catalog] + detectors.map { .without($0) } + detectors.map { .alone($0) }
  }

  /// The detectors that speak, of those there are.
  package func chosen(of detectors: [String]) -> [String] {
    switch self {
    case .catalog: detectors
    case .without(let name): detectors.filter { $0 != name }
    case .alone(let name): [name]
    }
  }

  /// How tables call it.
  package var title: String {
    switch self {
    case .catalog: "all"
    case .without(let name): "without \(name)"
    case .alone(let name): "\(name) alone"
    }
  }
}

/// The quality of every variation on every case.
package struct Ablation: Sendable {
  /// The cases of one attack, one variation's quality on each.
  package struct Mean: Sendable, Hashable {
    /// Over the cases with poison.
    package var averagePrecision: Double?
    /// Over the cases with poison.
    package var area: Double?
    /// Over the cases with poison in which a row is held.
    package var precision: Double?
    /// Over the cases with poison.
    package var recall: Double?
    /// The share of rows held, over the controls.
    package var cleanHeld: Double?
    /// The largest share of rows held on a control.
    package var mostCleanHeld: Double?
    /// The average precision of a random order, over the cases with poison.
    package var chance: Double?

    init(_ qualities: [Quality]) {
      let controls = qualities.filter { $0.planted == 0 }.compactMap { $0.cleanHeld }
      averagePrecision = average(qualities.compactMap { $0.averagePrecision })
      area = average(qualities.compactMap { $0.area })
      precision = average(qualities.compactMap { $0.precision })
      recall = average(qualities.compactMap { $0.recall })
      cleanHeld = average(controls)
      mostCleanHeld = controls.max()
      chance = average(qualities.compactMap { $0.chance })
    }
  }

  /// The detectors, in the catalog's order.
  package let detectors: [String]
  /// The attacks that planted something, by name.
  package var attacks: [String] { byAttack.keys.filter { plants($0) }.sorted() }
  private var byAttack: [String: [Variation: [Quality]]] = [:]

  /// Without a case yet.
  package init(detectors: [String]) { self.detectors = detectors }

  /// How many cases were added.
  package var count: Int { byAttack.values.reduce(0) { $0 + ($1[.catalog]?.count ?? 0) } }

  /// Adds a case.
  ///
  /// - Parameters:
  ///   - hearing: What the detectors said about its rows.
  ///   - planted: The truth about them.
  ///   - attack: What was planted.
  package mutating func add(_ hearing: Hearing, planted: [Bool], attack: String) {
    for variation in Variation.all(of: detectors) {
      let verdict = hearing.verdict(of: variation.chosen(of: detectors))
      add(
        Quality(scores: verdict.scores, flagged: verdict.flagged, planted: planted),
        of: variation, attack: attack)
    }
  }

  /// Adds the quality of one variation on a case.
  package mutating func add(_ quality: Quality, of variation: Variation, attack: String) {
    byAttack[attack, default: [:]][variation, default: []].append(quality)
  }

  /// The means of a variation over all cases, or over those of an attack.
  package func mean(_ variation: Variation, attack: String? = nil) -> Mean {
    let chosen = attack.map { [$0] } ?? byAttack.keys.sorted()
    return Mean(chosen.flatMap { byAttack[$0]?[variation] ?? [] })
  }

  private func plants(_ attack: String) -> Bool {
    byAttack[attack]?.values.contains { $0.contains { $0.planted > 0 } } ?? false
  }
}

/// The arithmetic mean; nil of nothing.
package func average(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
