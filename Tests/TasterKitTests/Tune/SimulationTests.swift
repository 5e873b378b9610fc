import TasterKit
import TasterTesting
import Testing

@Suite struct `A simulation` {
  private static func simulation(threads: Int = 2) -> Simulation {
    var simulation = Simulation()
    simulation.attacks = [FlipFar(), OutlierFar()]
    simulation.rates = [0.05]
    simulation.draws = 2
    simulation.splits = 1
    simulation.scan.threads = threads
    return simulation
  }

  private static func tuning(_ simulation: Simulation, _ table: MemoryTable) throws -> Tuning {
    try simulation.run(table, on: simulation.ground(table))
  }

  @Test func `plants every attack at every rate as often as asked, whatever the threads`() throws {
    let table = Sheet.attacked(rows: 300).table()
    let tuning = try Self.tuning(Self.simulation(), table)
    #expect(tuning.evidence == .simulation && tuning.attacks == ["flip-far", "outlier-far"])
    #expect(tuning.trials.count == 4)
    #expect(tuning.trials.allSatisfy { $0.ranking.planted.count == 15 })
    #expect(tuning.table.count == 300 && tuning.names.count == 1 + Catalog.detectors.count)
    let again = try Self.tuning(Self.simulation(threads: 1), table)
    #expect(again.trials == tuning.trials && again.sweeps == tuning.sweeps)
    #expect(again.expectedRate(at: 0.3) == tuning.expectedRate(at: 0.3))
    // Far outliers are what every scan finds.
    let far = tuning.recalls(at: 0.5).first { $0.attack == "outlier-far" }
    #expect((far?.recall ?? 0) > 0.8)
  }

  @Test func `attacks no suspect, and does not count the likeliest ones`() throws {
    let simulation = Self.simulation()
    let table = Sheet.planted(rows: 300).table()
    let ground = try simulation.ground(table)
    #expect(!ground.whole.suspicious.isEmpty)
    let tuning = try simulation.run(table, on: ground)
    for trial in tuning.trials where trial.attack == "flip-far" {
      #expect(trial.ranking.count == 300 - ground.whole.aside.count)
    }
    #expect(ground.whole.aside.isSubset(of: ground.whole.suspicious))
    #expect(tuning.remarks.contains { $0.contains("looked suspicious before") })
  }

  @Test func `says which attacks found nothing to work with`() throws {
    var simulation = Self.simulation()
    simulation.attacks.append(SourceAttack())
    var sheet = Sheet.attacked(rows: 200)
    sheet.fields[6].role = .ignored
    let tuning = try Self.tuning(simulation, sheet.table())
    #expect(tuning.remarks.contains { $0.hasSuffix("source-attack") })
    simulation.attacks = [SourceAttack()]
    let hopeless = simulation
    #expect(throws: TableError.self) { _ = try Self.tuning(hopeless, sheet.table()) }
  }

  @Test func `draws rows of a large table, and still counts all of them for the budget`() throws {
    var simulation = Self.simulation()
    simulation.rows = 200
    let table = Sheet.attacked(rows: 300).table()
    let ground = try simulation.ground(table)
    #expect(ground.copied.rowCount == 200)
    #expect(try simulation.run(table, on: ground).table.count == 300)
  }

  @Test func `measures what flips do to a model and what cleaning gives back`() throws {
    var simulation = Self.simulation()
    simulation.attacks = [FlipPair(), BackdoorTrigger()]
    simulation.rates = [0.2]
    let table = Sheet.attacked(rows: 600).table()
    let ground = try simulation.ground(table)
    let damages = try simulation.damages(on: ground, by: .score(2))
    #expect(damages.map(\.attack) == ["flip-pair", "backdoor-trigger"])
    for damage in damages {
      // A threshold beyond all scores cleans nothing.
      #expect(damage.cleaned == damage.poisoned && damage.success == damage.successCleaned)
      #expect((0.5...1).contains(damage.oracle) && damage.poisoned <= damage.oracle + 0.05)
    }
    #expect(damages[0].success == nil && (damages[1].success ?? 0) > 0.5)
    let cleaned = try simulation.damages(on: ground, by: .score(0.3))
    #expect((cleaned[1].successCleaned ?? 1) < (damages[1].success ?? 0))
  }

  @Test func `recommends what a scan by its policy holds`() throws {
    let table = Sheet.attacked(rows: 300).table()
    let tuning = try Self.tuning(Self.simulation(), table)
    let advice = try tuning.recommendation(for: TuningGoal())
    let threshold = try #require(advice.threshold)
    let own = advice.detectors ?? DetectorAdvice(thresholds: ["outlier": 4.0], f1: 0, f1OfScore: 0)
    for point in [OperatingPoint.score(threshold), .detectors(own.thresholds), .detectors([:])] {
      var policy = Policy()
      policy.hold(by: point)
      var scan = Scan()
      scan.follow(policy)
      let held = try scan.run(table).judgement.findings.count
      #expect(tuning.heldOfTable(by: point) == held, "\(point)")
      #expect(tuning.expectedRate(by: point).rate == Double(held) / 300)
    }
    let best = try #require(advice.detectors)
    #expect(abs(tuning.worth(of: .detectors(best.thresholds)) - best.f1) < 1e-12)
    #expect(best.f1 > best.f1OfScore && best.f1OfScore == tuning.worth(of: .score(threshold)))
    #expect(try tuning.recommendation(for: TuningGoal(maxFalseRate: 0.01)).detectors == nil)
  }
}
