import Foundation
import Testing

@Suite struct `The fences` {
  @Test func `keep the word unsafe in the two leaf modules`() throws {
    let leaves = ["Sources/TasterCSV/", "Sources/TasterKernels/"]
    let files = try House.files("Sources").filter { file in
      !leaves.contains { file.path.hasPrefix($0) }
    }
    #expect(files.count > 20)
    let unsafe = files.filter { House.words($0.code).contains { $0.hasPrefix("unsafe") } }
    #expect(unsafe.map(\.path) == [])
  }

  @Test(arguments: [
    (module: "CLibCSV", home: "TasterCSV"), (module: "CZlib", home: "TasterCSV"),
    (module: "CZstd", home: "TasterCSV"),
    (module: "CNumbers", home: "TasterCSV"), (module: "CLines", home: "TasterCSV"),
    (module: "COpenBLAS", home: "TasterKernels"),
    (module: "GRDB", home: "TasterStore"), (module: "Yams", home: "TasterSettings"),
  ])
  func `let one module import a library`(module: String, home: String) throws {
    let importers = try House.files("Sources").filter { $0.imports.contains(module) }.map(\.path)
    // The benchmarks measure the C library against its wrapper.
    let others = importers.filter {
      !$0.hasPrefix("Sources/\(home)/") && !$0.hasPrefix("Sources/taster-bench/")
    }
    #expect(others == [])
    #expect(importers.contains { $0.hasPrefix("Sources/\(home)/") })
  }

  @Test(arguments: ["FlyingFox", "FlyingSocks"])
  func `let the review page alone answer requests`(module: String) throws {
    let importers = try House.files("Sources").filter { $0.imports.contains(module) }.map(\.path)
    #expect(importers == ["Sources/TasterReview/ReviewServer.swift"])
  }

  @Test func `let only TasterTesting import Testing`() throws {
    let importers = try House.files("Sources").filter { $0.imports.contains("Testing") }
    #expect(importers.filter { !$0.path.hasPrefix("Sources/TasterTesting/") }.map(\.path) == [])
  }

  @Test func `let the leaf modules say package, never public`() throws {
    for leaf in ["Sources/TasterCSV", "Sources/TasterKernels"] {
      let files = try House.files(leaf).filter { House.words($0.code).contains("public") }
      #expect(files.map(\.path) == [])
    }
  }
}

@Suite struct `The files` {
  static let folders = ["Sources", "Tests"]

  @Test(arguments: folders)
  func `stay under 500 lines`(folder: String) throws {
    let long = try House.files(folder).filter { $0.lines > 500 }
    #expect(long.map { "\($0.path): \($0.lines)" } == [])
  }

  @Test func `have a median of at most 130 lines`() throws {
    let lengths = try House.files("Sources").map(\.lines).sorted()
    #expect(lengths[lengths.count / 2] <= 130)
  }

  @Test(arguments: folders)
  func `hold no trap, no escape from the checks and no note to self`(folder: String) throws {
    let forbidden = ["try!", "as!", "fatalError", "@unchecked", "nonisolated(unsafe)", "TO" + "DO"]
    for file in try House.files(folder) {
      let code = file.code
      for word in forbidden where code.contains(word) {
        Issue.record("\(file.path) contains \(word)")
      }
    }
  }

  @Test func `of the top level are those of the house`() throws {
    let allowed: Set = [
      "Package.swift", "Package.resolved", "Sources", "Tests", "Datasets", "Plugins", "README.md",
      "LICENSE",
    ]
    let found = try House.names(in: "").filter { !$0.hasPrefix(".") }
    #expect(found.filter { !allowed.contains($0) } == [])
  }

  @Test func `know no path of one machine`() throws {
    for folder in Self.folders {
      for file in try House.files(folder) {
        for path in ["/wo" + "rk/", "/ro" + "ot/", "/home" + "/", "/tmp/ba" + "sh"] {
          #expect(!file.text.contains(path), "\(file.path) contains \(path)")
        }
      }
    }
  }
}
