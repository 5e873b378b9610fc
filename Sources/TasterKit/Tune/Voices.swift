import RealModule

/// What the detectors say about the rows of one table, in steps of evidence, and which rows their gates would hold.
///
/// A row is held where a detector holds it, by its gate or by a threshold of its own, so thresholds of several detectors have
/// to be tried on rows and not on each order alone. Rows about which nobody says anything are only counted.
///
/// Memory: a byte a row and detector, and sixteen, for rows about which somebody says something.
package struct Voices: Sendable, Hashable {
  /// The thresholds that are tried, in nats: a quarter to 32 in eight steps to the double, rounded to three digits.
  package static let scale: [Double] = (-16...40).map { step in
    let nats = Double.exp2(Double(step) / 8)
    return (nats * 100).rounded() / 100
  }

  /// How many detectors there are.
  let detectors: Int
  /// How many rows there are.
  package private(set) var rows = 0
  /// How many of them were planted; in expectation where nobody knows which.
  package private(set) var planted = 0.0
  /// The chance that each row about which somebody speaks was planted.
  private var chances: [Double] = []
  /// How many thresholds of the scale its evidence reaches: a list for each detector.
  private var steps: [[UInt8]]
  /// A bit for each detector whose gate holds the row; the highest for others that do.
  private var gates: [UInt64] = []

  /// The most detectors whose gates are told apart.
  private static let most = 63

  /// Takes the rows of a table in.
  ///
  /// - Parameters:
  ///   - heard: What was said about all rows.
  ///   - rows: Those that count, from 0.
  ///   - chance: The chance that a row was planted, 0 or 1 where that is known.
  package init(
    _ heard: HeardTable, rows: some Sequence<Int>, chance: (Int) -> Double = { _ in 0 }
  ) {
    detectors = heard.stored.evidence.count
    precondition(detectors <= Self.most, "a bit a detector")
    steps = Array(repeating: [], count: detectors)
    for row in rows {
      let chance = chance(row)
      planted += chance
      self.rows += 1
      let own = heard.stored.evidence.map { Self.step($0[row]) }
      let gate = heard.gates[row] ?? 0
      guard gate != 0 || own.contains(where: { $0 > 0 }) else { continue }
      chances.append(chance)
      for d in own.indices { steps[d].append(own[d]) }
      gates.append(gate)
    }
  }

  /// How many thresholds of the scale some evidence reaches.
  private static func step(_ nats: Double) -> UInt8 {
    guard nats >= scale[0] else { return 0 }
    var (low, high) = (0, scale.count)
    while low < high {
      let middle = (low + high) / 2
      if scale[middle] <= nats { low = middle + 1 } else { high = middle }
    }
    return UInt8(low)
  }

  /// The bits of the detectors that hold a row.
  ///
  /// - Parameters:
  ///   - names: Those that do.
  ///   - detectors: All of them.
  /// - Returns: A bit for each, the highest for a name that is none.
  package static func bits(_ names: [String], of detectors: [String]) -> UInt64 {
    names.reduce(0) { $0 | 1 << UInt64(detectors.firstIndex(of: $1) ?? most) }
  }

  /// How many rows are held where each detector has its own threshold or its gate.
  ///
  /// - Parameter choice: The position in `scale` a detector; nil leaves it to its gate.
  /// - Returns: How many, and how many of them were planted.
  /// - Complexity: O(rows × detectors).
  package func held(by choice: [Int?]) -> Held {
    var held = Held()
    let isHeld = heldRows(by: choice, but: nil)
    for i in isHeld.indices where isHeld[i] { held.add(chances[i]) }
    return held
  }

  /// F1 where each detector has its own threshold or its gate.
  func f1(by choice: [Int?]) -> Double { f1(held(by: choice)) }

  /// F1 of what is held.
  func f1(_ held: Held) -> Double {
    Tuning.f1(planted: held.planted, held: held.rows, of: planted)
  }

  /// Rows that are held.
  package struct Held: Sendable, Hashable {
    /// How many.
    package fileprivate(set) var rows = 0
    /// How many of them were planted; in expectation where nobody knows which.
    package fileprivate(set) var planted = 0.0

    fileprivate mutating func add(_ chance: Double) {
      rows += 1
      planted += chance
    }

    fileprivate static func + (left: Held, right: Held) -> Held {
      Held(rows: left.rows + right.rows, planted: left.planted + right.planted)
    }
  }

  /// How many rows are held for each threshold that one detector could have, and with its gate, all others standing.
  ///
  /// - Parameters:
  ///   - d: The detector.
  ///   - choice: What the others hold by.
  /// - Returns: One figure for each threshold of the scale, then that of the gate.
  /// - Complexity: O(rows × detectors).
  package func sweep(_ d: Int, _ choice: [Int?]) -> [Held] {
    let isHeld = heldRows(by: choice, but: d)
    let count = Self.scale.count
    var (before, gate) = (Held(), Held())
    var own = [Held](repeating: Held(), count: count)
    for i in isHeld.indices {
      guard !isHeld[i] else {
        before.add(chances[i])
        continue
      }
      let step = Int(steps[d][i])
      if step > 0 { own[step - 1].add(chances[i]) }
      if gates[i] >> UInt64(d) & 1 == 1 { gate.add(chances[i]) }
    }
    var held = before
    var result = own.reversed().map { more -> Held in
      held = held + more
      return held
    }
    result.reverse()
    return result + [before + gate]
  }

  /// Whether each row is held by a detector, one perhaps left out.
  private func heldRows(by choice: [Int?], but missing: Int?) -> [Bool] {
    var mask: UInt64 = 1 << UInt64(Self.most)
    for d in choice.indices where choice[d] == nil && d != missing { mask |= 1 << UInt64(d) }
    var isHeld = gates.map { $0 & mask != 0 }
    for d in choice.indices where d != missing {
      guard let own = choice[d] else { continue }
      let list = steps[d]
      for i in list.indices where Int(list[i]) > own { isHeld[i] = true }
    }
    return isHeld
  }
}
