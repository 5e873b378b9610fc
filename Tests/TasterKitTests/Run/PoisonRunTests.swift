import Foundation
import TasterKit
import Testing

@Suite struct `A poison run` {
  /// A file with all that a file may have: a mark, quotes, line ends of two bytes, blank lines, rejects, missing values.
  private static let file: String = {
    var text = "\u{FEFF}id,x,y,\"word, or two\",n,from,class\r\n"
    for i in 0..<120 {
      let side = i % 3
      let x = Double((i * 37) % 101) / 25 + Double(4 * side)
      let y = i % 11 == 3 ? "" : "\(i * 53 % 97).\(i % 9 + 1)0"
      let word = ["\"a, \"\"b\"\"\"", "plain", "\"two\nlines\""][(i * 7) % 3]
      text += "r\(1_000 + i), \((x * 100).rounded() / 100) ,\(y),\(i % 40 == 9 ? "\"rare\"" : word)"
      text += ",\(i % 5 * 25),s\(i % 4),\"k\(side)\"\r\n"
      if i % 30 == 20 { text += "too,few\r\n" }
      if i % 50 == 30 { text += "\r\n" }
    }
    return text
  }()

  /// The records of a file in which quoted fields may hold line ends, by a rule of its own.
  private static func records(_ bytes: [UInt8]) -> [[UInt8]] {
    var (records, start, isQuoted): ([[UInt8]], Int, Bool) = ([], 0, false)
    for (k, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 10, !isQuoted {
        records.append(Array(bytes[start...k]))
        start = k + 1
      }
    }
    if start < bytes.count { records.append(Array(bytes[start...])) }
    return records
  }

  private static func isRow(_ record: [UInt8]) -> Bool {
    record.starts(with: "r1".utf8) || record.count > 30
  }

  private static func run(
    _ shop: Workshop, _ attack: any Attack, rate: Double = 0.05, _ name: String = "t.csv"
  ) async throws -> (result: PoisonRun.Result, output: [UInt8], truth: [Bool]) {
    var run = PoisonRun(attack: attack, output: shop.file("out.csv"), truth: shop.file("truth.csv"))
    (run.rate, run.seed, run.overwrites) = (rate, 9, true)
    run.table.label = .column("class")
    (run.table.id, run.table.source) = ("id", "from")
    run.triggeredTest = attack is BackdoorTrigger ? shop.file("test.csv") : nil
    let result = try await run.run(shop.file(name))
    let lines = String(decoding: try shop.read("truth.csv"), as: UTF8.self).split(separator: "\n")
    #expect(lines[0] == "row,poisoned,attack")
    let name = type(of: attack).name
    let truth = lines.dropFirst().enumerated().map { k, line in
      #expect(line == "\(k + 1),1,\(name)" || line == "\(k + 1),0,none")
      return line.contains(",1,")
    }
    return (result, try shop.read("out.csv"), truth)
  }

  /// Two files compared by their bytes alone: rows that the truth does not name are those of the clean file.
  private static func compare(
    _ clean: [UInt8], _ poisoned: [UInt8], truth: [Bool]
  ) -> (planted: Int, added: Int, faults: [String]) {
    let (old, new) = (records(clean), records(poisoned))
    let added = new.count - old.count
    var (faults, planted, row, next): ([String], Int, Int, Int) = ([], 0, 0, 1)
    if new[0] != old[0] { faults.append("the header is another") }
    for record in new.dropFirst() {
      let isRow = isRow(record)
      let isPlanted = isRow && truth[row]
      if isRow { row += 1 }
      if isPlanted {
        planted += 1
        if added > 0 { continue }
      }
      if isPlanted == (record == old[next]) { faults.append("record \(next) of the clean file") }
      next += 1
    }
    if next != old.count || row != truth.count { faults.append("\(old.count - next) records") }
    return (planted, added, faults)
  }

  @Test(arguments: Attacks.all.map { $0.name })
  func `changes what the truth says and not a byte more`(name: String) async throws {
    try await Workshop.open { shop in
      try shop.write("t.csv", Self.file)
      let attack = try #require(Attacks.attack(named: name)).init()
      let (result, output, truth) = try await Self.run(shop, attack)
      let found = Self.compare(Array(Self.file.utf8), output, truth: truth)
      #expect(found.faults == [])
      #expect(found.planted == 6 && result.poisoned == 6 && result.rows == 120)
      #expect(found.added == result.added && (found.added == 0 || found.added == 6))
      // The poisoned file reads like the clean one, rejects and all.
      var options = TableOptions()
      options.label = .column("class")
      (options.id, options.source) = ("id", "from")
      let table = try Table.read([shop.file("out.csv")], options: options)
      #expect(table.rowCount == 120 + found.added && table.blankLines == 2)
      #expect(table.rejects.map(\.count) == [4])
      #expect(
        table.schema.columns.map(\.kind) == [
          .text, .numeric, .numeric, .categorical, .numeric, .text, .text,
        ])
      #expect(table.schema.classes == ["k0", "k1", "k2"])
      // It is the same again.
      #expect(try await Self.run(shop, attack).output == output)
    }
  }

  @Test func `writes planted fields as their column does`() async throws {
    try await Workshop.open { shop in
      try shop.write("t.csv", Self.file)
      for attack in [OutlierFar() as any Attack, CloneFlood(), BackdoorTrigger(), MeanShift()] {
        let (_, output, truth) = try await Self.run(shop, attack, rate: 0.3)
        let rows = Self.records(output).dropFirst().filter { Self.isRow($0) }
        #expect(rows.count == truth.count)
        for (record, isPlanted) in zip(rows, truth) where isPlanted {
          let text = String(decoding: record, as: UTF8.self)
          #expect(text.hasSuffix("\"\r\n"))
          let fields = text.split(separator: ",", omittingEmptySubsequences: false)
          #expect(
            fields[0].count == 5 && fields[0].hasPrefix(attack is BackdoorTrigger ? "r1" : ""))
          #expect(fields[1].hasPrefix(" ") && fields[1].hasSuffix(" "))
          let y = fields[2].split(separator: ".")
          #expect(fields[2].isEmpty || y.count == 2 && y[1].count == 2 && y[1].hasSuffix("0"))
          let n = fields.dropFirst(4).compactMap { Int($0) }
          #expect(n.count == 1 && n[0] % 25 == 0, "\(text)")
        }
      }
    }
  }

  @Test func `writes rows of other classes with the trigger`() async throws {
    try await Workshop.open { shop in
      try shop.write("t.csv", Self.file)
      var attack = BackdoorTrigger()
      attack.target = "k1"
      let (result, _, truth) = try await Self.run(shop, attack)
      #expect(result.target == "k1" && result.trigger.count == 2)
      var options = TableOptions()
      options.label = .column("class")
      (options.id, options.source) = ("id", "from")
      let test = try Table.read([shop.file("test.csv")], options: options)
      #expect(test.schema.classes == ["k0", "k2"])
      #expect(test.rowCount == 80 - truth.count { $0 })
      // A column in which all rows hold the trigger is constant.
      for (name, _) in result.trigger {
        let column = try #require(test.schema.columns.first { $0.name == name })
        #expect(column.kind == .constant)
      }
    }
  }

  @Test func `takes the rows for the trigger from another file`() async throws {
    try await Workshop.open { shop in
      try shop.write("t.csv", Workshop.table(90))
      try shop.write("new.csv", Workshop.table(40, from: 200))
      try shop.write("other.csv", "a,b,class\n1,2,even\n3,4,odd\n")
      var attack = BackdoorTrigger()
      (attack.target, attack.columns) = ("odd", 1)
      var run = PoisonRun(attack: attack, output: shop.file("o.csv"), truth: shop.file("t"))
      run.table.label = .column("class")
      (run.triggeredTest, run.test) = (shop.file("test.csv"), shop.file("new.csv"))
      _ = try await run.run(shop.file("t.csv"))
      let lines = String(decoding: try shop.read("test.csv"), as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 21 && lines.dropFirst().allSatisfy { $0.hasSuffix("even") })
      (run.overwrites, run.test) = (true, shop.file("other.csv"))
      await #expect(throws: TableError.self) { try await run.run(shop.file("t.csv")) }
      run = PoisonRun(attack: FlipRandom(), output: shop.file("p.csv"), truth: shop.file("q"))
      run.table.label = .column("class")
      run.triggeredTest = shop.file("r.csv")
      let error = await #expect(throws: TableError.self) { try await run.run(shop.file("t.csv")) }
      #expect(error?.description.contains("no trigger") == true)
      #expect(!FileManager.default.fileExists(atPath: shop.file("p.csv")))
    }
  }

  @Test func `overwrites nothing unless told, and leaves nothing half-written`() async throws {
    try await Workshop.open { shop in
      try shop.write("t.csv", Workshop.table(60))
      try shop.write("o.csv", "mine")
      var run = PoisonRun(attack: FlipRandom(), output: shop.file("o.csv"), truth: shop.file("t"))
      run.table.label = .column("class")
      let error = await #expect(throws: TableError.self) { try await run.run(shop.file("t.csv")) }
      #expect(error?.description.contains("--force") == true)
      #expect(try shop.read("o.csv") == Array("mine".utf8))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: shop.path).sorted() == [
          "o.csv", "t.csv",
        ])
      run.overwrites = true
      run.rate = 0
      await #expect(throws: TableError.self) { try await run.run(shop.file("t.csv")) }
      #expect(try shop.read("o.csv") == Array("mine".utf8))
      run.rate = 0.1
      #expect(try await run.run(shop.file("t.csv")).poisoned == 6)
      run.truth = run.output
      await #expect(throws: TableError.self) { try await run.run(shop.file("t.csv")) }
      run.truth = shop.file("no/such/folder")
      await #expect(throws: TableError.self) { try await run.run(shop.file("t.csv")) }
    }
  }

  @Test func `keeps a last line without an end as it is`() async throws {
    try await Workshop.open { shop in
      let text = String(Workshop.table(60).dropLast())
      try shop.write("t.csv", text)
      for attack in [FlipRandom() as any Attack, CloneFlood()] {
        var run = PoisonRun(attack: attack, output: shop.file("o.csv"), truth: shop.file("t"))
        run.table.label = .column("class")
        (run.rate, run.overwrites) = (1, true)
        let result = try await run.run(shop.file("t.csv"))
        let output = try shop.read("o.csv")
        #expect(output.last != 10)
        #expect(output.split(separator: 10).count == 61 + result.added)
      }
    }
  }
}
