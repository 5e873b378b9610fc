import TasterKernels

/// What poison does to a simple model that learns from it, and what cleaning gives back.
public struct DamageEstimate: Sendable, Hashable {
  /// The attack.
  public let attack: String
  /// The share of held-out honest rows that a model of the poisoned rows gets right.
  public let poisoned: Double
  /// The same of a model of the rows that are not held.
  public let cleaned: Double
  /// The same of a model of the rows that were not planted.
  public let oracle: Double
  /// The share of held-out rows of other classes that the trigger turns into the target; nil without a trigger.
  public let success: Double?
  /// The same after cleaning.
  public let successCleaned: Double?
}

/// A poisoned table of which a quarter of the honest rows is kept to test models with.
struct PlantedTest {
  /// What sets a backdoor off; empty without one.
  var trigger: [Poison.Cell] = []
  /// The class that the attacker wants.
  var target: Int32?

  private let table: any RowTable
  private let planted: Set<Int>
  private let seed: UInt64
  /// The rows that test, and those that models may learn from, from 0.
  private let test: [Int]
  private let train: [Int]

  /// Splits a table's rows, by a key of their numbers.
  ///
  /// - Parameters:
  ///   - table: The poisoned table.
  ///   - planted: Which of its rows were planted, from 0.
  ///   - aside: Rows of which nobody knows what they are: they train, but do not test.
  ///   - seed: The key.
  init(_ table: some RowTable, planted: Set<Int>, aside: Set<Int>, seed: UInt64) {
    self.table = table
    self.planted = planted
    self.seed = seed
    let isTest = (0..<table.rowCount).map {
      mix(seed ^ mix(UInt64($0))) >> 62 == 0 && !planted.contains($0) && !aside.contains($0)
    }
    test = isTest.indices.filter { isTest[$0] }
    train = isTest.indices.filter { !isTest[$0] }
  }

  /// Trains three models and tests them.
  ///
  /// - Parameters:
  ///   - attack: The name of what was planted.
  ///   - held: The rows that are taken out before the second model learns.
  /// - Returns: nil where too few rows are left to train or to test.
  /// - Throws: What LAPACK or the table throws.
  func damage(by attack: String, held: Set<Int>) throws -> DamageEstimate? {
    let exam = try sample(test)
    let trains = [
      train, train.filter { !held.contains($0) }, train.filter { !planted.contains($0) },
    ]
    guard exam.count >= 20, trains.allSatisfy({ $0.count >= 20 }) else { return nil }
    let classes = table.schema.classes.count
    let models = try trains.map { try SimpleModel(sample($0), classes: classes) }
    let accuracies = models.map { model in
      let said = model.classes(exam.numeric, exam.codes)
      return Double(said.indices.count { said[$0] == exam.labels[$0] }) / Double(said.count)
    }
    let successes = models.map { success($0, exam) }
    return DamageEstimate(
      attack: attack, poisoned: accuracies[0], cleaned: accuracies[1], oracle: accuracies[2],
      success: successes[0], successCleaned: successes[1])
  }

  private func sample(_ rows: [Int]) throws -> RowSample {
    try RowSample(subset(table, rows), seed: seed, capacity: max(rows.count, 1))
  }

  private func subset(_ table: some RowTable, _ rows: [Int]) throws -> RowSubset {
    try RowSubset(table, rows: rows)
  }

  /// The share of test rows of other classes that a model takes for the target once the trigger is set.
  private func success(_ model: SimpleModel, _ exam: RowSample) -> Double? {
    guard let target, !trigger.isEmpty else { return nil }
    let rows = exam.labels.indices.filter { exam.labels[$0] != Int(target) }
    guard !rows.isEmpty else { return nil }
    var numeric = exam.numeric.gather(rows)
    var codes = exam.codes.map { list in rows.map { list[$0] } }
    for cell in trigger {
      switch cell.value {
      case .number(let x):
        guard let j = table.schema.numeric.firstIndex(of: cell.column) else { continue }
        for i in 0..<numeric.rows { numeric[i, j] = x }
      case .level(let code):
        guard let k = table.schema.categorical.firstIndex(of: cell.column) else { continue }
        for i in codes[k].indices { codes[k][i] = code }
      }
    }
    let said = model.classes(numeric, codes)
    return Double(said.count { $0 == Int(target) }) / Double(said.count)
  }
}
