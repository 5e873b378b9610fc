import Testing

@testable import TasterKit

@Suite struct `The judge of changes` {
  /// A judge that learned from clean rows, and those rows typed.
  private func judge(_ classes: [String]) throws -> (judge: ChangeJudge, rows: [SchemaCoder.Row]) {
    let scratch = try Scratch()
    let path = try scratch.write(Planted(rows: 300, seed: 3).text)
    var options = TableOptions()
    (options.label, options.ignored) = (.column("class"), ["k"])
    let pair = try SnapshotPair(path, path, keys: [], options: options)
    let table = try Table.read([path], options: options)
    let (profile, _) = try Scan().learn(table, detectors: [])
    let judge = ChangeJudge(profile: profile, pair: pair, classes: classes)
    var rows: [SchemaCoder.Row] = []
    _ = try pair.old.forEachBatch(threads: 1) { batch, found, _, _ in
      rows += found.map { judge.oldCoder.row(batch, $0) }
    }
    return (judge, rows)
  }

  private func change(_ kind: RowChange.Kind, _ old: Int32, _ new: Int32) -> RowChange {
    func place(_ label: Int32) -> RowChange.Place {
      RowChange.Place(row: 1, offset: 0, length: 1, label: label)
    }
    return RowChange(
      kind: kind, old: kind == .came ? .none : place(old), new: kind == .went ? .none : place(new))
  }

  @Test func `weighs the old label against the new one, and back`() throws {
    let (judge, rows) = try judge(["bad", "good", "new"])
    let good = try #require(
      rows.first { $0.label == 1 && $0.numeric[0] > 1.5 && $0.numeric[1] > 1.5 })
    var flipped = good
    flipped.label = 0
    let there = judge.opinions([change(.relabelled, 1, 0)], old: [good], new: [flipped])[0]
    let back = judge.opinions([change(.relabelled, 0, 1)], old: [flipped], new: [good])[0]
    #expect(there.suspicion > 2 && back.suspicion < -2 && there.looksLike == 1)
    #expect(there.suspicion <= 11.52)
    let came = judge.opinions([change(.came, -1, 0)], old: [nil], new: [flipped])[0]
    #expect(came.suspicion > 2 && came.looksLike == 1)
    #expect(judge.opinions([change(.came, -1, 1)], old: [nil], new: [good])[0].suspicion < -2)
  }

  @Test func `does not judge what went or what it does not know`() throws {
    let (judge, rows) = try judge(["bad", "good", "new"])
    let went = judge.opinions([change(.went, 1, -1)], old: [rows[0]], new: [nil])[0]
    #expect(went.suspicion.isNaN && went.surprise.isNaN && went.looksLike == -1)
    var unknown = rows[0]
    unknown.label = -1
    let opinion = judge.opinions([change(.relabelled, 1, 2)], old: [rows[0]], new: [unknown])[0]
    #expect(opinion.suspicion.isNaN && opinion.surprise >= 0 && opinion.looksLike >= 0)
  }

  @Test func `says the same about a row whatever stands beside it`() throws {
    let (judge, rows) = try judge(["bad", "good"])
    let changes = rows.map { change(.relabelled, $0.label, 1 - $0.label) }
    let all = judge.opinions(changes, old: rows, new: rows)
    for k in [0, 7, 299] {
      let one = judge.opinions([changes[k]], old: [rows[k]], new: [rows[k]])[0]
      #expect(one.suspicion == all[k].suspicion && one.surprise == all[k].surprise)
    }
    let measure = judge.yardstick(suspicion: ChangeEvidence.contradiction, surprise: 6)
    #expect(measure.of == 300 && measure.contradicted < 30 && measure.odd < 10)
  }
}
