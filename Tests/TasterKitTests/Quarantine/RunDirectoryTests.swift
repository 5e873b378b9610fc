import Foundation
import TasterCSV
import TasterKit
import Testing

@Suite struct `A run directory` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private var directory: RunDirectory { RunDirectory(scratch.file("run")) }

  private func files(_ names: [String], _ byte: UInt8) throws -> [(name: String, file: OutputFile)]
  {
    try names.map {
      let file = try OutputFile(in: scratch.path)
      try file.write([byte])
      return ($0, file)
    }
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
  }

  @Test func `takes all files at once`() throws {
    #expect(!directory.isFinished && directory.neighbour == scratch.path)
    try directory.publish(files(["clean.csv", "run.json"], 1))
    #expect(names == ["clean.csv", "run.json"] && directory.isFinished)
  }

  @Test func `loses what a former run left and the new one does not write`() throws {
    try directory.publish(files(["clean.csv", "scores.csv", "run.json"], 1))
    try scratch.write("mine", to: "run/notes.txt")
    try directory.publish(files(["clean.csv", "run.json"], 2))
    #expect(names == ["clean.csv", "notes.txt", "run.json"])
    #expect(try scratch.bytes("run/clean.csv") == [2])
  }

  @Test func `is not there after a publication that failed`() throws {
    let deep = RunDirectory(scratch.file("a/b/run"))
    // A name in a folder that does not exist cannot be given.
    #expect(throws: CSVError.self) { try deep.publish(files(["clean.csv", "no/run.json"], 1)) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test func `keeps a former run whole when a new one cannot be published`() throws {
    try directory.publish(files(["clean.csv", "run.json"], 1))
    #expect(throws: CSVError.self) {
      try directory.publish(files(["clean.csv", "no/scores.csv", "run.json"], 2))
    }
    #expect(names == ["clean.csv", "run.json"])
    #expect(try scratch.bytes("run/clean.csv") == [1] && scratch.bytes("run/run.json") == [1])
  }

  @Test func `refuses to overwrite a run unless told, and a file always`() throws {
    try directory.checkFree(force: false)
    try directory.publish(files(["findings.jsonl", "run.json"], 1))
    #expect {
      try directory.checkFree(force: false)
    } throws: {
      let text = ($0 as? TableError)?.description ?? ""
      return text.contains("findings.jsonl") && text.contains("--force")
    }
    try directory.checkFree(force: true)
    try scratch.write("x", to: "file")
    for path in ["file", "file/run/deep"] {
      #expect {
        try RunDirectory(scratch.file(path)).checkFree(force: true)
      } throws: {
        ($0 as? TableError)?.description.contains("/file is a file, no folder") ?? false
      }
    }
    #expect {
      try RunDirectory("/proc/run").checkFree(force: true)
    } throws: {
      ($0 as? TableError)?.code == .unwritable
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["file", "run"])
  }

  @Test func `goes by its path without a last slash`() {
    #expect(RunDirectory("a/b//").file("run.json") == "a/b/run.json")
    #expect(RunDirectory("/").path == "/")
  }
}
