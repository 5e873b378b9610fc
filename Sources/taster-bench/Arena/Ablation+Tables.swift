package import TasterKit

extension Ablation {
  private var variations: [Variation] { Variation.all(of: detectors) }

  /// A row a variation: the means over all cases.
  package var overview: FigureTable {
    var table = FigureTable(
      "Detectors", ["AP", "AUROC", "Precision", "Recall", "Clean held", "at most"])
    for variation in variations {
      let mean = mean(variation)
      table.add(
        variation.title,
        [
          figure(mean.averagePrecision), figure(mean.area), figure(mean.precision),
          figure(mean.recall), share(mean.cleanHeld), share(mean.mostCleanHeld),
        ])
    }
    return table
  }

  /// A row an attack: the AP of the catalog, and what it loses without each detector.
  package var losses: FigureTable {
    var table = FigureTable("Attack", ["all"] + detectors.map { "− \($0)" })
    for attack in attacks {
      let whole = mean(.catalog, attack: attack).averagePrecision
      table.add(
        attack,
        [figure(whole)]
          + detectors.map { name in
            let rest = mean(.without(name), attack: attack).averagePrecision
            return change(rest, from: whole)
          })
    }
    return table
  }

  /// A row an attack: the AP of a random order and of each detector alone.
  package var solos: FigureTable {
    var table = FigureTable("Attack", ["chance"] + detectors)
    for attack in attacks {
      let chance = mean(.catalog, attack: attack).chance
      table.add(
        attack,
        [figure(chance)]
          + detectors.map { figure(mean(.alone($0), attack: attack).averagePrecision) })
    }
    return table
  }

  /// What one detector does alone, on the attacks where that is at least 0.05 more than chance, the best first.
  package func solo(_ detector: String) -> FigureTable {
    var table = FigureTable("Attack", ["chance", "alone", "all", "all but it"])
    var rows: [(attack: String, alone: Double)] = []
    for attack in attacks {
      let alone = mean(.alone(detector), attack: attack)
      guard let value = alone.averagePrecision, value >= (alone.chance ?? 0) + 0.05 else {
        continue
      }
      rows.append((attack, value))
    }
    for (attack, alone) in rows.sorted(by: { $0.alone > $1.alone }) {
      let whole = mean(.catalog, attack: attack)
      let rest = mean(.without(detector), attack: attack)
      table.add(
        attack,
        [whole.chance, alone, whole.averagePrecision, rest.averagePrecision].map { figure($0) })
    }
    return table
  }

  /// One object a variation.
  package var lines: [JSON] {
    variations.map { variation in
      let mean = mean(variation)
      return [
        "variation": .string(variation.title), "cases": .integer(count),
        "ap": JSON(mean.averagePrecision), "auroc": JSON(mean.area),
        "precision": JSON(mean.precision), "recall": JSON(mean.recall),
        "clean_held": JSON(mean.cleanHeld), "most_clean_held": JSON(mean.mostCleanHeld),
        "ap_by_attack": .object(
          attacks.map {
            JSON.Member($0, JSON(self.mean(variation, attack: $0).averagePrecision))
          }),
      ]
    }
  }
}
