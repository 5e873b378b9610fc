import TasterKit
import Testing

@Suite struct `Mild outliers` {
  /// Where planted rows stand in deviations from their class, by the columns that can move.
  private static func standard(_ attack: OutlierMild) throws -> [[Double]] {
    let (victim, poison) = try Ground.plant(attack, rate: 0.2)
    return try poison.rows.map { row in
      let features = try Ground.features(row, of: victim)
      let spread = victim.spread(ofClass: features.label)
      return (0..<3).map { j in
        let z = (features.numbers[j] - spread[j].mean) / spread[j].deviation
        return z.isNaN ? 0 : z
      }
    }
  }

  private static func mean(_ z: [[Double]]) -> [Double] {
    (0..<3).map { j in z.reduce(0) { $0 + $1[j] } / Double(z.count) }
  }

  private static func length(_ x: [Double]) -> Double {
    x.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  @Test func `are at least three deviations from their class's centre and mislabelled`() throws {
    let z = try Self.standard(OutlierMild())
    #expect(z.count { Self.length($0) > 2.6 } > 60)
    let (victim, poison) = try Ground.plant(OutlierMild())
    #expect(poison.rows.allSatisfy { $0.isAdded && $0.label != victim.labels[$0.template] })
  }

  @Test func `share a direction or have their own`() throws {
    var common = OutlierMild()
    common.direction = .common
    // Along one direction they agree; each along its own, they cancel.
    #expect(Self.length(Self.mean(try Self.standard(common))) > 2)
    #expect(Self.length(Self.mean(try Self.standard(OutlierMild()))) < 1)
  }
}
