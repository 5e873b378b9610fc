import Foundation
import TasterCSV
import TasterKit
import Testing

@Suite struct `Replacing files of a run` {
  private func scanned(_ body: (Workshop, RunDirectory) throws -> Void) async throws {
    try await Workshop.open { shop in
      try shop.write("a.csv", Workshop.table(60))
      try await shop.scan(["a.csv"])
      try body(shop, RunDirectory(shop.file("run")))
    }
  }

  private func file(_ text: String, _ directory: RunDirectory) throws -> OutputFile {
    let file = try OutputFile(in: directory.path)
    try file.write(Array(text.utf8))
    return file
  }

  @Test func `puts them all in place and leaves nothing else`() async throws {
    try await scanned { shop, directory in
      let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
      try directory.exclusively {
        try directory.replace([
          ("clean.csv", try file("new", directory)), ("metrics.json", try file("{}", directory)),
        ])
      }
      #expect(try shop.read("run/clean.csv") == Array("new".utf8))
      #expect(try shop.read("run/metrics.json") == Array("{}".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == names)
    }
  }

  @Test func `ends what was interrupted when the run is opened again`() async throws {
    try await scanned { shop, directory in
      // As a process leaves it that is killed when the folder has its name and one file has moved.
      let seal = try shop.read("run/run.json")
      try Folder.make(directory.file(".replacement"))
      try shop.write("run/.replacement/quarantine.csv", "moved")
      try shop.write("run/.replacement/run.json", seal)
      try shop.write("run/clean.csv", "new")
      _ = try RunReader(directory.path)
      #expect(try shop.read("run/quarantine.csv") == Array("moved".utf8))
      #expect(!Folder.exists(directory.file(".replacement")))
    }
  }

  @Test func `forgets what was only gathered`() async throws {
    try await scanned { shop, directory in
      let clean = try shop.read("run/clean.csv")
      try Folder.make(directory.file(".replacement.partial"))
      try shop.write("run/.replacement.partial/clean.csv", "half")
      _ = try RunReader(directory.path)
      #expect(try shop.read("run/clean.csv") == clean)
      try directory.exclusively {
        try directory.replace([("metrics.json", try file("{}", directory))])
      }
      #expect(try shop.read("run/clean.csv") == clean)
      #expect(!Folder.exists(directory.file(".replacement.partial")))
    }
  }

  @Test func `is over before anybody reads steadily`() async throws {
    try await scanned { shop, directory in
      try Folder.make(directory.file(".replacement"))
      try shop.write("run/.replacement/metrics.json", "moved")
      let read = try directory.steadily { try shop.read("run/metrics.json") }
      #expect(read == Array("moved".utf8))
    }
  }
}
