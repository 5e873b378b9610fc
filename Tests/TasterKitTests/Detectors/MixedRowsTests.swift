import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Mixed rows` {
  // Rows 4, 24, 44 … take 35 % of a row of the other class and keep their label.
  private static func sheet(rows n: Int) -> Sheet {
    var sheet = Sheet.clean(rows: n, seed: 2)
    guard case .texts(let labels) = sheet.fields[6].cells else { return sheet }
    for j in 0..<4 {
      guard case .numbers(var list) = sheet.fields[j].cells else { continue }
      let honest = list
      for i in stride(from: 4, to: n, by: 20) {
        var other = (i * 7 + 1) % n
        while labels[other] == labels[i] || other % 20 == 4 { other = (other + 1) % n }
        list[i] = ((0.65 * honest[i] + 0.35 * honest[other]) * 1_000).rounded() / 1_000
      }
      sheet.fields[j].cells = .numbers(list)
    }
    return sheet
  }

  @Test func `rise above most others and are not held`() throws {
    let evidence = try Learned(Self.sheet(rows: 800)).evidence(of: MixedRows.self)
    let planted = evidence.indices.filter { $0 % 20 == 4 }.map { evidence[$0].nats }.sorted()
    let rest = evidence.indices.filter { $0 % 20 != 4 }.map { evidence[$0].nats }.sorted()
    // Half of those that were mixed lie above four fifths of the others.
    #expect(planted[planted.count / 2] > rest[rest.count * 8 / 10])
    #expect(evidence.allSatisfy { !$0.holds && $0.nats >= 0 })
  }

  @Test func `have a reason that says where between the classes they stand`() throws {
    let learned = try Learned(Self.sheet(rows: 800))
    let line = ClassLine(learned.profile)
    let judge = try MixedRows().learn(learned.profile)
    var told = 0
    for chunk in learned.table.chunks {
      let batch = learned.profile.batch(chunk)
      for i in 0..<batch.count {
        let reasons = judge.reasons(i, of: batch)
        guard let reason = reasons.first else { continue }
        told += 1
        let share = line.share(i, of: batch, from: batch.label(i), to: batch.others[i])
        #expect(reason.text.contains("it stands at \(percent(share)) of the way"))
      }
    }
    #expect(told > 0)
  }

  @Test func `stand at nought in the middle of their class and at one in the other's`() throws {
    let learned = try Learned(Sheet.clean(rows: 400, seed: 2))
    let line = ClassLine(learned.profile)
    var sums = [[0.0, 0], [0.0, 0]]
    for chunk in learned.table.chunks {
      let batch = learned.profile.batch(chunk)
      for i in 0..<batch.count {
        let label = batch.label(i)
        sums[label][0] += line.share(i, of: batch, from: 0, to: 1)
        sums[label][1] += 1
      }
    }
    #expect((sums[0][0] / sums[0][1]).magnitude < 1e-9)
    #expect((sums[1][0] / sums[1][1] - 1).magnitude < 1e-9)
  }

  @Test func `are none in a table without labels`() throws {
    let learned = try Learned(Self.sheet(rows: 300).emptied())
    #expect(try learned.evidence(of: MixedRows.self).allSatisfy { $0 == .none })
  }
}
