import TasterCSV
import TasterKernels

/// Plants known poison in a file: read, look, choose, write.
public struct PoisonRun: Sendable {
  /// How the file is read.
  public var table = TableOptions()
  /// What is planted.
  public var attack: any Attack
  /// The share of the clean table's rows that is poisoned, above 0 and at most 1; at least one row is.
  public var rate = 0.03
  /// All of the attack's chance.
  public var seed: UInt64 = 0
  /// How many models are fitted at a time; nothing depends on it.
  public var threads = processorCount()
  /// Where the poisoned file goes; `-` is the standard output.
  public var output: String
  /// Where the truth goes.
  public var truth: String
  /// Where rows with the trigger go; nil writes none.
  public var triggeredTest: String?
  /// The rows that get the trigger; those of the file itself where it is nil.
  public var test: String?
  /// Whether files that are there may be overwritten.
  public var overwrites = false

  /// A run with default options.
  public init(attack: any Attack, output: String, truth: String) {
    self.attack = attack
    self.output = output
    self.truth = truth
  }

  /// What was planted.
  public struct Result: Sendable {
    /// Rows of the clean file.
    public let rows: Int
    /// Rows that are poisoned, added ones among them.
    public let poisoned: Int
    /// Rows that were added.
    public let added: Int
    /// The trigger, a column's name and its value each.
    public let trigger: [(column: String, value: String)]
    /// The class that the attacker wants; nil where no one class is wanted.
    public let target: String?
    /// What was guessed about the file.
    public let remarks: [String]
  }

  /// Runs.
  ///
  /// - Parameters:
  ///   - path: A CSV file, plain or gzip; `-` is the standard input.
  ///   - progress: Called now and then.
  /// - Returns: What was planted; the files are in place.
  /// - Throws: ``TableError`` for what a person can mend; nothing was written then.
  @concurrent public func run(
    _ path: String, progress: @escaping @Sendable (ScanRun.Progress) -> Void = { _ in }
  ) async throws -> Result {
    try NewFiles.checkFree(
      [output, truth, triggeredTest].compactMap { $0 }, overwrites: overwrites)
    do {
      let table = try Table.read([path], options: self.table) { done, total in
        progress(ScanRun.Progress(stage: "reading", done: done, total: total))
      }
      let test = try test.map { try Table.read([$0], options: self.table) }
      progress(ScanRun.Progress(stage: "looking", done: 0, total: table.rowCount))
      var victim = try Victim(table)
      victim.seed = seed
      victim.threads = threads
      let poison = try plan(victim)
      progress(ScanRun.Progress(stage: "writing", done: 0, total: table.rowCount))
      try write(PoisonWriter(table: table, victim: victim, poison: poison, seed: seed), test: test)
      return Result(
        rows: table.rowCount, poisoned: poison.rows.count, added: poison.addedCount,
        trigger: poison.trigger.map { (table.schema.columns[$0.column].name, $0.text) },
        target: poison.target.map { table.schema.classes[Int($0)] }, remarks: table.remarks)
    } catch let error as CSVError {
      throw TableError(error)
    }
  }

  private func plan(_ victim: Victim) throws -> Poison {
    guard rate > 0, rate <= 1 else {
      throw TableError(.unsuited, "a rate is a share above 0 and at most 1, not \(rate)")
    }
    return try attack.poison(victim, rate: rate, seed: seed)
  }

  private func write(_ writer: PoisonWriter, test: Table?) throws {
    let place = writer.table.options.temporaryDirectory
    var files = NewFiles()
    try writer.write(
      to: files.open(output, place: place), truth: files.open(truth, place: place))
    if let triggeredTest {
      try writer.writeTriggered(test, to: files.open(triggeredTest, place: place))
    }
    try files.publish()
  }
}

extension PoisonRun.Result {
  /// What was planted, in a sentence or two.
  public var text: String {
    var text = "planted \(Figures.count(poisoned, "row")) in \(Figures.grouped(rows))"
    if added > 0 { text += ", \(Figures.grouped(added)) of them added" }
    if let target { text += "; the class it is about is '\(target)'" }
    if !trigger.isEmpty {
      text +=
        "; the trigger is "
        + trigger.map { "\($0.column) = \($0.value)" }.joined(separator: ", ")
    }
    return text
  }
}
