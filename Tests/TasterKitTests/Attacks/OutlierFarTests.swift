import TasterKit
import Testing

@Suite struct `Far outliers` {
  @Test func `lie 5 to 12 deviations out in one to three columns`() throws {
    let (victim, poison) = try Ground.plant(OutlierFar())
    for row in poison.rows {
      let features = try Ground.features(row, of: victim)
      let spread = victim.spread(ofClass: features.label)
      let z = spread.indices.map {
        (features.numbers[$0] - spread[$0].mean).magnitude / spread[$0].deviation
      }
      // Half a step of a whole number is a tenth of a deviation here.
      let far = z.filter { $0 > 4.9 }
      #expect((1...3).contains(far.count) && far.allSatisfy { $0 < 12.2 }, "\(z)")
      #expect(row.isAdded && row.label == victim.labels[row.template])
    }
    #expect(try poison.rows.allSatisfy { try Ground.features($0, of: victim).numbers[3] >= 0 })
  }

  @Test func `may carry another label`() throws {
    var attack = OutlierFar()
    attack.label = .other
    let (victim, poison) = try Ground.plant(attack)
    #expect(poison.rows.allSatisfy { $0.label != victim.labels[$0.template] })
  }
}
