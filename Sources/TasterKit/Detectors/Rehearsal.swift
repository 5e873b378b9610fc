import RealModule
import TasterKernels

/// Tells a table's rows from the same rows changed on purpose: an attack rehearsed on the table itself.
///
/// Some of the sample's rows are changed as an attack would change them. A ridge model on
///
///     [z, z², |e|, min(e², 9), class]
///
/// with z a row's numbers in the robust view and e their conditional residuals, tells the changed rows from the table's
/// own, of which each is judged by a model that saw neither it nor its near copies. A logistic curve through the
/// scores makes them log likelihood ratios in nats, −6…6: how much likelier a row of the attack looks so than one of the
/// table as it is, planted rows among it.
struct Rehearsal: Sendable {
  /// How many numeric columns a table needs, and may have.
  static let columns = 2...100
  private static let fewestRows = 40
  /// So many rows settle a model of some hundred coefficients.
  private static let mostOwn = 4_000
  private static let mostChanged = 1_500
  private static let mostClasses = 20
  /// Small tables with many columns need the large ones.
  private static let penalties = [10.0, 100, 1_000]
  private static let bound = 6.0

  /// The log likelihood ratio of every sampled row, by a model that has not seen it.
  let known: [Double]
  private let model: Model

  /// Rehearses an attack; nil where the table has too few rows, or too few or too many numeric columns.
  ///
  /// - Parameters:
  ///   - profile: What was learned.
  ///   - change: Makes the changed rows of a stage, as many as it asks for.
  /// - Throws: ``KernelError`` where LAPACK does not converge.
  /// - Complexity: O(*n* p² + p³) with p numeric columns.
  init?(_ profile: Profile, change: (Stage) -> Numbers) throws {
    let p = profile.encoder.numericCount
    guard Self.columns.contains(p), profile.sample.count >= Self.fewestRows else { return nil }
    let own = profile.r.firstColumns(p)
    let labels = profile.sample.labels
    let classes = profile.schema.classes.count
    // The sample's order is drawn by a hash: its head is as good as any choice.
    let fitted = 0..<min(own.rows, Self.mostOwn)
    let stage = Stage(
      own, labels: labels, classes: classes, rows: fitted.prefix(Self.mostChanged),
      seed: profile.seed)
    let conditionals = try Self.conditionals(own)
    let standard = Standardized(
      Self.features(
        .join(rowsOf: [own.rows(fitted), change(stage)]), conditionals,
        labels: labels[fitted] + stage.rows.map { labels[$0] },
        classes: classes <= Self.mostClasses ? classes : 0))
    let isChanged =
      fitted.map { _ in 0 } + stage.rows.map { _ in 1 }
    let weights =
      fitted.map { 1 / Double(profile.copies.size[$0]) } + stage.rows.map { _ in 1.0 }
    let ridge = try Ridge(
      features: standard.values, labels: isChanged, classes: 2, weights: weights,
      lambdas: Self.penalties,
      groups: profile.copies.members.map { $0.filter { fitted.contains($0) } })
    let leftOut = ridge.leftOut.column(1)
    let curve = Curve(
      leftOut, isPositive: isChanged, weights: weights,
      shift: Double.log(weights[fitted].reduce(0, +) / Double(stage.rows.count)))
    let (coefficients, intercept) = standard.folded(ridge.coefficients.column(1))
    let model = Model(
      conditionals: conditionals, coefficients: coefficients, intercept: intercept, curve: curve)
    self.model = model
    known =
      leftOut[fitted].map { curve($0) }
      + model.nats(own.rows(fitted.upperBound..<own.rows), labels: labels[fitted.upperBound...])
  }

  /// The log likelihood ratio of every row of a batch, in nats.
  ///
  /// - Complexity: O(*n* p²) where rows were not learned from, else O(*n*).
  func nats(_ batch: Batch) -> [Double] {
    guard batch.member.contains(-1) else { return batch.member.map { known[$0] } }
    let nats = model.nats(z(0..<batch.count, of: batch), labels: batch.chunk.labels.map { Int($0) })
    return zip(batch.member, nats).map { k, nats in k >= 0 ? known[k] : nats }
  }

  /// The same of one row.
  func nats(_ row: Int, of batch: Batch) -> Double {
    let k = batch.member[row]
    return k >= 0
      ? known[k] : model.nats(z(row..<row + 1, of: batch), labels: [batch.label(row)])[0]
  }

  /// The conditional residual of every numeric column of a row, in conditional standard deviations.
  func residuals(_ row: Int, of batch: Batch) -> [Double] {
    model.conditionals.residuals(z(row..<row + 1, of: batch)).elements
  }

  private func z(_ rows: Range<Int>, of batch: Batch) -> Numbers {
    batch.r.rows(rows).firstColumns(model.conditionals.mean.count)
  }

  private static func conditionals(_ z: Numbers) throws -> Conditionals {
    let p = z.columns
    let mean = (0..<p).map { z.column($0).reduce(0, +) / Double(z.rows) }
    var covariance = gram(z.minus(mean))
    let size = Double(z.rows - 1)
    let trace = (0..<p).reduce(0) { $0 + covariance[$1, $1] } / size
    for k in covariance.elements.indices { covariance.elements[k] *= 0.9 / size }
    for j in 0..<p { covariance[j, j] += 0.1 * trace / Double(p) + 1e-9 }
    return Conditionals(mean: mean, precision: try Cholesky(covariance).inverse())
  }

