import TasterKit

/// The tables of the laws, learned from once.
package enum LawTables {
  package static let rows = 240
  package static let sheet = Sheet.planted(rows: rows)
  package static let shuffle = sheet.shuffled(seed: 5)

  package static let planted = Result { try Learned(sheet) }
  static let shuffled = Result { try Learned(shuffle.sheet) }
  static let scaled = Result { try Learned(sheet.scaled(by: 1_000)) }
  static let withConstant = Result {
    var wider = sheet
    wider.fields.insert(
      Sheet.Field("always", .numbers(Array(repeating: 7, count: rows))), at: 0)
    wider.fields.append(
      Sheet.Field("ever", .texts(Array(repeating: "same", count: rows))))
    return try Learned(wider)
  }
  static let renamed = Result {
    var other = sheet
    for j in other.fields.indices { other.fields[j].name = "column \(99 - j)" }
    return try Learned(other)
  }
  static let reordered = Result {
    var other = sheet
    other.fields.reverse()
    return try Learned(other)
  }
  static let oneRow = Result { try Learned(sheet.rows([3])) }
  static let oneClass = Result {
    var other = sheet.rows(Array(0..<60))
    other.fields[6].cells = .texts(Array(repeating: "only", count: 60))
    return try Learned(other)
  }
  static let unlabelled = Result {
    var other = sheet.rows(Array(0..<60))
    other.fields[6].role = .ignored
    return try Learned(other)
  }
  static let emptied = Result { try Learned(sheet.rows(Array(0..<60)).emptied()) }
  package static let clean = (0..<2).map { seed in
    Result { try Learned(Sheet.clean(rows: 300, seed: 11 + UInt64(seed))) }
  }
}

extension DetectorLaws {
  func countBreaches() throws -> [String] {
    let learned = try LawTables.planted.get()
    let judge = try detector.init().learn(learned.profile)
    var breaches: [String] = []
    for size in [0, 1, 7, 64] {
      let chunk = learned.table.chunks[0].rows(0..<size)
      let found = judge.evidence(learned.profile.batch(chunk)).count
      if found != size { breaches.append("\(size) rows get \(found) pieces of evidence") }
    }
    return breaches
  }

  func repeatBreaches() throws -> [String] {
    let learned = try LawTables.planted.get()
    let first = try learned.evidence(of: detector)
    let second = try learned.evidence(of: detector)
    return differences(first, second, tolerance: 0, same: "learning again")
  }

  func batchBreaches() throws -> [String] {
    let learned = try LawTables.planted.get()
    let judge = try detector.init().learn(learned.profile)
    let expected = learned.table.chunks.flatMap { judge.evidence(learned.profile.batch($0)) }
    var breaches: [String] = []
    for size in [1, 11, LawTables.rows] {
      let chunks = Sheet.planted(rows: LawTables.rows).table(chunkRows: size).chunks
      let found = chunks.flatMap { judge.evidence(learned.profile.batch($0)) }
      breaches += differences(
        expected, found, tolerance: Self.tolerance, same: "in batches of \(size)")
    }
    return breaches
  }

  func orderBreaches() throws -> [String] {
    let expected = try LawTables.planted.get().evidence(of: detector)
    let found = try LawTables.shuffled.get().evidence(of: detector)
    return differences(
      LawTables.shuffle.order.map { expected[$0] }, found, tolerance: Self.tolerance,
      same: "in another order")
  }

  func decisionBreaches(_ changed: Learned) throws -> [String] {
    let expected = try LawTables.planted.get().evidence(of: detector)
    let found = try changed.evidence(of: detector)
    guard expected.count == found.count else { return ["the number of pieces changes"] }
    let rows = expected.indices.filter { expected[$0].holds != found[$0].holds }
    return rows.isEmpty ? [] : ["it decides otherwise about \(listed(rows))"]
  }

