import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Ridge` {
  static let rows = 24
  static let labels = (0..<rows).map { ($0 * 7 / 3) % 3 }
  static let weights = (0..<rows).map { 0.25 + Double($0 % 4) / 2 }

  static var features: Numbers {
    var generator = SeededGenerator(seed: 3)
    var p = Numbers(rows: rows, columns: 5)
    for i in 0..<rows {
      for j in 0..<4 { p[i, j] = generator.normal() + (labels[i] == j ? 1 : 0) }
      p[i, 4] = 1
    }
    return p
  }

  /// θ of the rows that stay, by the normal equations.
  static func refit(without left: Set<Int>, weights: [Double], lambda: Double) throws -> Numbers {
    let p = features
    var system = Numbers(rows: 5, columns: 5)
    var right = Numbers(rows: 5, columns: 3)
    for i in 0..<rows where !left.contains(i) {
      for a in 0..<5 {
        for b in 0..<5 { system[a, b] += weights[i] * p[i, a] * p[i, b] }
        for c in 0..<3 { right[a, c] += weights[i] * p[i, a] * (labels[i] == c ? 1 : -1) }
      }
    }
    for a in 0..<5 { system[a, a] += lambda }
    return try solve(system, right)
  }

  static func ridge(
    weights: [Double], lambdas: [Double], groups: [[Int]] = []
  ) throws -> TasterKit.Ridge {
    try TasterKit.Ridge(
      features: features, labels: labels, classes: 3, weights: weights, lambdas: lambdas,
      groups: groups)
  }

  /// One penalty is solved by Cholesky's factor, several by eigenvalues.
  static let penalties = [[0.1], [1], [30], [0.1, 0.1], [30, 30]]

  static let ones = [Double](repeating: 1, count: rows)

  @Test(arguments: penalties, [ones, weights])
  func `has the coefficients of the normal equations`(lambdas: [Double], weights: [Double]) throws {
    let found = try Self.ridge(weights: weights, lambdas: lambdas).coefficients
    let expected = try Self.refit(without: [], weights: weights, lambda: lambdas[0])
    #expect(
      zip(found.elements, expected.elements).allSatisfy { ($0 - $1).magnitude < 1e-10 })
  }

  @Test(arguments: penalties, [ones, weights])
  func `predicts every row as a refit without it does`(lambdas: [Double], weights: [Double]) throws
  {
    let found = try Self.ridge(weights: weights, lambdas: lambdas).leftOut
    for i in 0..<Self.rows {
      let theta = try Self.refit(without: [i], weights: weights, lambda: lambdas[0])
      let expected = product(Self.features.rows(i..<i + 1), theta)
      for c in 0..<3 { #expect((found[i, c] - expected[0, c]).magnitude < 1e-9) }
    }
  }

  @Test(arguments: penalties, [ones, weights])
  func `predicts a group as a refit without the group does`(
    lambdas: [Double], weights: [Double]
  ) throws {
    let groups = [[0, 3, 9], [5, 6], [20, 21, 22, 23], [11]]
    let found = try Self.ridge(weights: weights, lambdas: lambdas, groups: groups).leftOut
    let left = groups + [[1]]
    for group in left {
      let theta = try Self.refit(without: Set(group), weights: weights, lambda: lambdas[0])
      let expected = product(Self.features.gather(group), theta)
      for (a, i) in group.enumerated() {
        for c in 0..<3 { #expect((found[i, c] - expected[a, c]).magnitude < 1e-9) }
      }
    }
  }

  @Test func `chooses the penalty with the smallest left-out error and says how large it is`()
    throws
  {
    let lambdas = [0.01, 0.3, 5, 200]
    let weights = Self.weights
    let errors = try lambdas.map { lambda in
      var sum = 0.0
      for i in 0..<Self.rows {
        let theta = try Self.refit(without: [i], weights: weights, lambda: lambda)
        let predicted = product(Self.features.rows(i..<i + 1), theta)
        for c in 0..<3 {
          let residual = (Self.labels[i] == c ? 1 : -1) - predicted[0, c]
          sum += weights[i] * residual * residual
        }
      }
      return sum / weights.reduce(0, +)
    }
    let best = try #require(lambdas.indices.min { errors[$0] < errors[$1] })
    let found = try Self.ridge(weights: weights, lambdas: lambdas)
    #expect(found.lambda == lambdas[best])
    #expect((found.press - errors[best]).magnitude < 1e-9)
  }

  @Test func `lets a row without weight learn nothing but predicts it`() throws {
    var weights = Self.ones
    weights[4] = 1e-6
    let found = try Self.ridge(weights: weights, lambdas: [1])
    let theta = try Self.refit(without: [4], weights: weights, lambda: 1)
    let expected = product(Self.features.rows(4..<5), theta)
    for c in 0..<3 { #expect((found.leftOut[4, c] - expected[0, c]).magnitude < 1e-9) }
  }
}
