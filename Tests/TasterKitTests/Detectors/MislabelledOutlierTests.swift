import TasterKit
import TasterTesting
import Testing

@Suite struct `Mislabelled outliers` {
  private static let moved = Array(stride(from: 4, to: 240, by: 10))

  @Test func `are ranked above the rest`() throws {
    let evidence = try Learned(Sheet.mislabelled(rows: 240)).evidence(of: MislabelledOutlier.self)
    let planted = Self.moved.map { evidence[$0].nats }
    let others = evidence.indices.filter { $0 % 10 != 4 }.map { evidence[$0].nats }.sorted()
    let high = others[others.count * 9 / 10]
    #expect(planted.count { $0 > high } * 10 >= 9 * planted.count)
  }

  @Test func `come with the nearest rows and the odd value`() throws {
    let learned = try Learned(Sheet.mislabelled(rows: 240))
    let evidence = try learned.evidence(of: MislabelledOutlier.self)
    let held = evidence.indices.filter { evidence[$0].holds }
    #expect(!held.isEmpty && held.count { $0 % 10 == 4 } * 10 >= 8 * held.count)
    for row in held {
      let reasons = try learned.reasons(forRow: row, by: MislabelledOutlier.self)
      #expect(reasons.first?.rows.count == 10)
    }
  }

  @Test func `are none where odd rows have the labels that fit`() throws {
    // The same rows moved, every label its own.
    var sheet = Sheet.mislabelled(rows: 240)
    sheet.fields[6] = Sheet.clean(rows: 240, seed: 6).fields[6]
    let evidence = try Learned(sheet).evidence(of: MislabelledOutlier.self)
    #expect(evidence.allSatisfy { !$0.holds && $0.nats == 0 })
  }

  @Test func `are none in a table without labels`() throws {
    let learned = try Learned(Sheet.mislabelled(rows: 240).emptied())
    let evidence = try learned.evidence(of: MislabelledOutlier.self)
    #expect(evidence.allSatisfy { $0 == .none })
  }

  @Test func `are not the rows of a rare class that is hard to tell`() throws {
    // One row in ten lies far out; three in ten of those carry the common label, of the others one in thirty.
    let sheet = Sheet.clean(rows: 600, seed: 6)
    var rare = sheet
    for j in 2..<4 {
      guard case .numbers(var list) = rare.fields[j].cells else { continue }
      for i in stride(from: 4, to: 600, by: 10) { list[i] = 3.6 + Double(i % 70) / 100 }
      rare.fields[j].cells = .numbers(list)
    }
    let labels = (0..<600).map { i in
      i % 10 == 4 ? (i / 10 % 10 < 3 ? "good" : "bad") : (i % 30 == 7 ? "bad" : "good")
    }
    rare.fields[6].cells = .texts(labels)
    let evidence = try Learned(rare).evidence(of: MislabelledOutlier.self)
    #expect(evidence.allSatisfy { !$0.holds && $0.nats < 1.5 })
  }

  @Test func `are rows that lack many values and carry a wrong label`() throws {
    let sheet = try Self.lacking(flipped: true)
    let learned = try Learned(sheet)
    let evidence = try learned.evidence(of: MislabelledOutlier.self)
    let held = evidence.indices.filter { evidence[$0].holds }
    #expect(held.count >= 8 && held.allSatisfy { $0 % 20 == 4 })
    #expect(stride(from: 4, to: 600, by: 20).allSatisfy { evidence[$0].nats > 2 })
    for row in held {
      let reasons = try learned.reasons(forRow: row, by: MislabelledOutlier.self)
      let expected = "2 of its 5 values are missing, as many or more in 5 % of the rows"
      #expect(reasons.map { $0.text }.contains(expected))
    }
  }

  @Test func `are not rows that lack many values and carry their own label`() throws {
    let evidence = try Learned(Self.lacking(flipped: false)).evidence(of: MislabelledOutlier.self)
    #expect(evidence.allSatisfy { !$0.holds && $0.nats == 0 })
  }

  // One row in twenty lacks two of its five values, not always the same ones.
  private static func lacking(flipped: Bool) throws -> Sheet {
    var sheet = Sheet.clean(rows: 600, seed: 6)
    let planted = Array(stride(from: 4, to: 600, by: 20))
    let pairs = (0..<5).flatMap { a in (a + 1..<5).map { [a, $0] } }
    for j in sheet.fields.indices {
      let lacking = planted.enumerated().filter { pairs[$0.offset % 10].contains(j) }
      switch sheet.fields[j].cells {
      case .numbers(var list):
        for i in lacking { list[i.element] = .nan }
        sheet.fields[j].cells = .numbers(list)
      case .texts(var list):
        for i in lacking { list[i.element] = nil }
        if flipped, sheet.fields[j].role == .label {
          for i in planted { list[i] = list[i] == "good" ? "bad" : "good" }
        }
        sheet.fields[j].cells = .texts(list)
      }
    }
    return sheet
  }
}
