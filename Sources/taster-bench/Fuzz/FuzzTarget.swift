import Foundation
import TasterCSV
import TasterKit

/// A part that gets bytes from outside, and what must hold whatever they are.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case reader, sniffer, numbers, profile, policy, settings

  /// Bytes with which changes begin, beside those that all have.
  package func corpus(_ tables: [[UInt8]]) throws -> [[UInt8]] {
    switch self {
    case .reader, .sniffer: tables + Self.hostile
    case .numbers:
      ["0", "-1.5", "3.14159265358979", "1e300", "4.9e-324", "1.7976931348623157e308", ".5", "2."]
        .map { Array($0.utf8) }
    case .profile: [try Self.profile()]
    case .policy: ConfigurationLaws.policies
    case .settings: ConfigurationLaws.settings
    }
  }

  /// What changes the corpus: what is cut would be refused at once, and a profile is long.
  package func mutator(_ corpus: [[UInt8]], seed: UInt64) -> Mutator {
    switch self {
    case .reader, .sniffer, .numbers: Mutator(corpus: corpus, seed: seed)
    case .profile: Mutator(corpus: corpus, longest: 1 << 20, isWhole: true, seed: seed)
    case .policy, .settings: Mutator(corpus: corpus, isWhole: true, seed: seed)
    }
  }

  /// Gives a part one input.
  ///
  /// - Parameters:
  ///   - bytes: The input.
  ///   - mutator: Where choices come from.
  /// - Throws: ``FuzzFault`` where something does not hold.
  package func run(_ bytes: [UInt8], _ mutator: inout Mutator) throws {
    switch self {
    case .reader: try ReaderLaws(bytes, &mutator).check()
    case .sniffer: try Self.sniff(bytes, &mutator)
    case .numbers: try Self.readNumbers(&mutator)
    case .profile: try Self.load(bytes, &mutator)
    case .policy: try ConfigurationLaws.checkPolicy(bytes)
    case .settings: try ConfigurationLaws.checkSettings(bytes)
    }
  }

  private static let hostile: [[UInt8]] = [
    "a,b\n1,\"x\ny\"\n2,z\n", "a,b\r\n1,\"2\r\n3,4\r\n", "x\n\n1\n\n2\n", "\u{FEFF}\"a\",b\n1,2",
    "a;b;c\n1;2;3\n", "a\tb\n1\t\"2\n3\t4\n", "a,b\r1,2\r\"3,4\r", "# note\na,b\n1,2\n",
    "a,b\n1,24\" x\n2,\"y\" z\n", "'a','b'\n'1','it\\'s'\n", "a , b\n 1 ,\"2\" \n", "\"\n", "",
    "Title\n\na,b\n1,2\n3,4\n", "x,y\n" + String(repeating: "1,a\n", count: 9) + "1,a,b\n\nx,y\n",
    "a,b\n" + String(repeating: "1,\"2\n", count: 70),
  ].map { Array($0.utf8) }

  // MARK: The sniffer

  /// A layout is found twice alike, and a file read by it loses no byte.
  private static func sniff(_ bytes: [UInt8], _ mutator: inout Mutator) throws {
    let isWhole = mutator.below(2) == 0
    var told = Layout.Told()
    told.stopsAtTableEnd = mutator.below(2) == 0
    told.splitsByType = mutator.below(2) == 0
    let layout = try Layout.find(bytes, isWhole: isWhole, told: told)
    guard try Layout.find(bytes, isWhole: isWhole, told: told) == layout else {
      throw FuzzFault("the same bytes have two layouts")
    }
    let outcome = ReaderLaws.Outcome(
      bytes, layout.dialect, layout.readerOptions(limits: CSVLimits(), blockSize: 1 << 16),
      threads: 1)
    // Half a unit of UTF-16 at the end is an error of the stream.
    guard outcome.error != nil || outcome.total == bytes.count else {
      throw FuzzFault("\(outcome.total) of \(bytes.count) bytes were accounted for")
    }
  }

  // MARK: Numbers

  private static let marks = Array("0123456789012345678901234567890123456789..--+eE xfn_,".utf8)

  /// A text is the number that Swift takes it for; words and hexadecimal digits are none.
  private static func readNumbers(_ mutator: inout Mutator) throws {
    // Many a record: a reader is made for each.
    let texts = (0..<50).map { _ in
      var bytes = mutator.below(2) == 0 ? mutator.one(of: mutator.corpus) : []
      for _ in 0...mutator.below(24) {
        bytes.insert(mutator.one(of: marks), at: mutator.below(bytes.count + 1))
      }
      return bytes
    }
    let options = try Dialect(delimiter: 9, quote: nil)
    let line = Array(texts.joined(separator: [9])) + [10]
    guard let record = try Record(line, dialect: options, encoding: .utf8, width: nil) else {
      throw FuzzFault("fifty texts are no record")
    }
    for (field, bytes) in texts.enumerated() {
      let text = String(decoding: bytes, as: UTF8.self)
      // Fields come without the spaces round them, and a tab parts them here.
      let plain = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      let digits = plain.drop { $0 == "-" || $0 == "+" }
      let isWord = plain.contains { "xXpPnNiI".contains($0) } || plain.count - digits.count > 1
      let expected = isWord || digits.isEmpty ? nil : Double(plain)
      // A number beyond the range is told apart from others, not here.
      let found = record.number(field)
      let isBeyond = expected.map { $0.isInfinite || $0 == 0 && found == nil } ?? false
      guard found?.bitPattern == expected?.bitPattern || isBeyond && found == nil else {
        throw FuzzFault("'\(plain)' is \(found as Double?), not \(expected as Double?)")
      }
    }
  }

  // MARK: Profiles

  private static func profile() throws -> [UInt8] {
    let scratch = try Scratch(kept: nil)
    let file = scratch.file("data.csv")
    var text = "x,word,y,label\n"
    for i in 0..<60 { text += "\(Double(i % 17) / 8),w\(i % 5),\((i * 31) % 97),c\(i % 3)\n" }
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    var options = TableOptions()
    options.label = .column("label")
    let table = try Table.read([file], options: options)
    return try Baseline(
      table, statistics: try Scan().statistics(of: table),
      origins: [Baseline.Origin(bytes: text.utf8.count, sha256: "", rows: table.rowCount)],
      seed: 1, version: Taster.version
    ).solved().bytes
  }

  /// A file is refused, or it is a profile that can be written again.
  private static func load(_ bytes: [UInt8], _ mutator: inout Mutator) throws {
    // Most with a seal that fits: what is behind it is to be reached.
    let seal = 64
    let body = bytes.count > seal ? Array(bytes.dropLast(seal)) : bytes
    let whole = mutator.below(8) == 0 ? bytes : body + Array(sha256(body).utf8)
    let baseline: Baseline
    do {
      baseline = try Baseline(reading: whole, name: "input")
    } catch {
      return
    }
    let again = baseline.bytes
    guard let read = try? Baseline(reading: again, name: "again"), read.bytes == again else {
      throw FuzzFault("what was loaded cannot be written and loaded again")
    }
    _ = try? baseline.profile(baseline.schema)
    // Kept models of any numbers judge without stopping the program.
    if let filter = try? Filter(baseline, threads: 1) { _ = filter.leastP }
    if let models = try? baseline.models() {
      let values = Conformal(models).pValues(models.batch(baseline.drawn.chunk))
      guard values.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
        throw FuzzFault("a p-value is \(values.first { !($0 > 0 && $0 <= 1) } ?? .nan)")
      }
    }
  }
}

/// Something that does not hold.
struct FuzzFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
