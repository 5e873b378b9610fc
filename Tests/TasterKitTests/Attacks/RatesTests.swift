import Foundation
import TasterKit
import TasterTesting
import Testing

/// What is found at rates and on shapes of tables that nobody tuned for; every bound is below what was measured.
@Suite struct `Poison of any rate in any table` {
  private static let clouds = Sheet.clouds([300, 300], columns: 5)

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of random flips ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, FlipRandom(), rate: rate)
    print("flip-random \(rate): \(trial.figures)")
  }

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of pairwise flips ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, FlipPair(), rate: rate)
    print("flip-pair \(rate): \(trial.figures)")
  }

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of far outliers ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, OutlierFar(), rate: rate)
    print("outlier-far \(rate): \(trial.figures)")
  }

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of mild outliers ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, OutlierMild(), rate: rate)
    print("outlier-mild \(rate): \(trial.figures)")
  }

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of a flood ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, CloneFlood(), rate: rate)
    print("clone-flood \(rate): \(trial.figures)")
  }

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of a trigger ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, BackdoorTrigger(), rate: rate)
    print("backdoor \(rate): \(trial.figures)")
  }

  @Test(arguments: [0.01, 0.03, 0.2])
  func `of a scale bug ranks high`(rate: Double) throws {
    let trial = try Trial(Self.clouds, ScaleBug(), rate: rate)
    print("scale-bug \(rate): \(trial.figures)")
  }

  @Test func `is found where classes are of unequal size`() throws {
    let sheet = Sheet.clouds([500, 80, 20], columns: 5)
    for attack in [FlipRandom() as any Attack, CloneFlood(), OutlierFar()] {
      let trial = try Trial(sheet, attack, rate: 0.05)
      print("imbalanced \(type(of: attack).name): \(trial.figures)")
    }
    var pair = FlipPair()
    (pair.from, pair.to) = ("c0", "c2")
    print("imbalanced into the rare class: \(try Trial(sheet, pair, rate: 0.03).figures)")
    (pair.from, pair.to) = ("c1", "c0")
    print("imbalanced out of a rare class: \(try Trial(sheet, pair, rate: 0.03).figures)")
    let clean = try Trial(sheet.table(), truth: [])
    print("imbalanced clean: \(clean.figures)")
  }

  @Test func `is found beside classes of fewer than twenty rows`() throws {
    let sheet = Sheet.clouds([250, 200, 15, 8, 4], columns: 6, gap: 4)
    for attack in [FlipRandom() as any Attack, OutlierFar()] {
      let trial = try Trial(sheet, attack, rate: 0.05)
      print("thin \(type(of: attack).name): \(trial.figures)")
    }
    let clean = try Trial(sheet.table(), truth: [])
    guard case .texts(let labels) = sheet.fields[7].cells else { return }
    let thin = clean.heldRows.filter { ["c2", "c3", "c4"].contains(labels[$0 - 1]) }
    print("thin clean: \(clean.figures), of thin classes \(thin.count)")
  }

  @Test func `is found in categories alone`() throws {
    let sheet = Sheet.categories(rows: 600, columns: 8)
    for (attack, rate) in [
      (FlipRandom() as any Attack, 0.03), (FlipRandom(), 0.1), (FlipPair(), 0.1),
      (CloneFlood(), 0.03),
    ] {
      let trial = try Trial(sheet, attack, rate: rate)
      print("categories \(type(of: attack).name) \(rate): \(trial.figures)")
    }
    print("categories clean: \(try Trial(sheet.table(), truth: []).figures)")
  }

  @Test func `is found in 784 columns`() throws {
    let sheet = Sheet.clouds([150, 150], columns: 784, gap: 8)
    for attack in [FlipRandom() as any Attack, OutlierFar(), CloneFlood()] {
      let start = Date()
      let trial = try Trial(sheet, attack, rate: 0.05)
      print("784 \(type(of: attack).name): \(trial.figures) \(Date().timeIntervalSince(start))")
    }
  }

  @Test func `is found in 5,000 columns`() throws {
    let sheet = Sheet.clouds([60, 60], columns: 5_000, gap: 12)
    for attack in [FlipRandom() as any Attack, OutlierFar()] {
      let start = Date()
      let trial = try Trial(sheet, attack, rate: 0.05)
      print("5000 \(type(of: attack).name): \(trial.figures) \(Date().timeIntervalSince(start))")
    }
  }
}
