import RealModule
import TasterKernels

/// What a row's distance rests on, in the units of the table.
extension RowDistanceJudge {
  /// A column of a row: what stands there and what the row's other columns lead one to expect.
  private struct Told {
    /// The position among the encoder's numeric columns.
    let column: Int
    let value: Double
    /// The row's class: the only one there is.
    let label: Int
    /// The expected value; nil where there is no other column to say so.
    let expected: Double?
    /// The distance to the expected value in its own typical errors.
    let error: Double
  }

  /// At most so many columns are named.
  private static let named = 3
  /// A column farther than this from what the others lead one to expect, in typical errors, is named.
  private static let errorToName = 4.0

  func reasons(_ row: Int, of batch: Batch) -> [Reason] {
    let one = batch.chunk.row(row, of: batch)
    guard let standing = model.standings(one).first else { return [] }
    let surprise = column(0, of: one)
    let isHeld = holds(standing, column: surprise)
    guard isHeld || Self.nats(standing.score) > Score.prior else { return [] }
    let told = told(one)
    let loudest = one.standing.surprises[0].column
    let first = surprise > 0 ? told.first { features[$0.column].feature == loudest } : nil
    let others =
      told.filter { $0.column != first?.column && $0.error.magnitude > Self.errorToName }
      .sorted { ($1.error.magnitude, $0.column) < ($0.error.magnitude, $1.column) }
    let columns = ([first].compactMap { $0 } + others).prefix(Self.named)
    return columns.map { reason($0) } + [asAWhole(standing)]
  }

  private var features: [Encoder.Numeric] { profile.encoder.numeric }

  private func told(_ one: Batch) -> [Told] {
    let z = model.view(one).minus(model.robust.mean)
    let precision = model.robust.precision
    let pull = precision.map { product(z, $0) }
    let label = one.label(0)
    return features.indices.compactMap { k in
      let column = features[k]
      let x = one.chunk.numeric[column.feature]
      guard !x.isNaN else { return nil }
      guard let precision, let pull, z.columns > 1 else {
        let error = (x - column.median) / column.scale
        return Told(column: k, value: x, label: label, expected: nil, error: error)
      }
      // z_j − (Σ⁻¹ z)_j / (Σ⁻¹)_jj is the value that the other columns predict.
      let predicted = model.robust.mean[k] + z[0, k] - pull[0, k] / precision[k, k]
      let inUnits = column.median + column.scale * predicted
      let seen = column.knots.values
      let expected = min(max(inUnits, seen[0]), seen[seen.count - 1])
      let error = (x - expected) / column.scale * Double.sqrt(precision[k, k])
      return Told(column: k, value: x, label: label, expected: expected, error: error)
    }
  }

  private func reason(_ told: Told) -> Reason {
    let feature = features[told.column].feature
    let name = profile.schema.columns[profile.schema.numeric[feature]].name
    let summary = profile.statistics.summary(ofClass: told.label, numeric: feature)
    var text = "`\(name)` = \(Figures.significant(told.value))"
    if summary.spread > 0 {
      let deviations = (told.value - summary.centre) / summary.spread
      text +=
        " is \(Figures.significant(deviations.magnitude)) robust standard deviations "
        + "\(deviations < 0 ? "below" : "above") the column's middle"
    }
    text += " (median \(Figures.significant(summary.centre)))"
    if let expected = told.expected {
      text +=
        "; the row's other columns lead one to expect \(Figures.significant(expected)), "
        + "\(Figures.significant(told.error.magnitude)) typical errors away"
    }
    return Reason(detector: RowDistance.name, text: text)
  }

  private func asAWhole(_ standing: RowDistanceModel.Standing) -> Reason {
    let distance = Figures.significant(Double.sqrt(standing.squared))
    let half = Figures.significant(model.all.distance(at: 0.5))
    let most = Figures.significant(model.all.distance(at: 0.99))
    return Reason(
      detector: RowDistance.name,
      text: "as a whole it lies \(distance) from the centre of the table, columns weighed by how "
        + "they vary together; half of the rows lie within \(half), 99 % within \(most)")
  }
}

extension Chunk {
  /// One row of a batch as a batch.
  fileprivate func row(_ i: Int, of batch: Batch) -> Batch {
    func column<T>(_ list: [T]) -> [T] {
      stride(from: i, to: list.count, by: max(count, 1)).map { list[$0] }
    }
    let chunk = Chunk(
      firstRow: firstRow + i, count: 1, numeric: column(numeric), codes: column(codes),
      labels: [labels[i]], sources: [sources[i]])
    return Batch(
      chunk: chunk, member: [batch.member[i]], q: batch.q.rows(i..<i + 1),
      r: batch.r.rows(i..<i + 1), standing: batch.standing.gather([i]), group: [batch.group[i]])
  }
}
