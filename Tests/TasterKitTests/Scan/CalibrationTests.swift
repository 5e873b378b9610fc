import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A calibration` {
  private static func scan(_ sheet: Sheet, draws: Int, threads: Int = 2) throws -> Scan.Result {
    var scan = Scan()
    scan.calibrationDraws = draws
    scan.threads = threads
    return try scan.run(sheet.table())
  }

  @Test func `is not made unless it is asked for`() throws {
    #expect(try Self.scan(Sheet.clean(rows: 120, seed: 1), draws: 0).calibration == nil)
  }

  @Test func `is not made where labels cannot be judged`() throws {
    var sheet = Sheet.clean(rows: 120, seed: 1)
    sheet.fields[6].role = .ignored
    #expect(try Self.scan(sheet, draws: 1).calibration == nil)
  }

  @Test func `plants every attack as often as it was told`() throws {
    let found = try #require(Self.scan(Sheet.clean(rows: 300, seed: 1), draws: 2).calibration)
    #expect(found.attacks.map(\.attack).contains("flip-random"))
    #expect(found.attacks.map(\.attack).contains("backdoor-trigger"))
    #expect(found.attacks.allSatisfy { $0.planted == 18 })
    #expect(found.attacks.allSatisfy { (0...1).contains($0.averagePrecision) })
    #expect(found.attacks.allSatisfy { $0.held <= $0.planted })
    #expect(found.settings.map(\.detector) == Catalog.detectors.map { $0.name })
  }

  @Test func `sees what is easy to see`() throws {
    let found = try #require(Self.scan(Sheet.clean(rows: 300, seed: 1), draws: 1).calibration)
    let far = try #require(found.attacks.first { $0.attack == "outlier-far" })
    #expect(far.averagePrecision > 0.9)
    #expect(far.held > 6)
  }

  @Test func `is the same for any number of threads and any order of rows`() throws {
    let sheet = Sheet.clean(rows: 150, seed: 3)
    let one = try Self.scan(sheet, draws: 1, threads: 1)
    let four = try Self.scan(sheet, draws: 1, threads: 4)
    let turned = try Self.scan(sheet.rows((0..<150).reversed()), draws: 1)
    #expect(one.calibration == four.calibration)
    #expect(one.calibration == turned.calibration)
  }

  @Test func `shuts a gate that holds more honest rows than planted ones`() {
    #expect(Calibration.isShut(held: 4, falselyHeld: 6))
    #expect(!Calibration.isShut(held: 6, falselyHeld: 6))
    #expect(!Calibration.isShut(held: 0, falselyHeld: 9))
  }

  @Test func `lets a shut judge speak, but not hold`() throws {
    struct Loud: Judge {
      func evidence(_ batch: Batch) -> [Evidence] {
        (0..<batch.count).map { _ in Evidence(nats: 2, holds: true, probability: 0.5) }
      }
      func reasons(_ row: Int, of batch: Batch) -> [Reason] { [] }
    }
    let sheet = Sheet.clean(rows: 60, seed: 1)
    let profile = try Scan().run(sheet.table()).profile
    let evidence = ShutJudge(judge: Loud()).evidence(profile.batch(try sheet.table().chunk(0)))
    #expect(evidence.allSatisfy { $0.nats == 2 && !$0.holds && $0.probability == 0 })
    #expect(evidence.allSatisfy { $0.possibility == 0.5 })
  }
}