  func shapeBreaches(_ tables: [Learned]) throws -> [String] {
    try tables.flatMap { learned in
      let evidence = try learned.evidence(of: detector)
      guard evidence.count == learned.table.rowCount else {
        return ["\(learned.table.rowCount) rows get \(evidence.count) pieces of evidence"]
      }
      return infinite(evidence)
    }
  }

  func missingBreaches() throws -> [String] {
    let learned = try LawTables.planted.get()
    let judge = try detector.init().learn(learned.profile)
    var chunk = learned.table.chunks[0]
    chunk.numeric = chunk.numeric.map { _ in .nan }
    chunk.codes = chunk.codes.map { _ in -1 }
    let evidence = judge.evidence(learned.profile.batch(chunk))
    return try shapeBreaches([LawTables.emptied.get()]) + infinite(evidence)
  }

  func quietBreaches() throws -> [String] {
    try LawTables.clean.flatMap { table -> [String] in
      let learned = try table.get()
      let evidence = try learned.evidence(of: detector)
      let held = evidence.indices.filter { evidence[$0].holds }
      guard Double(held.count) > Self.quietShare * Double(evidence.count) else { return [] }
      return ["it holds \(held.count) of \(evidence.count) clean rows"]
    }
  }

  func finiteBreaches() throws -> [String] {
    try infinite(LawTables.planted.get().evidence(of: detector))
  }

  func reasonBreaches() throws -> [String] {
    let learned = try LawTables.planted.get()
    let judge = try detector.init().learn(learned.profile)
    var breaches: [String] = []
    for chunk in learned.table.chunks {
      let batch = learned.profile.batch(chunk)
      for (i, evidence) in judge.evidence(batch).enumerated() where evidence.holds {
        let reasons = judge.reasons(i, of: batch)
        let isFair =
          !reasons.isEmpty
          && reasons.allSatisfy { reason in
            reason.detector == detector.name && !reason.text.isEmpty
              && reason.rows.allSatisfy { (1...LawTables.rows).contains($0) }
          }
        if !isFair { breaches.append("row \(chunk.firstRow + i + 1) is held without one") }
      }
    }
    return breaches
  }

  private func infinite(_ evidence: [Evidence]) -> [String] {
    let rows = evidence.indices.filter { !evidence[$0].nats.isFinite }
    return rows.isEmpty ? [] : ["the evidence on \(listed(rows)) is not finite"]
  }

  private func differences(
    _ a: [Evidence], _ b: [Evidence], tolerance: Double, same: String
  ) -> [String] {
    guard a.count == b.count else { return ["\(same) the number of pieces changes"] }
    let rows = a.indices.filter { i in
      a[i].holds != b[i].holds || !((a[i].nats - b[i].nats).magnitude <= tolerance)
    }
    guard
      let worst = rows.max(by: {
        (a[$0].nats - b[$0].nats).magnitude
          < (a[$1].nats - b[$1].nats).magnitude
      })
    else { return [] }
    return [
      "\(same) \(listed(rows)) get other evidence (row \(worst + 1): \(a[worst].nats) and "
        + "\(b[worst].nats) nats)"
    ]
  }

  private func listed(_ rows: [Int]) -> String {
    let some = rows.prefix(5).map { String($0 + 1) }.joined(separator: ", ")
    return "\(rows.count) rows (\(some)\(rows.count > 5 ? ", …" : ""))"
  }
}

extension Chunk {
  /// Some consecutive rows.
  fileprivate func rows(_ range: Range<Int>) -> Chunk {
    func columns<T>(_ list: [T]) -> [T] {
      (0..<list.count / max(count, 1)).flatMap { j in
        list[j * count + range.lowerBound..<j * count + range.upperBound]
      }
    }
    return Chunk(
      firstRow: firstRow + range.lowerBound, count: range.count, numeric: columns(numeric),
      codes: columns(codes), labels: Array(labels[range]), sources: Array(sources[range]))
  }
}
