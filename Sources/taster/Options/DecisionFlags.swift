import ArgumentParser
import Foundation
import TasterKit
import TasterStore

/// The flags that say which held rows a decision is about, who takes it and why.
struct DecisionFlags: ParsableArguments {
  @Option(name: .long, help: "Rows by their numbers: 3,7-12. Of a range, those that are held.")
  var rows: String?
  @Option(name: .long, help: "Rows for which this holds: 'class=spam score>0.9 source=eu-7'.")
  var `where`: String?
  @Option(name: .long, help: "Rows of a group: source:NAME, detector:NAME, 'flow:A -> B'.")
  var group: String?
  @Option(name: .long, help: "Who decides.")
  var by: String
  @Option(name: .long, help: "Why.")
  var because: String
  @Flag(name: .long, help: "Take such a decision back; it stays in the ledger.")
  var undo = false

  func validate() throws {
    guard [rows, `where`, group].compactMap({ $0 }).count == 1 else {
      throw ValidationError("name the rows with one of --rows, --where and --group")
    }
  }

  /// The rows that are meant.
  func selection() throws -> Selection {
    if let rows { return try .rows(rows) }
    if let group { return try .group(group) }
    return .filter(try RowFilter(`where` ?? ""))
  }
}

/// Writes decisions and makes the files follow.
struct Deciding {
  let directory: String
  let talk: TalkFlags
  let json: Bool

  /// Decides as flags say, rebuilds, and tells what became of it.
  func decide(_ verdict: Decision.Verdict, _ flags: DecisionFlags) throws {
    let selection = try flags.selection()
    let progress = ProgressLine(talk)
    let ledger = try progress.during {
      try Ledger(RunReader(directory)) { progress.show("reading", $0, of: $1, isBytes: false) }
    }
    let receipt = try ledger.decide(
      flags.undo ? .undo : verdict, selection, by: flags.by, because: flags.because,
      at: RunClock.system.timestamp(), undoing: flags.undo ? verdict : nil)
    let review = try rebuild(ledger)
    if json { return Talk.output(value(receipt, review).bytes() + [UInt8(ascii: "\n")]) }
    let passed =
      receipt.passedOver > 0
      ? "; \(rows(receipt.passedOver)) decided otherwise, name them with --rows to overrule" : ""
    let unchanged =
      receipt.unchanged > 0
      ? "; \(rows(receipt.unchanged)) \(flags.undo ? "had none" : "so already")" : ""
    let word =
      flags.undo
      ? "\(verdict == .release ? "release" : "confirmation") undone"
      : verdict == .release ? "released" : "confirmed"
    let run = try RunReader(directory)
    talk.say(
      "\(rows(receipt.count)) \(word)\(unchanged)\(passed); now \(review.released) released, "
        + "\(review.confirmed) confirmed, \(run.facts.held) held")
    if run.keptRowsWentOut, review.released > 0 {
      let file = run.directory.file(run.nameOfReleased)
      talk.say("released rows are in \(file): send them after the others")
    }
  }

  /// Makes the files follow the ledger.
  func rebuild(_ ledger: Ledger) throws -> RunFacts.Review {
    let progress = ProgressLine(talk)
    return try progress.during {
      try ledger.rebuild { progress.show("rebuilding", $0, of: $1, isBytes: true) }
    }
  }

  private func rows(_ count: Int) -> String { "\(count) row\(count == 1 ? "" : "s")" }

  private func value(_ receipt: Ledger.Receipt, _ review: RunFacts.Review) -> JSON {
    [
      "schema_version": 1, "directory": .string(directory), "decided": .integer(receipt.count),
      "unchanged": .integer(receipt.unchanged),
      "passed_over": .integer(receipt.passedOver), "first": JSON(receipt.numbers?.lowerBound),
      "last": JSON(receipt.numbers?.upperBound), "last_hash": .string(receipt.lastHash),
      "released": .integer(review.released), "confirmed": .integer(review.confirmed),
    ]
  }
}
