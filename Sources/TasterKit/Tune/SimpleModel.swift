import TasterKernels

/// A model as simple as people train: ridge regression on class indicators, numbers ranked and scaled, categories as marks.
///
/// It is no part of any judgement; it stands for the model that somebody trains on the rows.
struct SimpleModel: Sendable {
  private let encoder: Encoder
  private let ridge: Ridge

  private static let penalties = [0.1, 1, 10, 100, 1_000]

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - rows: The rows it learns from; at least one.
  ///   - classes: How many classes there are.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* m² + m³) for *n* rows and m columns.
  init(_ rows: RowSample, classes: Int) throws {
    encoder = Encoder(rows)
    ridge = try Ridge(
      features: Self.features(encoder, rows.numeric, rows.codes), labels: rows.labels,
      classes: classes, weights: Array(repeating: 1, count: rows.count), lambdas: Self.penalties)
  }

  /// The class that the model says, for every row; ties go to the first.
  func classes(_ numeric: Numbers, _ codes: [[Int32]]) -> [Int] {
    let predicted = product(Self.features(encoder, numeric, codes), ridge.coefficients)
    return (0..<predicted.rows).map { i in
      (0..<predicted.columns).max { (predicted[i, $0], $1) < (predicted[i, $1], $0) } ?? 0
    }
  }

  private static func features(
    _ encoder: Encoder, _ numeric: Numbers, _ codes: [[Int32]]
  ) -> Numbers {
    let (q, r) = encoder.encode(numeric: numeric, codes: codes)
    return Numbers.join(columnsOf: [q, r, Numbers(rows: numeric.rows, columns: 1, repeating: 1)])
  }
}
