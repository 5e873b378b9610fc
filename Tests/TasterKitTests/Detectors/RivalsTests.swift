import RealModule
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Rivals of the label's evidence` {
  @Test func `lift a row whose label fits as far as the cause goes, a contradicted one hardly`() {
    let fits = [-4.0, -2, 0].map { rivals([$0], of: -2) }
    let contradicted = [-4.0, -2, 0].map { rivals([$0], of: 3) }
    #expect(zip(fits, contradicted).allSatisfy { $0 > $1 && $1 > 0 })
    #expect(fits[0] < fits[1] && fits[1] < fits[2])
  }

  @Test func `add the odds of all causes, less those by the label alone`() {
    let (label, first, second) = (0.8 * 1.5 - 3, -2.0, -1.0)
    let all = Double.log(Double.exp(label) + Double.exp(first) + Double.exp(second))
    #expect((rivals([first, second], of: 1.5) - (all - label)).magnitude < 1e-12)
    #expect(rivals([], of: 1.5) == 0)
  }

  @Test func `say the same whether they are told of the label's evidence or ask for it`() throws {
    let learned = try Learned(Sheet.mixed(rows: 300))
    let label = try LabelFlip().learn(learned.profile)
    for detector in [JointOutlier.self, MixedRows.self] as [any Detector.Type] {
      let judge = try detector.init().learn(learned.profile)
      let listener = try #require(judge as? any LabelListener)
      for chunk in learned.table.chunks {
        let batch = learned.profile.batch(chunk)
        let told = listener.evidence(batch, beside: label.evidence(batch))
        #expect(told == judge.evidence(batch))
        #expect(told.contains { $0.nats > 0 })
      }
    }
  }
}
