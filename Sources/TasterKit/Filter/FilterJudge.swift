import RealModule
import TasterKernels

/// Judges rows by the models of trusted data alone: what they say of a row depends on no other row.
struct FilterJudge: Sendable {
  let trusted: TrustedModels
  let conformal: Conformal
  private let words: BaselineWords

  /// Rows that go through the models together.
  ///
  /// Products of matrices round by their shape, so every block has this one, a part of a block being filled up: a row has the
  /// same bits in a batch of one and of ten thousand.
  static let blockRows = 64

  init(_ trusted: TrustedModels) {
    self.trusted = trusted
    conformal = Conformal(trusted)
    words = BaselineWords(trusted)
  }

  /// A block of rows, looked at.
  struct Block: Sendable {
    /// Where each row stands among the trusted rows.
    let places: [Conformal.Place]
    /// What each row's content is, with the seed.
    let keys: [RowKey]
    fileprivate let batch: Batch
    /// What stands in the label column of rows of unknown classes.
    fileprivate let strangers: [Int: String]

    /// How many rows there are.
    var count: Int { places.count }
  }

  /// How many blocks some rows make.
  static func blockCount(_ rows: SchemaCoder.Rows) -> Int {
    (rows.chunk.count + blockRows - 1) / blockRows
  }

  /// Looks at one block of some rows.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - index: Which block of them.
  /// - Returns: What the baseline says.
  /// - Complexity: O(block · m p).
  func block(_ rows: SchemaCoder.Rows, _ index: Int) -> Block {
    let first = index * Self.blockRows
    let count = min(Self.blockRows, rows.chunk.count - first)
    let chunk = rows.chunk.block(first, count: count, filledTo: Self.blockRows)
    var strangers: [Int: String] = [:]
    for i in 0..<count { strangers[i] = rows.strangers[first + i] }
    let batch = trusted.batch(chunk)
    return Block(
      places: Array(conformal.places(batch, strangers: Set(strangers.keys)).prefix(count)),
      keys: Array(
        RowKey.of(chunk, seed: trusted.seed, vocabulary: trusted.vocabulary).prefix(count)),
      batch: batch, strangers: strangers)
  }

  /// What a row's oddness is worth, in nats: −ln p, and a little more beyond all trusted rows.
  static func nats(_ place: Conformal.Place) -> Double {
    Double.log(onePlus: place.excess) - Double.log(place.pValue)
  }

  /// Everything about a held row.
  ///
  /// - Parameters:
  ///   - i: Its position in the block.
  ///   - block: Where it is.
  ///   - isRejected: Whether its p-value is rejected; if not, its score alone holds it.
  ///   - qValue: Its q-value.
  ///   - score: How suspicious it is.
  /// - Returns: The finding; its fingerprint is not filled in.
  func finding(
    _ i: Int, of block: Block, isRejected: Bool, qValue: Double, score: Score
  ) -> Finding {
    let place = block.places[i]
    let classes = trusted.schema.classes
    let label = block.batch.label(i)
    let stranger = block.strangers[i]
    let other: Int? =
      if stranger != nil { likeliest(i, block.batch) } else {
        block.batch.margins[i] > 0 ? block.batch.others[i] : nil
      }
    var reasons: [Reason] = []
    if isRejected {
      reasons.append(.asOdd(pValue: place.pValue, qValue: qValue, of: place.of))
    }
    if let stranger {
      reasons.append(.unknownClass(stranger, looksLike: other.map { classes[$0] }))
    }
    reasons += words.reasons(i, of: block.batch, isLabelKnown: stranger == nil)
    let nats = Self.nats(place)
    var finding = Finding(
      row: block.batch.chunk.firstRow + i + 1,
      label: classes.isEmpty ? nil : stranger ?? classes[label],
      suggestedLabel: other.map { classes[$0] },
      score: score.value,
      evidence: [BaselineVerdict.name: nats],
      heldBy: isRejected ? [BaselineVerdict.name] : [], reasons: reasons)
    finding.pValue = place.pValue
    finding.qValue = qValue
    return finding
  }

  /// A row's numeric columns in robust deviations.
  func numbers(_ i: Int, of block: Block) -> [Double] {
    Array(block.batch.r.row(i).prefix(trusted.encoder.numericCount))
  }

  /// The class that a row's features speak for; nil where they say nothing about classes.
  private func likeliest(_ i: Int, _ batch: Batch) -> Int? {
    guard let posterior = batch.standing.posteriors.map({ Array($0.plain.row(i)) }) else {
      return nil
    }
    return posterior.indices.max { (posterior[$0], $1) < (posterior[$1], $0) }
  }
}

extension Reason {
  fileprivate static func unknownClass(_ name: String, looksLike other: String?) -> Reason {
    Reason(
      detector: BaselineVerdict.name,
      text:
        "the baseline knows no class '\(printable(name, limit: 60))', so nothing speaks for the "
        + "row's label" + (other.map { "; its features say '\($0)'" } ?? ""))
  }
}

extension Chunk {
  /// Some rows, the last of them repeated until there are enough.
  fileprivate func block(_ first: Int, count n: Int, filledTo size: Int) -> Chunk {
    func column<T>(_ list: [T], _ j: Int, into result: inout [T]) {
      let start = j * count + first
      result += list[start..<start + n]
      if n < size { result += repeatElement(list[start + n - 1], count: size - n) }
    }
    var result = Chunk(
      firstRow: firstRow + first, count: size, numeric: [], codes: [], labels: [], sources: [])
    result.numeric.reserveCapacity(numeric.count / max(count, 1) * size)
    for j in 0..<numeric.count / max(count, 1) { column(numeric, j, into: &result.numeric) }
    for j in 0..<codes.count / max(count, 1) { column(codes, j, into: &result.codes) }
    column(labels, 0, into: &result.labels)
    column(sources, 0, into: &result.sources)
    return result
  }
}
