import TasterKernels

/// Sums of products of shifted columns over rows that have both.
struct PairProducts: Sendable {
  /// A value near each column's mean.
  private(set) var shift: [Double]
  /// Σ xᵢ xⱼ over rows that have both, i ≤ j alone.
  private(set) var products: Numbers
  /// Σ xᵢ over rows without a missing value, and how many such rows.
  private(set) var sums: [Double]
  private(set) var count = 0.0
  /// The same over other rows: Σ xᵢ where j has a value too, and how many such rows; nil while no value was missing.
  private(set) var partial: (sums: Numbers, counts: Numbers)?

  /// Sums of no rows.
  init(shift: [Double]) {
    self.shift = shift
    let d = shift.count
    products = Numbers(rows: d, columns: d)
    sums = Array(repeating: 0, count: d)
  }

  mutating func fold(_ chunk: Chunk, rows: [Int], columns d: Int) {
    guard !rows.isEmpty else { return }
    let n = chunk.count
    var values = Numbers(rows: rows.count, columns: d)
    var isComplete = true
    for j in 0..<d {
      let origin = shift[j]
      var at = j
      for i in rows {
        let x = chunk.numeric[j * n + i]
        if x.isNaN {
          isComplete = false
        } else {
          values.elements[at] = x - origin
        }
        at += d
      }
    }
    addGram(of: values, to: &products)
    if isComplete {
      for k in rows.indices { for j in 0..<d { sums[j] += values[k, j] } }
      count += Double(rows.count)
    } else {
      var present = Numbers(rows: rows.count, columns: d, repeating: 1)
      for j in 0..<d {
        for (k, i) in rows.enumerated() where chunk.numeric[j * n + i].isNaN { present[k, j] = 0 }
      }
      addPartial(
        sums: product(values, present, transposeA: true),
        counts: product(present, present, transposeA: true))
    }
  }

  private mutating func addPartial(sums: Numbers, counts: Numbers) {
    if partial == nil {
      partial = (sums, counts)
    } else {
      partial?.sums.add(sums)
      partial?.counts.add(counts)
    }
  }

  /// Sums that were folded before.
  init(
    shift: [Double], products: Numbers, sums: [Double], count: Double,
    partial: (sums: Numbers, counts: Numbers)?
  ) {
    self.shift = shift
    self.products = products
    self.sums = sums
    self.count = count
    self.partial = partial
  }

  /// The same sums round other values.
  ///
  ///     Σ (xᵢ + aᵢ)(xⱼ + aⱼ) = Σ xᵢ xⱼ + aⱼ Σ xᵢ + aᵢ Σ xⱼ + n aᵢ aⱼ,   a = old shift − new shift
  ///
  /// - Parameter new: A value near each column's mean.
  /// - Returns: Sums of the same rows.
  /// - Complexity: O(d²).
  func moved(to new: [Double]) -> PairProducts {
    guard new != shift else { return self }
    let d = shift.count
    var result = self
    result.shift = new
    let a = zip(shift, new).map { $0 - $1 }
    for i in 0..<d {
      for j in i..<d {
        let n = count + (partial?.counts[i, j] ?? 0)
        let (x, y) = (
          sums[i] + (partial?.sums[i, j] ?? 0), sums[j] + (partial?.sums[j, i] ?? 0)
        )
        result.products[i, j] += a[j] * x + a[i] * y + n * a[i] * a[j]
      }
    }
    for j in 0..<d { result.sums[j] += count * a[j] }
    if let partial {
      for i in 0..<d {
        for j in 0..<d { result.partial?.sums[i, j] += partial.counts[i, j] * a[i] }
      }
    }
    return result
  }

  /// The same sums of some of the columns, in another order perhaps.
  ///
  /// - Complexity: O(columns²).
  func keeping(_ columns: [Int]) -> PairProducts {
    func kept(_ all: Numbers, _ place: (Int, Int) -> (Int, Int)) -> Numbers {
      var few = Numbers(rows: columns.count, columns: columns.count)
      for (a, i) in columns.enumerated() {
        for (b, j) in columns.enumerated() {
          let (row, column) = place(i, j)
          few[a, b] = all[row, column]
        }
      }
      return few
    }
    return PairProducts(
      shift: columns.map { shift[$0] }, products: kept(products) { (min($0, $1), max($0, $1)) },
      sums: columns.map { sums[$0] }, count: count,
      partial: partial.map { (kept($0.sums) { ($0, $1) }, kept($0.counts) { ($0, $1) }) })
  }

  mutating func merge(_ other: PairProducts) {
    let other = other.moved(to: shift)
    products.add(other.products)
    for j in sums.indices { sums[j] += other.sums[j] }
    count += other.count
    if let part = other.partial { addPartial(sums: part.sums, counts: part.counts) }
  }

  func covariance(_ i: Int, _ j: Int) -> Double? {
    let n = count + (partial?.counts[i, j] ?? 0)
    guard n > 1 else { return nil }
    let (a, b) = (
      sums[i] + (partial?.sums[i, j] ?? 0), sums[j] + (partial?.sums[j, i] ?? 0)
    )
    return (products[min(i, j), max(i, j)] - a * b / n) / (n - 1)
  }
}
