import Foundation
import TasterCSV
import TasterKit
import Testing

@Suite struct `The split` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// What a split left behind.
  private struct Outcome {
    var clean: [UInt8] = []
    var quarantine: [UInt8] = []
    var rejects: [UInt8] = []
    var held: [RowLocation] = []
    var rejected: [RunFacts.Reject] = []
  }

  private func split(_ table: Table, flags: [Bool]) throws -> Outcome {
    var store = try ScoreStore(directory: nil)
    for start in stride(from: 0, to: flags.count, by: 7) {
      let part = Array(flags[start..<min(start + 7, flags.count)])
      try store.append(
        ScoreStore.Part(
          firstRow: start, scores: part.map { $0 ? 1 : 0 }, flagged: part, evidence: [],
          gates: []))
    }
    let outputs = try Split.Outputs(in: scratch.path)
    var split = try Split(table, scores: store, into: outputs)
    var outcome = Outcome()
    try split.run(onHeld: { outcome.held.append($0) }, onReject: { outcome.rejected.append($0) })
    try outputs.clean.publish(as: scratch.file("clean"))
    try outputs.quarantine.publish(as: scratch.file("quarantine"))
    try outputs.rejects.publish(as: scratch.file("rejects"))
    outcome.clean = try scratch.bytes("clean")
    outcome.quarantine = try scratch.bytes("quarantine")
    outcome.rejects = try scratch.bytes("rejects")
    return outcome
  }

  /// What the split has to leave behind: every record's bytes, dealt out one by one.
  private func dealt(_ files: [[UInt8]], _ table: Table, flags: [Bool]) throws -> Outcome {
    var outcome = Outcome()
    var entries = try table.entries()[...]
    var row = 0
    for (k, file) in files.enumerated() {
      var position = 0
      for entry in entries.prefix(table.inputs[k].entries) {
        var bytes = Array(file[position..<position + entry.length])
        position += entry.length
        if position == file.count, table.inputs[k].lacksLineEnd, k < files.count - 1 {
          bytes += table.lineEnd
        }
        switch entry.kind {
        case .header:
          outcome.clean += bytes
          outcome.quarantine += bytes
        case .row:
          if flags[row] { outcome.quarantine += bytes } else { outcome.clean += bytes }
          row += 1
        default: outcome.rejects += bytes
        }
      }
      #expect(position == file.count, "the entries of a file are all of it")
      entries = entries.dropFirst(table.inputs[k].entries)
    }
    #expect(entries.isEmpty && row == table.rowCount)
    return outcome
  }

  /// A file that has seen better days.
  private func hostile(_ dice: inout Dice, lineEnd: String) -> [UInt8] {
    var text = dice.number(0...3) == 0 ? "\u{FEFF}" : ""
    for _ in 0..<dice.number(0...2) { text += dice.pick(["", " ", "\t "]) + lineEnd }
    text += "id,x,y" + lineEnd
    text += "first,1,2" + lineEnd
    for i in 0..<dice.number(0...30) {
      text += dice.pick([
        "r\(i),\(i),a", "r\(i), \"b\" ,c ", "r\(i),\"two\(lineEnd)lines\",d",
        "r\(i),\"a\nb\rc\r\nd\",e",
        "", "  ", "r\(i),1", "r\(i),1,2,3", "r\(i),\"never closed,4", "\"r\(i)\"\"\",\"\",5", ",,",
        "é,\0,6",
        "r\(i),\"ab\"c,d",
      ])
      text += dice.number(0...19) == 0 ? "\r" : lineEnd
    }
    if dice.number(0...1) == 0 { text += "last,8,9" + (dice.number(0...1) == 0 ? "" : lineEnd) }
    var bytes = Array(text.utf8)
    if dice.number(0...5) == 0 { bytes += Array("x,".utf8) + [0xFF, 0x2C, 0x0A] }
    return bytes
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `gives every byte of hostile files to exactly one output`(lineEnd: String) throws {
    var dice = Dice(seed: UInt64(lineEnd.utf8.reduce(0) { $0 + Int($1) }))
    for round in 0..<60 {
      let files = (0..<dice.number(1...3)).map { _ in hostile(&dice, lineEnd: lineEnd) }
      let paths = try files.enumerated().map { k, bytes in
        let stored = dice.number(0...9) == 0 ? try compressed(bytes) : bytes
        return try scratch.write(stored, to: "\(k).csv")
      }
      var options = TableOptions()
      options.label = .none
      options.maxRejectShare = 1
      options.id = "id"
      options.blockBytes = dice.pick([1, 64, 4_096])
      let table = try Table.read(paths, options: options)
      let flags = (0..<table.rowCount).map { _ in dice.number(0...2) == 0 }
      let found = try split(table, flags: flags)
      let expected = try dealt(files, table, flags: flags)
      try #require(found.clean == expected.clean, "clean, round \(round)")
      try #require(found.quarantine == expected.quarantine, "quarantine, round \(round)")
      try #require(found.rejects == expected.rejects, "rejects, round \(round)")
      try check(found.held, flags: flags, in: files, paths)
    }
  }

  private func check(
    _ held: [RowLocation], flags: [Bool], in files: [[UInt8]], _ paths: [String]
  ) throws {
    #expect(held.map(\.row) == flags.indices.filter { flags[$0] }.map { $0 + 1 })
    for location in held {
      let file = location.file.flatMap { paths.firstIndex(of: $0) } ?? 0
      let end = location.byteOffset + location.byteLength
      let bytes = files[file][location.byteOffset..<end]
      #expect(location.fingerprint == String(sha256(bytes).prefix(32)))
      let before = files[file][..<location.byteOffset]
      #expect(location.line == lineEnds(before, next: bytes.first) + 1)
      let id = String(decoding: bytes.prefix { $0 != 44 }, as: UTF8.self)
      #expect(location.id == (id.hasPrefix("\"") ? location.id : id))
    }
  }

  private func lineEnds(_ bytes: ArraySlice<UInt8>, next: UInt8?) -> Int {
    var count = 0
    var former: UInt8 = 0
    for byte in bytes {
      if byte == 13 || byte == 10 && former != 13 { count += 1 }
      former = byte
    }
    return count
  }

  @Test func `names the place of a held row and of a reject`() throws {
    let text = "id,from,x\nk1,A,1\n\nk2,B,2,3\n\"k,3\",C,\"a\nb\"\nk4,A,4\n"
    let table = try scratch.table(text) {
      $0.id = "id"
      $0.source = "from"
      $0.maxRejectShare = 1
    }
    let found = try split(table, flags: [false, true, true])
    #expect(
      found.held == [
        RowLocation(
          row: 2, line: 5, byteOffset: 27, byteLength: 14, id: "k,3", source: "C",
          fingerprint: String(sha256(Array("\"k,3\",C,\"a\nb\"\n".utf8)).prefix(32))),
        RowLocation(
          row: 3, line: 7, byteOffset: 41, byteLength: 7, id: "k4", source: "A",
          fingerprint: String(sha256(Array("k4,A,4\n".utf8)).prefix(32))),
      ])
    #expect(
      found.rejected.map(\.reason) == ["it is a blank line", "it has 4 fields, the header has 3"])
    #expect(found.rejected.map(\.line) == [3, 4] && found.rejected.map(\.record) == [1, 2])
    #expect(found.rejected.map(\.byteOffset) == [17, 18])
    #expect(String(decoding: found.clean, as: UTF8.self) == "id,from,x\nk1,A,1\n")
    #expect(String(decoding: found.rejects, as: UTF8.self) == "\nk2,B,2,3\n")
  }

  @Test func `refuses an input that changed since it was read`() throws {
    let text = "x,y\n1,a\n2,b\n3,c\n"
    for changed in [text + "4,d\n", String(text.dropLast(2)), text.replacing("2", with: "9"), ""] {
      let table = try scratch.table(text)
      try scratch.write(changed)
      #expect {
        try split(table, flags: [false, true, false])
      } throws: {
        let error = $0 as? TableError
        return error?.code == .changed && error?.description.contains("data.csv changed") == true
      }
    }
  }
}
