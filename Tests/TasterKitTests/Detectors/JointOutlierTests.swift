import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Joint outliers` {
  @Test func `are ranked above the rest and held where they are many`() throws {
    let learned = try Learned(Sheet.mixed(rows: 630))
    let evidence = try learned.evidence(of: JointOutlier.self)
    let planted = evidence.indices.filter { $0 % 21 == 3 }
    let rest = evidence.indices.filter { $0 % 21 != 3 }.map { evidence[$0].nats }.sorted()
    let high = rest[rest.count * 95 / 100]
    #expect(planted.count { evidence[$0].nats > high } * 4 >= 3 * planted.count)
    let held = evidence.indices.filter { evidence[$0].holds }
    #expect(held.count * 2 >= planted.count)
    #expect(held.count { $0 % 21 == 3 } * 10 >= 9 * held.count)
    for row in held {
      #expect(try !learned.reasons(forRow: row, by: JointOutlier.self).isEmpty)
    }
  }

  @Test func `are none in a table without them`() throws {
    let evidence = try Learned(Sheet.mixed(rows: 630, isMixed: false)).evidence(
      of: JointOutlier.self)
    #expect(evidence.allSatisfy { !$0.holds })
  }

  @Test func `are none in a table without labels`() throws {
    let learned = try Learned(Sheet.mixed(rows: 630).emptied())
    #expect(try learned.evidence(of: JointOutlier.self).allSatisfy { $0 == .none })
  }

  @Test func `say more where more rows lie far out`() {
    func context(_ far: Int) -> JointContext {
      JointContext(
        (0..<1_000).map { i in
          var surprise = Surprise.none
          surprise.joint = i < far ? 5 : 1
          return surprise
        })
    }
    #expect(context(0).rise == -4 && !context(0).isSure)
    #expect(context(33).rise.magnitude < 1e-9)
    #expect(!context(31).isSure && context(33).isSure)
    #expect(context(46).rise > 2.4)
    #expect(context(200).rise == 4)
  }
}
