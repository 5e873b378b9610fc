import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Robust distances` {
  /// Two columns that go together.
  private static func pairs(_ n: Int) -> Numbers {
    var generator = SeededGenerator(seed: 40)
    var z = Numbers(rows: n, columns: 2)
    for i in 0..<n {
      z[i, 0] = generator.normal()
      z[i, 1] = z[i, 0] + 0.2 * generator.normal()
    }
    return z
  }

  @Test func `are the residuals of a regression on the other columns`() throws {
    let z = Self.pairs(400)
    let model = try TrimmedGaussian(z)
    let residuals = model.residuals(z)
    // e₁ of two columns is what the precision's first row says, in its own deviations.
    let (a, b) = (model.precision[0, 0], model.precision[0, 1])
    for i in 0..<20 {
      let expected =
        (a * (z[i, 0] - model.mean[0]) + b * (z[i, 1] - model.mean[1])) / a.squareRoot()
      #expect((residuals[i, 0] - expected).magnitude < 1e-10)
    }
  }

  @Test func `see a row that is odd only in combination`() throws {
    var z = Self.pairs(400)
    (z[5, 0], z[5, 1]) = (1.5, -1.5)
    let residuals = try TrimmedGaussian(z).residuals(z)
    let sizes = (0..<400).map { residuals[$0, 0].magnitude }
    #expect(sizes[5] == sizes.max())
    #expect(sizes[5] > 6)
  }

  @Test func `are not moved by a quarter of poison`() throws {
    var z = Self.pairs(400)
    let clean = try TrimmedGaussian(z)
    for i in 0..<60 { (z[i, 0], z[i, 1]) = (8, -8) }
    let poisoned = try TrimmedGaussian(z)
    for j in 0..<2 { #expect((clean.mean[j] - poisoned.mean[j]).magnitude < 0.2) }
    #expect(poisoned.residuals(z)[3, 0].magnitude > 20)
  }

  @Test func `speak of odd combinations, with the value and where it lies`() throws {
    // Length follows weight, but for three rows; six others are far out, so that oddities count.
    let pairs = Self.pairs(200)
    var fields = [[Double]](repeating: [], count: 3)
    for i in 0..<200 {
      let isOdd = i % 60 == 7
      let weight = isOdd ? 1.5 : (pairs[i, 0] * 1_000).rounded() / 1_000
      fields[0].append(weight)
      fields[1].append(isOdd ? -1.5 : weight + ((i * 7) % 10 < 5 ? 0.05 : -0.05))
      fields[2].append(i % 33 == 1 ? 90 + Double(i) : (pairs[199 - i, 1] * 1_000).rounded() / 1_000)
    }
    let labels = (0..<200).map { $0 % 2 == 0 ? "a" : "b" }
    let learned = try Learned(
      Sheet(
        rowCount: 200,
        fields: zip(["weight", "length", "height"], fields).map {
          Sheet.Field($0, .numbers($1))
        } + [Sheet.Field("label", .texts(labels), role: .label)]))
    let evidence = try learned.evidence(of: RobustDistance.self)
    #expect(evidence.allSatisfy { $0.nats >= 0 && !$0.holds })
    let odd = [7, 67, 127, 187]
    let loudest = evidence.indices.sorted { evidence[$0].nats > evidence[$1].nats }.prefix(4)
    #expect(loudest.sorted() == odd)
    let model = try TrimmedGaussian(learned.profile.q)
    for row in odd {
      let texts = try learned.reasons(forRow: row, by: RobustDistance.self).map(\.text)
      let at = try #require(learned.profile.sample.rows.firstIndex(of: row))
      let residuals = model.residuals(learned.profile.q.rows(at..<at + 1))
      #expect(
        texts.contains(
          "`length` = -1.5 lies \(short(residuals[0, 1].magnitude)) standard deviations below what "
            + "the row's other columns predict"))
    }
  }

  @Test func `are silent about one column`() throws {
    var sheet = Sheet.clean(rows: 60, seed: 4)
    sheet.fields.removeSubrange(1..<5)
    #expect(try Learned(sheet).evidence(of: RobustDistance.self).allSatisfy { $0 == .none })
  }
}
