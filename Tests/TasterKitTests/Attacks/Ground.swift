import TasterKit
import TasterTesting

/// The table that attacks are tried on.
enum Ground {
  static let victim = Result { try Victim(Sheet.attacked(rows: 400).table()) }

  /// Poison by an attack, and the table it is planted in.
  static func plant(
    _ attack: some Attack, rate: Double = 0.05, seed: UInt64 = 1
  ) throws -> (victim: Victim, poison: Poison) {
    let victim = try victim.get()
    return (victim, try attack.poison(victim, rate: rate, seed: seed))
  }

  /// The features of a planted row, cells put in.
  static func features(_ row: Poison.Row, of victim: Victim) throws -> Victim.Row {
    var features = try victim.rows([row.template])[0]
    for cell in row.cells {
      switch cell.value {
      case .number(let x):
        if let j = victim.schema.numeric.firstIndex(of: cell.column) { features.numbers[j] = x }
      case .level(let code):
        if let k = victim.schema.categorical.firstIndex(of: cell.column) {
          features.levels[k] = code
        }
      }
    }
    return features
  }
}
