import TasterKernels

/// What holds rows once something is chosen.
public enum OperatingPoint: Sendable, Hashable {
  /// Rows with at least this score, 0…1.
  case score(Double)
  /// Each detector by its gate, or from the nats on that stand by its name.
  case detectors([String: Double])
}

extension Policy {
  /// What a policy says about holding rows, beside what else it says.
  ///
  /// - Parameter point: What holds rows; a detector that is not named keeps its rule.
  public mutating func hold(by point: OperatingPoint) {
    switch point {
    case .score(let threshold): self.threshold = threshold
    case .detectors(let thresholds):
      threshold = nil
      for (name, nats) in thresholds { detectors[name, default: DetectorRule()].threshold = nats }
    }
  }
}

extension Tuning {
  /// What each detector said about the rows of a simulation.
  struct SimulatedVoices: Sendable, Hashable {
    /// About those of every trial, in the order of the trials.
    let trials: [Voices]
    /// About those of the data at hand.
    let table: Voices
  }

  /// How many planted and other rows of a trial are held.
  ///
  /// - Parameters:
  ///   - k: The trial.
  ///   - point: What holds rows; detectors alone only in a simulation.
  /// - Returns: Numbers of rows.
  func held(ofTrial k: Int, by point: OperatingPoint) -> (planted: Int, others: Int) {
    switch point {
    case .score(let threshold): trials[k].ranking.held(at: threshold)
    case .detectors:
      voices.map {
        let held = $0.trials[k].held(by: steps(of: point))
        return (Int(held.planted), held.rows - Int(held.planted))
      } ?? (0, 0)
    }
  }

  /// How many planted and other rows are held, of all tables in which something was planted.
  func held(by point: OperatingPoint) -> (planted: Int, others: Int) {
    guard case .detectors = point else {
      guard case .score(let threshold) = point else { return (0, 0) }
      return combined.held(at: threshold)
    }
    return trials.indices.reduce(into: (0, 0)) { sum, k in
      let own = held(ofTrial: k, by: point)
      sum = (sum.0 + own.planted, sum.1 + own.others)
    }
  }

  /// How many rows of the data at hand are held.
  ///
  /// - Parameter point: What holds rows.
  /// - Returns: A number of rows.
  public func heldOfTable(by point: OperatingPoint) -> Int {
    switch point {
    case .score(let threshold): heldOfTable(at: threshold)
    case .detectors: voices.map { $0.table.held(by: steps(of: point)).rows } ?? 0
    }
  }

  /// F1 at an operating point, 0…1: of a simulation in the mean over the attacks, else that of all planted rows.
  public func f1(by point: OperatingPoint) -> Double {
    guard evidence == .simulation else {
      guard case .score(let threshold) = point else { return .nan }
      return combined.f1(at: threshold)
    }
    return meanOverAttacks { k in
      let own = held(ofTrial: k, by: point)
      return Self.f1(
        planted: Double(own.planted), held: own.planted + own.others,
        of: Double(trials[k].ranking.planted.count))
    }
  }

  /// The harmonic mean of precision and recall.
  ///
  /// - Parameters:
  ///   - caught: How many of the held rows were planted.
  ///   - held: How many are held.
  ///   - planted: How many were planted.
  /// - Returns: 0…1; 0 where nothing was planted and nothing is held.
  static func f1(planted caught: Double, held: Int, of planted: Double) -> Double {
    let both = Double(held) + planted
    return both > 0 ? 2 * caught / both : 0
  }

  /// How much of each attack is held.
  public func recalls(by point: OperatingPoint) -> [RecallBand] {
    attacks.map { name in
      let own = trials.indices.filter { trials[$0].attack == name }
      let planted = own.map { trials[$0].ranking.planted.count }
      let recalls = zip(own, planted).map {
        Double(held(ofTrial: $0, by: point).planted) / Double($1)
      }
      return RecallBand(name, planted: planted.reduce(0, +), recalls: recalls, seed: seed)
    }
  }

  /// The positions on the scale at which detectors hold; nil leaves one to its gate.
  func steps(of point: OperatingPoint) -> [Int?] {
    guard case .detectors(let thresholds) = point else { return [] }
    return names.dropFirst().map { name in
      thresholds[name].map { nats in
        Voices.scale.firstIndex { $0 >= nats } ?? Voices.scale.count - 1
      }
    }
  }

  /// How many rows of half of the data are held.
  func held(of half: Half, by point: OperatingPoint) -> Int {
    switch point {
    case .score(let threshold): half.scores.count - lowerBound(half.scores, threshold)
    case .detectors: half.voices.held(by: steps(of: point)).rows
    }
  }
}
