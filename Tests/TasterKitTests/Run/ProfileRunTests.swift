import Foundation
import TasterKit
import TasterTesting
import Testing

@Suite struct `A profile run` {
  static func text(_ rows: Range<Int>, odd: Bool = false) -> String {
    var dice = SeededGenerator(seed: 3)
    let all = (0..<240).map { i -> String in
      let kind = i % 2 == 0
      let (x, y) = (dice.normal() + (kind ? 2 : -2), dice.normal())
      let colour = ["red", "green", "blue", "grey"][Int.random(in: 0..<4, using: &dice)]
      return "\(x),\(y),\(colour),\(kind ? "yes" : "no")"
    }
    return "x,y,colour,kind\n" + all[rows].joined(separator: "\n") + "\n"
  }

  private static func learn(
    _ paths: [String], as output: String?, like: Baseline? = nil, overwrites: Bool = false
  ) async throws -> ProfileRun.Result {
    var run = ProfileRun()
    run.output = output
    run.like = like
    run.overwrites = overwrites
    return try await run.run(paths)
  }

  @Test func `writes a profile that reads back as it was`() async throws {
    let scratch = try Scratch()
    let data = try scratch.write(Self.text(0..<240))
    let path = scratch.file("t.taster")
    let result = try await Self.learn([data], as: path)
    let (read, file) = try ProfileFile.read(path)
    #expect(read.bytes == result.baseline.bytes && ProfileFile.isProfile(path))
    #expect(!ProfileFile.isProfile(data) && !ProfileFile.isProfile(scratch.file("none")))
    #expect(file == result.file && file.sha256.count == 64)
    #expect(read.origins.count == 1 && read.rowCount == 240)
    let shown = try ProfileRun.read(path)
    #expect(shown.text(width: 100) == result.text(width: 100))
    let json = try object(shown.json)
    #expect(json["rows"] as? Int == 240 && json["sampled"] as? Int == 240)
    #expect(json["label_column"] as? String == "kind")
    #expect(shown.summary[0].contains(file.sha256))
  }

  @Test func `leaves a file that is there as it was`() async throws {
    let scratch = try Scratch()
    let data = try scratch.write(Self.text(0..<240))
    let path = try scratch.write("mine", to: "t.taster")
    await #expect(throws: TableError.self) { try await Self.learn([data], as: path) }
    #expect(try scratch.bytes("t.taster") == Array("mine".utf8))
    _ = try await Self.learn([data], as: path, overwrites: true)
    #expect(ProfileFile.isProfile(path))
    await #expect(throws: TableError.self) {
      try await Self.learn([data], as: scratch.file("nowhere/t.taster"))
    }
  }

  @Test func `of parts, each like the first, merges into that of the whole`() async throws {
    let scratch = try Scratch()
    let cuts = [0..<60, 60..<150, 150..<240]
    var parts: [String] = []
    var paths: [String] = []
    for (k, cut) in cuts.enumerated() {
      paths.append(try scratch.write(Self.text(cut), to: "\(k).csv"))
      let like = try parts.first.map { try ProfileFile.read($0).baseline }
      parts.append(scratch.file("\(k).taster"))
      _ = try await Self.learn([paths[k]], as: parts[k], like: like)
    }
    let merged = try ProfileRun.merge(
      parts.reversed(), as: scratch.file("all.taster"), overwrites: false)
    // The parts stand in the order of their hashes.
    let hashes = try await Self.learn(paths, as: nil).baseline.origins.map { $0.sha256 }
    let order = hashes.indices.sorted { hashes[$0] < hashes[$1] }
    let whole = try await Self.learn(order.map { paths[$0] }, as: nil).baseline
    #expect(merged.baseline.origins == whole.origins)
    #expect(merged.baseline.drawn == whole.drawn)
    let (a, b) = (merged.baseline.schema, whole.schema)
    #expect(a.classes == b.classes && a.columns.map { $0.levels } == b.columns.map { $0.levels })
    #expect(a.columns.map { $0.kind } == b.columns.map { $0.kind })
    #expect(throws: TableError.self) {
      try ProfileRun.merge([parts[0]], as: scratch.file("one.taster"), overwrites: false)
    }
    #expect(throws: TableError.self) {
      try ProfileRun.merge(
        [parts[0], paths[1]], as: scratch.file("one.taster"), overwrites: false)
    }
  }

  @Test func `refuses the same data twice`() async throws {
    let scratch = try Scratch()
    let data = try scratch.write(Self.text(0..<240))
    let again = try scratch.write(Self.text(0..<240), to: "again.csv")
    await #expect(throws: TableError.self) { try await Self.learn([data, again], as: nil) }
  }
}

@Suite struct `A scan run by a baseline` {
  @Test func `tells its mode, its baseline and what is promised`() async throws {
    let scratch = try Scratch()
    let trusted = try scratch.write(`A profile run`.text(0..<150), to: "trusted.csv")
    var profile = ProfileRun()
    profile.output = scratch.file("t.taster")
    let learned = try await profile.run([trusted])
    // Columns in another order, one column more, one text where a number belongs.
    let lines = `A profile run`.text(150..<240).split(separator: "\n").enumerated().map {
      k, line -> String in
      let fields = line.split(separator: ",")
      let x = k == 4 ? "broken" : String(fields[0])
      return "\(fields[3]),\(fields[2]),\(k == 0 ? "more" : "\(k)"),\(fields[1]),\(x)"
    }
    let data = try scratch.write(lines.joined(separator: "\n") + "\n", to: "new.csv")
    var run = ScanRun()
    run.baseline = scratch.file("t.taster")
    run.scan.falseDiscoveryRate = 0.2
    run.directory = RunDirectory(scratch.file("run"))
    let report = try await run.run([data], clock: .system)
    #expect(report.facts.mode == .baseline && report.facts.baseline == learned.file)
    #expect(report.facts.labelColumn == "kind" && report.facts.rows == 90)
    let found = try #require(report.discoveries)
    #expect(found.level == 0.2 && found.calibrationRows == 150 && found.rows == 90)
    let notes = report.notes.map { $0.text }
    #expect(notes.contains { $0.contains("'more'") })
    #expect(notes.contains { $0.contains("'x' is numeric in the baseline and holds 1 texts") })
    #expect(report.schema.columns.map { $0.name } == ["kind", "colour", "more", "y", "x"])
    let record = try object(scratch.bytes("run/run.json"))
    #expect(record["mode"] as? String == "baseline")
    let json = try #require(record["false_discoveries"] as? [String: Any])
    #expect(json["level"] as? Double == 0.2 && json["rejected"] as? Int == found.rejected)
    #expect((record["baseline"] as? [String: Any])?["sha256"] as? String == learned.file?.sha256)
    let text = String(decoding: TextFormat().render(report), as: UTF8.self)
    #expect(text.contains("rejected by the baseline") && text.contains("baseline mode"))
    let proof = try Verification(RunReader(scratch.file("run")))
    #expect(proof.fault == nil)
  }

  @Test func `without the baseline's label is refused`() async throws {
    let scratch = try Scratch()
    var profile = ProfileRun()
    profile.output = scratch.file("t.taster")
    _ = try await profile.run([scratch.write(`A profile run`.text(0..<150), to: "trusted.csv")])
    var run = ScanRun()
    run.baseline = scratch.file("t.taster")
    let job = run
    let data = try scratch.write("x,y,colour\n1,2,red\n", to: "new.csv")
    let error = await #expect(throws: TableError.self) {
      try await job.run([data], clock: .system)
    }
    #expect(error?.code == .noLabel && error?.description.contains("'kind'") ?? false)
  }
}
