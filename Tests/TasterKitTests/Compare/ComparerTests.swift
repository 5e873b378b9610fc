import Testing

@testable import TasterKit

@Suite struct `Comparing snapshots` {
  private let header = ["k", "x", "word", "class"]

  /// Small rows with many twins.
  private func rows(_ dice: inout Dice, _ count: Int, keys: Int) -> [[String]] {
    (0..<count).map { _ in
      [
        "\(dice.number(1...keys))", "\(dice.number(0...2)).5",
        dice.pick(["a", "b,b", "\"q\"", "two\nlines", "é"]), dice.pick(["no", "yes"]),
      ]
    }
  }

  /// Rows of which some go, come, move or get another label.
  private func changed(_ rows: [[String]], _ dice: inout Dice) -> [[String]] {
    var result = rows.filter { _ in dice.number(0...9) > 0 }
    for i in result.indices {
      if dice.number(0...7) == 0 { result[i][3] = dice.pick(["no", "yes", "maybe"]) }
      if dice.number(0...7) == 0 { result[i][1] = "\(dice.number(0...4)).5" }
    }
    result += self.rows(&dice, dice.number(0...5), keys: 60)
    return dice.number(0...1) == 0 ? result : result.shuffled(using: &dice)
  }

  @Test(arguments: 1...40)
  func `finds what a plain count finds`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let shop = try Snapshots()
    let old = rows(&dice, dice.number(1...60), keys: seed % 2 == 0 ? 1_000 : 12)
    let new = changed(old, &dice)
    let isKeyed = seed % 3 > 0
    let order = seed % 5 == 0 ? [3, 1, 0, 2] : [0, 1, 2, 3]
    let a = Snapshots.csv(header, old, dice: &dice)
    let b = Snapshots.csv(
      order.map { header[$0] }, new.map { row in order.map { row[$0] } },
      lineEnd: seed % 4 == 0 ? "\r\n" : "\n", dice: &dice)
    guard !new.isEmpty else { return }
    let wanted = Snapshots.naive(
      old, new, key: isKeyed ? [0] : [0, 1, 2], rest: isKeyed ? [1, 2] : [])
    for (threads, runLength) in [(1, 1_000), (2, 7)] {
      let (comparison, changes) = try shop.compare(
        a, seed % 2 == 0 ? b : compressed(b), keys: isKeyed ? ["k"] : []
      ) {
        $0.options.threads = threads
        $0.runLength = runLength
      }
      #expect(comparison.rows == wanted)
      for kind in ChangedRow.Kind.allCases {
        let told = changes.count { $0.kind == kind }
        let counted = [
          wanted.relabelled, wanted.edited, wanted.rewritten, wanted.went, wanted.came, 0,
        ]
        #expect(told == counted[ChangedRow.Kind.allCases.firstIndex(of: kind) ?? 0])
      }
      try check(changes, old, new, isKeyed: isKeyed)
    }
  }

  /// Every change against the rows themselves.
  private func check(
    _ changes: [ChangedRow], _ old: [[String]], _ new: [[String]], isKeyed: Bool
  ) throws {
    #expect(Set(changes.compactMap { $0.old?.row }).count == changes.count { $0.old != nil })
    #expect(Set(changes.compactMap { $0.new?.row }).count == changes.count { $0.new != nil })
    for change in changes {
      let before = change.old.map { old[$0.row - 1] }
      let after = change.new.map { new[$0.row - 1] }
      #expect(change.oldLabel == before?[3] && change.newLabel == after?[3])
      if isKeyed { #expect(change.key == [(after ?? before)?[0] ?? ""]) }
      guard let before, let after else { continue }
      let cells = [1, 2].filter { before[$0] != after[$0] }
      #expect(change.cells.map { $0.column } == cells.map { header[$0] })
      #expect(change.cells.map { $0.old } == cells.map { before[$0] })
      #expect(change.cells.map { $0.new } == cells.map { after[$0] })
    }
  }

  @Test func `knows equal cells by their value, keys and labels by their text`() throws {
    let shop = try Snapshots()
    let old = "k,x,y,class\n1,1.50,NA,a\n2,1e3,,b\n3,-0,nan,a\n"
    let new = "k,x,y,class\n1,1.5,,a\n2,1000,?,b\n3,0,NULL,a\n"
    let (same, _) = try shop.compare(old, new, keys: ["k"])
    #expect(same.rows.same == 3 && !same.rows.isDifferent && same.alarms.isEmpty)
    let (text, _) = try shop.compare("k,x,class\n1,5,1\n", "k,x,class\n01,5,1.0\n", keys: ["k"])
    #expect(text.rows.went == 1 && text.rows.came == 1)
    let (label, changes) = try shop.compare(
      "k,x,class\n1,5,1\n", "k,x,class\n1,5,1.0\n", keys: ["k"])
    #expect(label.rows.relabelled == 1 && changes[0].newLabel == "1.0")
  }

  @Test func `takes several key columns, and leaves columns out`() throws {
    let shop = try Snapshots()
    let old = "a,b,when,x,class\n1,1,9,5,p\n1,2,9,6,q\n2,1,9,7,p\n"
    let new = "a,b,when,x,class\n1,2,8,6,p\n1,1,8,5,p\n2,1,8,8,p\n"
    let (comparison, changes) = try shop.compare(old, new, keys: ["a", "b"]) {
      $0.options.table.ignored = ["when"]
    }
    #expect(comparison.keys == ["a", "b"] && comparison.rows.same == 1)
    #expect(changes.map { $0.kind } == [.relabelled, .edited])
    #expect(changes.map { $0.key } == [["1", "2"], ["2", "1"]])
  }

  @Test func `pairs rows without a key by their features, wherever they came from`() throws {
    let shop = try Snapshots()
    let old = "x,y,from,class\n1,2,s1,a\n1,2,s1,a\n3,4,s2,b\n5,6,s3,b\n"
    let new = "x,y,from,class\n5,6,s9,b\n1,2,s1,b\n1,2,s1,a\n3,4,s8,a\n"
    let (comparison, changes) = try shop.compare(old, new) { $0.options.table.source = "from" }
    #expect(comparison.rows.same == 1 && comparison.rows.relabelled == 1)
    #expect(comparison.rows.rewritten == 1 && comparison.rows.edited == 1)
    #expect(changes.map { $0.source } == ["s1", "s8", "s9"])
    #expect(changes[1].cells == [ChangedRow.Cell(column: "from", old: "s2", new: "s8")])
  }

  @Test func `tells columns that came, went and moved`() throws {
    let shop = try Snapshots()
    let (comparison, changes) = try shop.compare(
      "k,x,old,class\n1,2,9,a\n2,3,8,b\n", "class,x,k,new\na,2,1,77\nb,3,2,78\n", keys: ["k"])
    #expect(comparison.columns.went == ["old"] && comparison.columns.came == ["new"])
    #expect(comparison.columns.isReordered && changes.isEmpty && comparison.rows.same == 2)
    #expect(comparison.alarms == [.columns])
    #expect(comparison.remarks.contains { $0.contains("another order") })
  }

  @Test func `leaves records out that are no rows, and numbers rows as a scan does`() throws {
    let shop = try Snapshots()
    let old = "k,x,class\n1,2,a\n1,2\n\n2,3,b\n3,4,\n4,5,b\n"
    let (comparison, changes) = try shop.compare(old, "k,x,class\n1,2,a\n4,5,d", keys: ["k"]) {
      $0.options.table.maxRejectShare = 0.5
    }
    #expect(comparison.old.rows == 3 && comparison.old.rejects.map { $0.count } == [1, 1])
    #expect(changes.map { $0.old?.row } == [2, 3] && changes[1].new?.row == 2)
    let table = try shop.scratch.table(old, label: .column("class")) { $0.maxRejectShare = 0.5 }
    #expect(table.rowCount == comparison.old.rows)
    #expect(table.inputs[0].sha256 == comparison.old.file.sha256)
  }

  @Test func `pins a snapshot by its hash`() throws {
    let shop = try Snapshots()
    let (old, new) = ("k,class\n1,a\n", "k,class\n1,b\n")
    let plain = try shop.compare(old, new, keys: ["k"]).comparison
    let wrong = String(repeating: "0", count: 64)
    let (good, _) = try shop.compare(old, new, keys: ["k"]) {
      ($0.options.expectedOld, $0.options.expectedNew) = (
        plain.old.file.sha256.uppercased(), plain.new.file.sha256
      )
    }
    #expect(good.findings.isEmpty && good.alarms == [.rows])
    let (bad, _) = try shop.compare(old, new, keys: ["k"]) { $0.options.expectedNew = wrong }
    #expect(bad.findings.map { $0.code } == ["S0200"] && bad.alarms == [.hash, .rows])
    #expect(
      bad.findings[0].text.contains("the new snapshot") && bad.findings[0].text.contains(wrong))
  }

  @Test func `refuses what makes no sense, in words`() throws {
    let shop = try Snapshots()
    let (old, new) = ("k,x,class\n1,2,a\n", "k,y,class\n1,2,a\n")
    func refusal(_ error: TableError?, _ words: String) throws {
      let error = try #require(error)
      #expect(error.description.contains(words), "\(error.description)")
    }
    try refusal(shop.fault(old, new, keys: ["class"]), "is the label")
    try refusal(
      shop.fault(old, "k,yy,class\n1,9,b\n", keys: ["x"]), "the new snapshot has no column 'x'")
    try refusal(
      shop.fault(old, "k,yy,class\n1,9,b\n", keys: ["yy"]), "the old snapshot has no column")
    try refusal(shop.fault(old, new, keys: ["kk"]), "did you mean 'k'")
    try refusal(shop.fault(old, "k,x\n1,2\n"), "class")
    try refusal(shop.fault(old, ""), "nothing to compare")
    try refusal(shop.fault("k,class\n", "k,class\n"), "neither snapshot has a row")
    try refusal(shop.fault("k,class\n1,a\n2\n3\n", new), "are no rows")
  }
}