  /// The features of rows, and a last column of ones.
  private static func features(
    _ z: Numbers, _ conditionals: Conditionals, labels: [Int], classes: Int
  ) -> Numbers {
    let p = z.columns
    let e = conditionals.residuals(z)
    var result = Numbers(rows: z.rows, columns: 4 * p + classes + 1)
    for i in 0..<z.rows {
      let start = i * result.columns
      for k in 0..<p {
        let (x, y) = (z.elements[i * p + k], e.elements[i * p + k].magnitude)
        result.elements[start + k] = x
        result.elements[start + p + k] = x * x
        result.elements[start + 2 * p + k] = y
        result.elements[start + 3 * p + k] = min(y * y, 9)
      }
      if classes > 0 { result.elements[start + 4 * p + labels[i]] = 1 }
      result.elements[start + 4 * p + classes] = 1
    }
    return result
  }

  /// What was fitted, as a function of a row.
  private struct Model: Sendable {
    let conditionals: Conditionals
    /// The coefficients of z, z², |e| and e², p each, then of the classes.
    let coefficients: [Double]
    let intercept: Double
    let curve: Curve

    /// The log likelihood ratios of rows, some at a time.
    func nats(_ z: Numbers, labels: some Collection<Int>) -> [Double] {
      let labels = Array(labels)
      let size = 1_024
      return stride(from: 0, to: z.rows, by: size).flatMap { start in
        let part = z.rows(start..<min(start + size, z.rows))
        let e = conditionals.residuals(part)
        return (0..<part.rows).map { curve(score(part, e, row: $0, label: labels[start + $0])) }
      }
    }

    private func score(_ z: Numbers, _ e: Numbers, row: Int, label: Int) -> Double {
      let p = z.columns
      let start = row * p
      var sum = intercept
      for k in 0..<p {
        let (x, y) = (z.elements[start + k], e.elements[start + k].magnitude)
        sum += x * (coefficients[k] + coefficients[p + k] * x)
        sum += coefficients[2 * p + k] * y + coefficients[3 * p + k] * min(y * y, 9)
      }
      return 4 * p + label < coefficients.count ? sum + coefficients[4 * p + label] : sum
    }
  }

  /// A logistic curve through scores, as a log likelihood ratio.
  private struct Curve: Sendable {
    var slope = 2.0
    var offset = 0.0

    /// Fits by Newton's steps.
    ///
    /// - Parameters:
    ///   - scores: One a row.
    ///   - isPositive: 1 for the changed rows, else 0.
    ///   - weights: How much every row counts.
    ///   - shift: What turns log odds in this list into a log likelihood ratio.
    init(_ scores: [Double], isPositive: [Int], weights: [Double], shift: Double) {
      for _ in 0..<12 {
        var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-3, 0.0, 1e-3)
        for (i, s) in scores.enumerated() {
          let share = 1 / (1 + Double.exp(-(slope * s + offset)))
          let (error, weight) = (
            weights[i] * (share - Double(isPositive[i])), weights[i] * share * (1 - share)
          )
          g0 += error
          g1 += error * s
          h00 += weight
          h01 += weight * s
          h11 += weight * s * s
        }
        let determinant = h00 * h11 - h01 * h01
        guard determinant > 1e-9 * h00 * h11 else { break }
        offset -= (h11 * g0 - h01 * g1) / determinant
        slope -= (h00 * g1 - h01 * g0) / determinant
      }
      offset += shift
    }

    func callAsFunction(_ score: Double) -> Double {
      min(max(slope * score + offset, -Rehearsal.bound), Rehearsal.bound)
    }
  }
}

extension Rehearsal {
  /// Columns with mean 0 and deviation 1, but for the last, which is one of ones.
  private struct Standardized {
    private(set) var values: Numbers
    private var means: [Double]
    /// One over the deviation; 0 for a column that does not vary.
    private var factors: [Double]

    init(_ raw: consuming Numbers) {
      let (n, m) = (raw.rows, raw.columns)
      var (sums, squares) = ([Double](repeating: 0, count: m), [Double](repeating: 0, count: m))
      for i in 0..<n { for j in 0..<m { sums[j] += raw.elements[i * m + j] } }
      means = sums.map { $0 / Double(n) }
      for i in 0..<n {
        for j in 0..<m {
          let x = raw.elements[i * m + j] - means[j]
          squares[j] += x * x
        }
      }
      factors = squares.map { $0 > 1e-18 * Double(n) ? 1 / Double.sqrt($0 / Double(n)) : 0 }
      (means[m - 1], factors[m - 1]) = (0, 1)
      for i in 0..<n {
        for j in 0..<m {
          raw.elements[i * m + j] = (raw.elements[i * m + j] - means[j]) * factors[j]
        }
      }
      values = raw
    }

    /// The same coefficients for the columns as they were, and what is added to their sum.
    func folded(_ coefficients: [Double]) -> ([Double], Double) {
      var raw = zip(coefficients, factors).map { $0 * $1 }
      let shift = zip(raw, means).reduce(0) { $0 + $1.0 * $1.1 }
      let last = raw.removeLast()
      return (raw, last - shift)
    }
  }
}
