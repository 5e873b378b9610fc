import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `A calibration` {
  private static func calibration(
    _ sheet: Sheet, draws: Int = 1, threads: Int = 2
  ) throws -> Calibration {
    var scan = Scan()
    scan.threads = threads
    return try Calibration(scan.run(sheet.table()).profile, draws: draws, scan: scan)
  }

  @Test func `plants every attack as often as it was told`() throws {
    let found = try Self.calibration(Sheet.clean(rows: 300, seed: 1), draws: 2)
    #expect(found.attacks.map(\.attack).contains("flip-random"))
    #expect(found.attacks.map(\.attack).contains("backdoor-trigger"))
    #expect(found.attacks.allSatisfy { $0.planted == 18 })
    #expect(found.attacks.allSatisfy { (0...1).contains($0.averagePrecision) })
    #expect(found.attacks.allSatisfy { $0.held <= $0.planted })
    #expect(found.settings.map(\.detector) == Catalog.detectors.map { $0.name })
  }

  @Test func `sees what is easy to see`() throws {
    let found = try Self.calibration(Sheet.clean(rows: 300, seed: 1))
    let far = try #require(found.attacks.first { $0.attack == "outlier-far" })
    #expect(far.averagePrecision > 0.9)
    #expect(far.held > 6)
  }

  @Test func `is the same for any number of threads and any order of rows`() throws {
    let sheet = Sheet.clean(rows: 150, seed: 3)
    let one = try Self.calibration(sheet, threads: 1)
    #expect(try Self.calibration(sheet, threads: 4) == one)
    #expect(try Self.calibration(sheet.rows((0..<150).reversed())) == one)
  }

  @Test func `shuts a gate that holds more honest rows than planted ones`() {
    #expect(Calibration.isShut(held: 4, falselyHeld: 6))
    #expect(!Calibration.isShut(held: 6, falselyHeld: 6))
    #expect(!Calibration.isShut(held: 0, falselyHeld: 9))
  }
}
