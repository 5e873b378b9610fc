import TasterKernels

/// What each detector shall hold rows by, chosen on planted poison for the best F1 in the mean over the attacks and, as far as the
/// table is believed about itself, for the best F1 that is to be expected on it.
///
/// Gates adapt to the table: they open where an attack shows. So every detector starts with its gate; then one after the other
/// is given that threshold of its own, or its gate again, with which all of them together do best, until none gains.
package struct DetectorChoice {
  /// A gain in F1 below which a gate is kept.
  static let leastGain = 0.002
  private static let mostRounds = 4

  private let voices: [Voices]
  /// What each trial weighs in the mean over the attacks, and the table itself behind them.
  private let weights: [Double]
  /// The detectors that may get a threshold.
  private let free: [Int]
  private let threads: Int

  /// Prepares a choice.
  ///
  /// - Parameters:
  ///   - trials: The tables in which something was planted.
  ///   - voices: What the detectors said about them.
  ///   - own: What they said about the table itself, and what it weighs beside all trials together, 0…1.
  ///   - names: The detectors.
  ///   - threads: How many tables are looked at together; nothing depends on it.
  package init(
    _ trials: [Trial], _ voices: [Voices], own: (voices: Voices, weight: Double)? = nil,
    names: [String], threads: Int
  ) {
    self.voices = voices + (own.map { [$0.voices] } ?? [])
    self.threads = threads
    // What a baseline rejects is held whatever thresholds say.
    free = names.indices.filter { names[$0] != BaselineVerdict.name }
    var counts: [String: Int] = [:]
    for trial in trials { counts[trial.attack, default: 0] += 1 }
    let rest = 1 - (own?.weight ?? 0)
    weights =
      trials.map { rest / Double((counts[$0.attack] ?? 1) * counts.count) }
      + (own.map { [$0.weight] } ?? [])
  }

  /// Chooses.
  ///
  /// - Parameter detectors: How many there are.
  /// - Returns: A position in `Voices.scale` a detector, nil for its gate; and the weighed F1 of that.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(rounds × detectors² × rows of all tables).
  package func best(_ detectors: Int) throws -> (steps: [Int?], f1: Double) {
    var choice = [Int?](repeating: nil, count: detectors)
    var best = mean(voices.map { $0.f1(by: choice) })
    for _ in 0..<Self.mostRounds {
      let before = best
      for d in free {
        let figures = try figures(d, choice)
        guard let top = figures.indices.max(by: { (figures[$0], $1) < (figures[$1], $0) }),
          figures[top] > best + (choice[d] == nil ? Self.leastGain : 0)
        else { continue }
        choice[d] = top < Voices.scale.count ? top : nil
        best = figures[top]
      }
      if best == before { break }
    }
    return (choice, best)
  }

  /// The mean F1 for each threshold that a detector could have, and for its gate.
  ///
  /// - Parameters:
  ///   - d: The detector.
  ///   - choice: What the others hold by.
  /// - Returns: One figure for each threshold, then that of the gate.
  /// - Throws: `CancellationError`.
  private func figures(_ d: Int, _ choice: [Int?]) throws -> [Double] {
    let curves = try parallelMap(voices.count, threads: threads) { k in
      voices[k].sweep(d, choice).map { voices[k].f1($0) }
    }
    return (0...Voices.scale.count).map { step in mean(curves.map { $0[step] }) }
  }

  private func mean(_ list: [Double]) -> Double {
    zip(list, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// What the detectors hold by themselves, where that does better on planted poison than one threshold on the score.
public struct DetectorAdvice: Sendable, Hashable {
  /// The nats of evidence from which a detector holds a row; those that are not named hold by their gates.
  public let thresholds: [String: Double]
  /// F1 in the mean over the attacks and, as far as the data at hand are believed about themselves, what is to be expected of
  /// them; 0…1.
  public let f1: Double
  /// That of the best threshold on the score.
  public let f1OfScore: Double

  package init(thresholds: [String: Double], f1: Double, f1OfScore: Double) {
    self.thresholds = thresholds
    self.f1 = f1
    self.f1OfScore = f1OfScore
  }
}

extension Tuning {
  /// What the detectors should hold by, where they do better alone than one threshold on the score.
  ///
  /// - Parameter threshold: The best one on the score.
  /// - Returns: nil where the threshold is better, or the evidence is none of a simulation.
  /// - Throws: `CancellationError`.
  func detectorAdvice(against threshold: Double) throws -> DetectorAdvice? {
    guard let voices else { return nil }
    let names = Array(names.dropFirst())
    let choice = DetectorChoice(
      trials, voices.trials, own: own.map { (voices.table, $0.weight) }, names: names,
      threads: threads)
    let (steps, f1) = try choice.best(names.count)
    let score = worth(of: .score(threshold))
    guard f1 > score else { return nil }
    var thresholds: [String: Double] = [:]
    for (name, step) in zip(names, steps) {
      if let step { thresholds[name] = Voices.scale[step] }
    }
    return DetectorAdvice(thresholds: thresholds, f1: f1, f1OfScore: score)
  }
}
