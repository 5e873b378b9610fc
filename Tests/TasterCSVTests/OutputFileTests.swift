import Foundation
import TasterCSV
import Testing

@Suite struct `An output file` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `appears whole, under its name, when it is published`() throws {
    let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let file = try OutputFile(in: folder.path)
    for start in stride(from: 0, to: bytes.count, by: 999) {
      try file.write(bytes[start..<min(start + 999, bytes.count)])
    }
    #expect(folder.names.isEmpty)
    #expect(file.count == bytes.count && file.digest == sha256(bytes))
    try file.publish(as: folder.file("a.csv"))
    #expect(folder.names == ["a.csv"])
    #expect(try folder.bytes("a.csv") == bytes)
  }

  @Test func `replaces an older one`() throws {
    try folder.write([1, 2, 3], to: "a.csv")
    let file = try OutputFile(in: folder.path)
    try file.write([4])
    #expect(try folder.bytes("a.csv") == [1, 2, 3])
    try file.publish(as: folder.file("a.csv"))
    #expect(try folder.bytes("a.csv") == [4] && folder.names == ["a.csv"])
  }

  @Test func `that is let go leaves nothing, prepared or not`() throws {
    do {
      let file = try OutputFile(in: folder.path)
      try file.write([1])
      try file.sync()
      let other = try OutputFile(in: folder.path)
      try other.prepare(for: folder.file("b.csv"))
      #expect(folder.names.count == 1 && folder.names != ["b.csv"])
    }
    #expect(folder.names.isEmpty)
  }

  @Test func `takes its hidden name away again when told`() throws {
    let file = try OutputFile(in: folder.path)
    try file.prepare(for: folder.file("a.csv"))
    file.retract()
    #expect(folder.names.isEmpty)
  }

  @Test func `can be read as any file can`() throws {
    let file = try OutputFile(in: folder.path)
    try file.publish(as: folder.file("a"))
    var status = stat()
    try #require(stat(folder.file("a"), &status) == 0)
    let mask = umask(0)
    umask(mask)
    #expect(status.st_mode & 0o777 == 0o666 & ~mask)
  }

  @Test func `in no folder, or under a name that cannot be, says so`() throws {
    #expect { try OutputFile(in: folder.file("nowhere")) } throws: {
      ($0 as? CSVError)?.code == .unwritable
    }
    let file = try OutputFile(in: folder.path)
    #expect { try file.publish(as: folder.file("nowhere/a.csv")) } throws: {
      ($0 as? CSVError)?.message.contains("nowhere/a.csv") ?? false
    }
    #expect(folder.names.isEmpty)
  }
}

@Suite struct `A folder` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `is made with those above it and taken away again while empty`() throws {
    let path = folder.file("a/b/c")
    #expect(Folder.existingParent(of: path) == folder.path)
    try Folder.make(path)
    try Folder.make(path)
    #expect(Folder.isFolder(path) && Folder.exists(path) && !Folder.exists(path + "/d"))
    try folder.write([], to: "a/x")
    Folder.removeEmpty(path, downTo: folder.path)
    #expect(folder.names == ["a"] && !Folder.exists(folder.file("a/b")))
    Folder.remove(folder.file("a/x"))
    #expect(!Folder.exists(folder.file("a/x")))
  }

  @Test func `that would lie in a file cannot be made`() throws {
    try folder.write([], to: "a")
    #expect { try Folder.make(folder.file("a/b")) } throws: {
      ($0 as? CSVError)?.message.contains("cannot make the folder") ?? false
    }
  }

  @Test func `of no path is the one at hand`() {
    #expect(Folder.existingParent(of: "nowhere-at-all") == ".")
    #expect(Folder.existingParent(of: "/nowhere-at-all/x") == "/")
  }
}
