import Foundation
import Testing

/// What happens when a run cannot end as it wanted.
@Suite struct `An interrupted run` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  /// Enough rows to be interrupted.
  private func write(_ rows: Int) throws {
    let lines = (0..<rows).map { i in
      "\(Double(i % 2 * 10) + Double(i * 37 % 1_009) / 50),\(i * 13 % 9_973),"
        + "\(i % 97 == 5 ? (i % 2 == 0 ? "odd" : "even") : (i % 2 == 0 ? "even" : "odd"))\n"
    }
    try shop.write("x,y,label\n" + lines.joined(), to: "a.csv")
  }

  /// A file system of its own; nil where this machine lets nobody mount one.
  private func small(_ size: String) throws -> String? {
    let path = shop.file("small")
    let mount = try shop.shell("mkdir small && mount -t tmpfs -o size=\(size) tmpfs small")
    return mount.status == 0 ? path : nil
  }

  @Test func `by a full disk leaves nothing in the run directory`() throws {
    try write(4_000)
    guard let small = try small("32k") else { return }
    defer { _ = try? shop.shell("umount small") }
    let run = try shop.taster(["scan", "a.csv", "--label", "label", "-o", "small/run"])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.talk.hasPrefix("Error: cannot write") && run.talk.contains("No space left"))
    #expect(run.talk.contains("Free some space"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: small).isEmpty && shop.isTidy)
  }

  @Test func `by a full disk leaves a former run as it was`() throws {
    try write(4_000)
    guard try small("128k") != nil else { return }
    defer { _ = try? shop.shell("umount small") }
    _ = try shop.shell("head -100 a.csv > b.csv")
    let former = try shop.taster(["scan", "b.csv", "--label", "label", "-q", "-o", "small/run"])
    #expect([0, 1].contains(former.status), "\(former.talk)")
    let names = shop.names("small/run")
    let seal = try shop.bytes("small/run/run.json")
    let run = try shop.taster(
      ["scan", "a.csv", "--label", "label", "-q", "-o", "small/run", "--force", "--scores"])
    #expect(run.status == 2, "\(run.talk)")
    #expect(shop.names("small/run") == names)
    #expect(try shop.bytes("small/run/run.json") == seal)
  }

  @Test func `by a full disk for temporary data says which one`() throws {
    try write(4_000)
    guard try small("16k") != nil else { return }
    defer { _ = try? shop.shell("umount small") }
    for script in ["$TASTER scan a.csv", "cat a.csv | $TASTER scan -"] {
      let run = try shop.shell("export TMPDIR=small; \(script) --label label -o run")
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.talk.contains("No space left") && run.talk.contains("TMPDIR"), "\(run.talk)")
      #expect(shop.names("run") == nil && shop.names("small") == [])
    }
  }

  @Test func `by a limit on the size of files is an error like a full disk`() throws {
    try write(4_000)
    let run = try shop.shell("ulimit -f 16; $TASTER scan a.csv --label label -o run")
    #expect(run.status == 2, "\(run.signal ?? 0) \(run.talk)")
    #expect(run.talk.contains("File too large"))
    #expect(shop.names("run") == nil && shop.isTidy)
  }

  @Test func `by an output that takes nothing is an error`() throws {
    try shop.write(try Shipped.wine.bytes(), to: "wine.csv")
    for more in ["-o -", "-o run --json", "-o run"] {
      let run = try shop.shell("$TASTER scan wine.csv --label cultivar \(more) > /dev/full")
      #expect(run.status == 2, "\(more)")
      #expect(run.talk.contains("No space left on device"), "\(more): \(run.talk)")
      _ = try shop.shell("rm -rf run")
    }
  }

  @Test func `by a place where nothing can be made is an error before the work`() throws {
    try shop.write(try Shipped.wine.bytes(), to: "wine.csv")
    for (place, word) in [
      ("/dev/full", "/dev/full is a file"), ("wine.csv", "wine.csv is a file"),
      ("wine.csv/run", "wine.csv is a file"), ("/proc/taster", "cannot write in /proc"),
      ("/dev/null/run", "/dev/null is a file"),
    ] {
      let run = try shop.taster(["scan", "wine.csv", "--label", "cultivar", "-o", place])
      #expect(run.status == 2 && run.output.isEmpty, "\(place)")
      #expect(run.talk.hasPrefix("Error: ") && run.talk.contains(word), "\(place): \(run.talk)")
    }
    let run = try shop.taster(
      ["scan", "wine.csv", "--label", "cultivar", "-o", "run", "--temporary", "nowhere"])
    #expect(run.status == 2 && run.talk.contains("nowhere"))
    #expect(shop.names() == ["wine.csv"])
  }

  @Test func `by a reader that has seen enough is no error`() throws {
    try write(4_000)
    for script in [
      "$TASTER scan a.csv --label label -o - -q | head -c 100 > /dev/null",
      "$TASTER scan a.csv --label label --json | true",
      "$TASTER scan a.csv --label label | true", "$TASTER --help | true",
    ] {
      let run = try shop.shell("\(script); echo ${PIPESTATUS[0]}")
      #expect(["0\n", "1\n"].contains(run.text), "\(script): \(run.text)")
      #expect(run.talk.isEmpty)
    }
  }

  @Test(arguments: [SIGKILL, SIGINT, SIGTERM])
  func `by a signal leaves no named file`(signal: Int32) throws {
    try write(6_000)
    for delay in [0.02, 0.1, 0.3, 0.6, 1.0] {
      let started = try shop.process(
        Workshop.program, ["scan", "a.csv", "--label", "label", "-q", "-o", "run"])
      Thread.sleep(forTimeInterval: delay)
      kill(started.process.processIdentifier, signal)
      let run = try started.wait()
      if run.signal == signal {
        #expect(shop.names("run") == nil)
      } else {
        // It was done before the signal came.
        #expect(run.status == 1 && shop.names("run")?.contains("run.json") == true)
        _ = try shop.shell("rm -r run")
      }
      #expect(shop.names() == ["a.csv"] && shop.isTidy)
    }
  }

  @Test func `by an input that ends later than expected waits for it`() throws {
    let (head, tail) = try { ($0.prefix(2_000), $0.dropFirst(2_000)) }(Shipped.wine.bytes())
    try shop.write(Array(head), to: "head")
    try shop.write(Array(tail), to: "tail")
    let run = try shop.shell(
      "(cat head; sleep 0.3; cat tail) | $TASTER scan - --label cultivar -q -o run")
    #expect(run.status == 1 && shop.names("run")?.contains("run.json") == true)
  }
}
