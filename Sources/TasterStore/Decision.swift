import GRDB
import TasterCSV
public import TasterKit

/// What a person has said about one held row: a link of the ledger's chain.
public struct Decision: Sendable, Hashable {
  /// What can be said.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The row is innocent: it goes to `clean.csv`.
    case release
    /// The row is planted: it stays held.
    case confirm
    /// A former decision no longer holds; what the row was before it, it is again.
    case undo
  }

  /// Its number in the chain, from 1.
  public let number: Int
  /// When it was taken, ISO 8601 with its zone.
  public let at: String
  /// Who took it.
  public let who: String
  /// What was decided.
  public let verdict: Verdict
  /// Why.
  public let reason: String
  /// The row's number in the data set, from 1.
  public let row: Int
  /// The fingerprint of the row's bytes.
  public let fingerprint: String
  /// The number of the decision that no longer holds; nil where the verdict is none to undo.
  public let undoes: Int?
  /// Where the decision was taken first, as `run id#number`; nil where it was here.
  public let carriedFrom: String?
  /// The SHA-256 of the policy file of the run; nil where the defaults held.
  public let policy: String?
  /// The SHA-256 of the baseline of the run; nil in self mode.
  public let profile: String?
  /// The hash of the decision before it; of the first, what the run and its inputs make.
  public let previousHash: String
  /// The SHA-256 of all the above, 64 hexadecimal digits, as it is noted.
  public private(set) var hash = ""

  /// Makes a link behind another one.
  init(
    number: Int, at: String, who: String, verdict: Verdict, reason: String, row: Int,
    fingerprint: String, undoes: Int?, carriedFrom: String?, policy: String?, profile: String?,
    previousHash: String
  ) {
    self.number = number
    self.at = at
    self.who = who
    self.verdict = verdict
    self.reason = reason
    self.row = row
    self.fingerprint = fingerprint
    self.undoes = undoes
    self.carriedFrom = carriedFrom
    self.policy = policy
    self.profile = profile
    self.previousHash = previousHash
    hash = computedHash
  }

  /// Reads a row of `decisions`; nil where it holds what no decision holds.
  ///
  /// Nothing is taken for granted: the file may have been altered.
  init?(_ row: Row) {
    func text(_ name: String) -> String? { String.fromDatabaseValue(row[name]) }
    func number(_ name: String) -> Int? { Int.fromDatabaseValue(row[name]) }
    guard let own = number("number"), let at = text("at"), let who = text("who"),
      let verdict = text("verdict").flatMap({ Verdict(rawValue: $0) }), let reason = text("reason"),
      let place = number("row_number"), let fingerprint = text("fingerprint"),
      let previous = text("previous_hash"), let hash = text("hash")
    else { return nil }
    self.init(
      number: own, at: at, who: who, verdict: verdict, reason: reason, row: place,
      fingerprint: fingerprint, undoes: number("undoes"), carriedFrom: text("carried_from"),
      policy: text("policy_sha256"), profile: text("profile_sha256"), previousHash: previous)
    self.hash = hash
  }

  /// The SHA-256 of everything but the hash: of the fields, each behind its length, so that none runs into the next.
  var computedHash: String {
    DecisionChain.digest([
      "taster decision 1", previousHash, String(number), at, who, verdict.rawValue, reason,
      String(row), fingerprint, undoes.map { String($0) }, carriedFrom, policy, profile,
    ])
  }

  /// One object of `taster decisions --jsonl`.
  public var json: JSON {
    [
      "schema_version": 1, "number": .integer(number), "at": .string(at), "who": .string(who),
      "verdict": .string(verdict.rawValue), "reason": .string(reason), "row": .integer(row),
      "fingerprint": .string(fingerprint), "undoes": JSON(undoes),
      "carried_from": JSON(carriedFrom), "policy_sha256": JSON(policy),
      "profile_sha256": JSON(profile), "previous_hash": .string(previousHash),
      "hash": .string(hash),
    ]
  }
}

/// How decisions hang together.
enum DecisionChain {
  /// What the first decision of a run is chained to: the run and the bytes that it judged.
  static func start(of facts: RunFacts) -> String {
    digest(["taster ledger 1", facts.runID] + facts.inputs.flatMap { [$0.name, $0.sha256] })
  }

  /// SHA-256 over `12:twelve bytes,` for every text and `-,` for one that is not there.
  static func digest(_ fields: [String?]) -> String {
    var bytes: [UInt8] = []
    for field in fields {
      guard let field else {
        bytes += Array("-,".utf8)
        continue
      }
      bytes += Array("\(field.utf8.count):\(field),".utf8)
    }
    return sha256(bytes)
  }
}
