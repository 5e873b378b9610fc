import TasterKit
import TasterTesting
import Testing

@Suite struct `Surprises` {
  /// Length follows weight, but for four rows; six others are far out in height.
  private static let oddRows = [7, 67, 127, 187]
  private static let farRows = [1, 34, 67 + 33, 133, 166, 199]

  private static let sheet: Sheet = {
    var generator = SeededGenerator(seed: 41)
    var fields = [[Double]](repeating: [], count: 3)
    for i in 0..<200 {
      let isOdd = oddRows.contains(i)
      let weight = isOdd ? 1.5 + Double(i) / 1_000 : (generator.normal() * 1_000).rounded() / 1_000
      fields[0].append(weight)
      fields[1].append(isOdd ? -weight : weight + 0.05 * generator.normal())
      fields[2].append(farRows.contains(i) ? 90 + Double(i) : generator.normal())
    }
    return Sheet(
      rowCount: 200,
      fields: zip(["weight", "length", "height"], fields).map {
        Sheet.Field($0, .numbers($1))
      })
  }()

  private static func surprises(_ sheet: Sheet) throws -> [Surprise] {
    let profile = try sheet.table().profile()
    let at = profile.sample.rows.enumerated().sorted { $0.element < $1.element }.map { $0.offset }
    return at.map { profile.standing.surprises[$0] }
  }

  @Test func `name the column of a value far beyond its tail`() throws {
    let found = try Self.surprises(Self.sheet)
    for row in Self.farRows {
      #expect(found[row].column == 2)
      #expect(found[row].columnNats > 12 && found[row].single > 3)
    }
  }

  @Test(arguments: [5, 13])
  func `see many rows far out, unless they are copies of a few`(period: Int) throws {
    for areCopies in [false, true] {
      var generator = SeededGenerator(seed: 43)
      var fields = [[Double]](repeating: [], count: 4)
      for i in 0..<300 {
        let isFar = i % period == 0
        for j in 0..<4 {
          let noise = generator.normal()
          let isColumn = j == i / period % 4
          if !isFar {
            fields[j].append(noise)
          } else if areCopies {
            fields[j].append((isColumn ? 20 : 0.5) + 0.003 * noise)
          } else {
            fields[j].append(isColumn ? 8 + 4 * noise.magnitude : noise)
          }
        }
      }
      let sheet = Sheet(
        rowCount: 300,
        fields: zip(["a", "b", "c", "d"], fields).map { Sheet.Field($0, .numbers($1)) })
      let found = try Self.surprises(sheet)
      let beyond = found.indices.filter { found[$0].value > 8 }
      // Where they are learned from, they stretch the tail that they are judged by.
      if areCopies {
        #expect(beyond.isEmpty)
      } else {
        #expect(beyond.count { $0 % period == 0 } * 10 >= 9 * (300 / period))
        #expect(beyond.count { $0 % period != 0 } <= 2)
      }
    }
  }

  @Test func `name the column of a value that the others do not allow`() throws {
    let found = try Self.surprises(Self.sheet)
    for row in Self.oddRows {
      #expect([0, 1].contains(found[row].conditional))
      #expect(found[row].conditionalNats > 6)
      #expect(found[row].residual.magnitude > 4)
      #expect((found[row].residual > 0) == (found[row].conditional == 0))
      #expect(found[row].isConditional && found[row].value > 0)
    }
  }

  @Test func `are small on ordinary rows, and finite`() throws {
    let found = try Self.surprises(Self.sheet)
    let special = Set(Self.oddRows + Self.farRows)
    let ordinary = (0..<200).filter { !special.contains($0) }.map { found[$0].value }
    // Three nats are one ordinary row in twenty.
    #expect(ordinary.count { $0 > 3 } <= ordinary.count / 20)
    for surprise in found {
      for nats in [surprise.value, surprise.single, surprise.joint, surprise.columnNats] {
        #expect(nats.isFinite && nats >= 0)
      }
    }
  }

  @Test func `do not depend on units`() throws {
    let (plain, scaled) = (
      try Self.surprises(Self.sheet), try Self.surprises(Self.sheet.scaled(by: 1_000))
    )
    for (a, b) in zip(plain, scaled) {
      #expect((a.value - b.value).magnitude <= 1e-6 * max(a.value, 1))
      #expect(a.column == b.column && a.conditional == b.conditional)
    }
  }

  @Test func `know nothing of a table without numbers`() throws {
    var sheet = Self.sheet
    for j in 0..<3 {
      sheet.fields[j].cells = .texts((0..<200).map { ["a", "b", "c"][($0 * (j + 7)) % 3] })
    }
    #expect(try Self.surprises(sheet).allSatisfy { $0.value == 0 && $0.columnNats == 0 })
  }
}
