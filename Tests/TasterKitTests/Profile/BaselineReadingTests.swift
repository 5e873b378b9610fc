import TasterCSV
import TasterKit
import TasterTesting
import Testing

@Suite struct `A profile file` {
  static func sealed(_ body: [UInt8]) -> [UInt8] { body + Array(sha256(body).utf8) }

  @Test func `reads back as what was written`() throws {
    for sheet in [Sheet.planted(rows: 200), Sheet.attacked(rows: 90)] {
      let written = try sheet.baseline(seed: .max).solved()
      let bytes = written.bytes
      let read = try Baseline(reading: bytes, name: "x")
      #expect(read.bytes == bytes)
      #expect(read.seed == written.seed && read.version == "1.2.3")
      #expect(read.origins == written.origins && read.missing == written.missing)
      #expect(read.schema == written.schema.plain)
      #expect(read.drawn.labels == written.drawn.labels)
      let (a, b) = (try read.profile(), try written.profile())
      #expect(a.standing.margins == b.standing.margins)
      #expect(read.isSolved && read.kept?.leftOut == written.kept?.leftOut)
      let (s, t) = (
        read.statistics.summary(ofClass: 0, numeric: 1),
        written.statistics.summary(ofClass: 0, numeric: 1)
      )
      #expect(s == t)
      #expect(
        read.statistics.covariance(ofClass: 1, 0, 1)
          == written.statistics.covariance(ofClass: 1, 0, 1))
    }
  }

  @Test func `of rows without labels reads back too`() throws {
    var sheet = Sheet.clean(rows: 50, seed: 4)
    sheet.fields.removeLast()
    let bytes = try sheet.baseline().solved().bytes
    #expect(try Baseline(reading: bytes, name: "x").bytes == bytes)
  }

  @Test func `is the same from time to time, and begins as no text does`() throws {
    let (a, b) = (
      try Sheet.planted(rows: 200).baseline().solved(threads: 2).bytes,
      try Sheet.planted(rows: 200).baseline().solved().bytes
    )
    #expect(a == b)
    #expect(Baseline.isProfile(a) && !Baseline.isProfile(Array("x,y\n1,2\n".utf8)))
  }

  private func refusal(_ bytes: [UInt8]) -> String {
    let error = #expect(throws: TableError.self) { try Baseline(reading: bytes, name: "t.taster") }
    #expect(error?.code == .badProfile)
    let text = error?.description ?? ""
    #expect(text.hasPrefix("t.taster cannot be used as a profile: "))
    return text
  }

  @Test func `without models is read, and they are solved when it is used`() throws {
    let baseline = try Sheet.clean(rows: 60, seed: 2).baseline()
    let read = try Baseline(reading: baseline.bytes, name: "x")
    #expect(!read.isSolved && read.rowCount == 60)
    let (a, b) = (Conformal(try read.models()), Conformal(try baseline.solved().models()))
    #expect(a.count == 60 && a.groupSizes == b.groupSizes)
  }

  @Test func `that is none, cut off, altered, newer or older is refused in words`() throws {
    let bytes = try Sheet.clean(rows: 40, seed: 2).baseline().solved().bytes
    #expect(refusal([]).contains("it is none"))
    #expect(refusal(Array("x,y\n".utf8)).contains("it is none"))
    #expect(refusal(Array(bytes.prefix(40))).contains("cut off"))
    #expect(refusal(bytes.dropLast(1)).contains("SHA-256"))
    #expect(refusal(bytes + [0]).contains("SHA-256"))
    var altered = bytes
    altered[bytes.count / 2] ^= 1
    #expect(refusal(altered).contains("altered"))
    var newer = bytes
    newer[8] = 9
    #expect(refusal(newer).contains("newer program"))
    newer[8] = 2
    #expect(refusal(newer).contains("learn it again"))
  }

  @Test func `with lies under a proper seal is refused in words`() throws {
    let baseline = try Sheet.clean(rows: 40, seed: 2).baseline()
    let body = Array(baseline.bytes.dropLast(64))
    func position(_ name: String) throws -> Int {
      try #require(
        body.indices.first { body[$0...].starts(with: name.utf8) }, "section \(name)")
    }
    // A section longer than the file.
    var long = body
    let rows = try position("ROWS")
    for k in 0..<8 { long[rows + 4 + k] = 0xFF }
    #expect(refusal(Self.sealed(long)).contains("claims"))
    // A list longer than the file.
    var list = body
    let schema = try position("SCHM")
    for k in 0..<4 { list[schema + 12 + k] = 0xFF }
    #expect(refusal(Self.sealed(list)).contains("more than the bytes that follow"))
    // NaN where a mean belongs: behind the sources' counts, one flag, the class's rows, missing and count.
    var nan = body
    let mean = try position("STAT") + 12 + 4 + 8 * baseline.statistics.sourceRows.count + 1 + 24
    let bits: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
    for (k, byte) in bits.enumerated() { nan[mean + k] = byte }
    #expect(refusal(Self.sealed(nan)).contains("nan where a number belongs"))
    #expect(refusal(Self.sealed(body + [7])).contains("middle of a value"))
    // Models with a probability above 1, and with more columns than their rows have.
    let solved = try Sheet.clean(rows: 40, seed: 2).baseline().solved()
    var models = Array(solved.bytes.dropLast(64))
    let share = models.count - 3 * 8 * 40
    for (k, byte) in [0, 0, 0, 0, 0, 0, 0, 0x40].enumerated() { models[share + k] = UInt8(byte) }
    #expect(refusal(Self.sealed(models)).contains("as no model does"))
  }

  /// Any byte may be anything: whatever is read is refused or can be used.
  @Test func `with anything in it never stops the program`() throws {
    let body = Array(
      try Sheet.planted(rows: 200).rows(Array(0..<40)).baseline().solved().bytes
        .dropLast(64))
    var dice = SeededGenerator(seed: 77)
    var (refused, solved) = (0, 0)
    for round in 0..<3_000 {
      var bytes = body
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        let at = Int.random(in: 8..<bytes.count - 8, using: &dice)
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        case 2: for k in 0..<4 { bytes[at + k] = 0xFF }
        case 3: for k in 0..<8 { bytes[at + k] = k < 7 ? 0 : 0x7F }
        default:
          let length = Int.random(in: 1...9, using: &dice)
          bytes.removeSubrange(at..<min(at + length, bytes.count))
        }
      }
      if round % 10 == 0 {
        bytes = Array(bytes.prefix(Int.random(in: 0...body.count, using: &dice)))
      }
      do {
        let read = try Baseline(reading: Self.sealed(bytes), name: "x")
        if solved < 60 {
          solved += 1
          _ = try? read.profile()
          if let models = try? read.models() {
            _ = Conformal(models).pValues(models.batch(read.drawn.chunk))
          }
        }
      } catch {
        refused += 1
      }
    }
    #expect(refused > 500 && solved > 20)
  }
}

extension Schema {
  /// The schema as a file keeps it: without levels of columns that are no features, and without guesses.
  fileprivate var plain: Schema {
    var schema = self
    for j in schema.columns.indices {
      if schema.columns[j].role != .feature || schema.columns[j].kind != .categorical {
        schema.columns[j].levels = []
      }
      schema.columns[j].guess = nil
    }
    return schema
  }
}
