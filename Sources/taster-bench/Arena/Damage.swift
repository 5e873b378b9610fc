import TasterKit

/// What models learned from poisoned tables, by what was removed before.
package struct Damage: Sendable {
  /// One model's result on one case after one cleaning.
  package struct Result: Sendable, Hashable, Decodable {
    /// The case.
    package var name: String
    /// What was removed before the model learned.
    package var cleaning: String
    /// The model.
    package var model: String
    /// How many rows were removed.
    package var removed: Int
    /// The share of the clean test rows that the model gets right.
    package var accuracy: Double
    /// The share of triggered rows of other classes that it takes for the target; nil without a backdoor.
    package var success: Double?

    package init(
      name: String, cleaning: String, model: String, removed: Int, accuracy: Double,
      success: Double?
    ) {
      self.name = name
      self.cleaning = cleaning
      self.model = model
      self.removed = removed
      self.accuracy = accuracy
      self.success = success
    }
  }

  /// What is removed, in the order of tables.
  package static let cleanings = ["poisoned", "oracle", "taster", "cleanlab", "iforest"]
  /// Those of them that are public tools.
  package static let peers = ["cleanlab", "iforest"]
  /// The models.
  package static let models = ["logistic", "boosting"]

  private let results: [Result]
  private let attackOf: [String: String]

  /// Results, with the attack of every case.
  package init(_ results: [Result], attacks: [String: String]) {
    self.results = results
    attackOf = attacks
  }

  /// The attacks, by name, the controls among them.
  package var attacks: [String] { Set(results.compactMap { attackOf[$0.name] }).sorted() }

  /// The mean accuracy over cases and, where none is named, over models.
  package func accuracy(_ cleaning: String, model: String? = nil, attack: String? = nil) -> Double?
  {
    average(chosen(cleaning, model, attack).map { $0.accuracy })
  }

  /// The mean success of the backdoors over cases and, where none is named, over models.
  package func success(_ cleaning: String, model: String? = nil) -> Double? {
    average(chosen(cleaning, model, nil).compactMap { $0.success })
  }

  /// The peer with the highest mean accuracy.
  package func bestPeer(model: String? = nil, attack: String? = nil) -> Double? {
    Self.peers.compactMap { accuracy($0, model: model, attack: attack) }.max()
  }

  private func chosen(_ cleaning: String, _ model: String?, _ attack: String?) -> [Result] {
    results.filter {
      $0.cleaning == cleaning && (model ?? $0.model) == $0.model
        && (attack == nil || attackOf[$0.name] == attack)
    }
  }
}

extension Damage {
  /// A row an attack and one for all: mean accuracy of both models after each cleaning.
  package var accuracies: FigureTable {
    var table = FigureTable("Attack", Self.cleanings + ["best peer"])
    for attack in attacks.map({ Optional($0) }) + [nil] {
      table.add(
        attack ?? "all",
        Self.cleanings.map { figure(accuracy($0, attack: attack)) }
          + [figure(bestPeer(attack: attack))])
    }
    return table
  }

  /// A row a model: mean accuracy over all cases after each cleaning.
  package var models: FigureTable {
    var table = FigureTable("Model", Self.cleanings)
    for model in Self.models {
      table.add(model, Self.cleanings.map { figure(accuracy($0, model: model)) })
    }
    return table
  }

  /// A row a model and one for both: the success of backdoors after each cleaning.
  package var successes: FigureTable {
    var table = FigureTable("Model", Self.cleanings)
    for model in Self.models.map({ Optional($0) }) + [nil] {
      table.add(model ?? "both", Self.cleanings.map { figure(success($0, model: model)) })
    }
    return table
  }
}
