import Foundation
import TasterCSV
import Testing

@testable import TasterKit

@Suite struct `Places of output files` {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "taster-places-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  @Test func `are refused where a file cannot be`() throws {
    try "x".write(toFile: "\(folder)/there", atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (path, word) in [
      ("\(folder)/there", "there already"), (folder, "is a folder"),
      ("\(folder)/no/file", "there is no folder"),
    ] {
      let error = #expect(throws: TableError.self) {
        try OutputFile.checkFree([path], overwrites: false)
      }
      #expect(error?.description.contains(word) == true)
    }
    #expect(throws: TableError.self) {
      try OutputFile.checkFree(["\(folder)/a", "\(folder)/a"], overwrites: true)
    }
    try OutputFile.checkFree(["\(folder)/there", "\(folder)/new", "-"], overwrites: true)
  }

  @Test func `get their files all together`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = try ["a", "b"].map { name in
      let path = "\(folder)/\(name)"
      let file = try OutputFile(for: path, temporary: folder)
      try file.write(Array(name.utf8))
      return (path: path, file: file)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    try OutputFile.publish(files)
    #expect(try text("a") == "a")
    #expect(try text("b") == "b")
  }
}
