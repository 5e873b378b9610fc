import RealModule

/// A change of unit, as it happens by mistake: written = slope · true + offset.
package struct UnitFactor: Sendable, Hashable {
  /// How a person would write it: `× 10`.
  package let name: String
  let slope: Double
  var offset = 0.0
  /// The power of ten; nil for another factor.
  var power: Int?

  /// Powers of ten up to a thousand, and the units that tables mix up: inches, pounds, degrees.
  package static let all: [UnitFactor] = [
    UnitFactor(name: "× 10", slope: 10, power: 1),
    UnitFactor(name: "× 100", slope: 100, power: 2),
    UnitFactor(name: "× 1000", slope: 1_000, power: 3),
    UnitFactor(name: "÷ 10", slope: 0.1, power: -1),
    UnitFactor(name: "÷ 100", slope: 0.01, power: -2),
    UnitFactor(name: "÷ 1000", slope: 0.001, power: -3),
    UnitFactor(name: "× 2.54", slope: 2.54),
    UnitFactor(name: "÷ 2.54", slope: 1 / 2.54),
    UnitFactor(name: "× 0.4536", slope: 0.45359237),
    UnitFactor(name: "÷ 0.4536", slope: 1 / 0.45359237),
    UnitFactor(name: "× 1.8 + 32", slope: 1.8, offset: 32),
    UnitFactor(name: "− 32 ÷ 1.8", slope: 1 / 1.8, offset: -32 / 1.8),
  ]

  /// What stood there before the mistake.
  package func original(_ x: Double) -> Double { (x - offset) / slope }

  /// A factor that nobody uses, as far from this one as two.
  func misread(by ratio: Double) -> UnitFactor {
    UnitFactor(name: name, slope: slope * ratio, offset: offset)
  }
}
