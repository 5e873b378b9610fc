import Foundation
import Testing

/// What bad input gets: the right status, a sentence that says what to do, and nothing half-written.
@Suite struct `Bad input` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  /// A table of two classes that lie apart.
  private func table(_ rows: Int, _ more: (Int) -> String = { _ in "" }) -> String {
    (0..<rows).map { i in
      "\(Double(i % 2 * 10) + Double(i * 37 % 101) / 50),\(i * 13 % 97),"
        + "\(more(i))\(i % 2 == 0 ? "even" : "odd")\n"
    }.joined()
  }

  private func scan(_ arguments: String...) throws -> Workshop.Run {
    try shop.taster(["scan"] + arguments + ["-o", "run"])
  }

  /// Whether a run was refused as it should be.
  private func expectRefusal(
    _ run: Workshop.Run, _ words: String..., location: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == 2, "\(run.talk)", sourceLocation: location)
    #expect(run.output.isEmpty, sourceLocation: location)
    #expect(run.talk.hasPrefix("Error: "), "\(run.talk)", sourceLocation: location)
    for word in words {
      #expect(run.talk.contains(word), "\(run.talk)", sourceLocation: location)
    }
    #expect(shop.names("run") == nil && shop.isTidy, sourceLocation: location)
    #expect(
      shop.names()?.contains { $0.contains("taster") || $0.contains("partial") } == false,
      sourceLocation: location)
  }

  /// Whether a run judged the table to its end.
  private func expectRun(
    _ run: Workshop.Run, of text: String, location: SourceLocation = #_sourceLocation
  ) throws {
    #expect([0, 1].contains(run.status), "\(run.talk)", sourceLocation: location)
    #expect(run.talk.isEmpty && shop.isTidy, sourceLocation: location)
    try #require(shop.names("run")?.contains("run.json") == true, sourceLocation: location)
    _ = try shop.dealtOut(of: Array(text.utf8), "run")
  }

  @Test(arguments: ["", "\n", "\n\n \n", "\u{FEFF}"])
  func `that is empty is refused`(text: String) throws {
    try shop.write(text, to: "a.csv")
    expectRefusal(try scan("a.csv"), "a.csv", "nothing to judge")
    expectRefusal(try shop.shell("$TASTER scan -o run < a.csv"), "standard input")
  }

  @Test(arguments: ["x,y,label", "x,y,label\n", "x,y,label\r\n\r\n"])
  func `that is a header alone is refused`(text: String) throws {
    try shop.write(text, to: "a.csv")
    expectRefusal(try scan("a.csv", "--label", "label"), "a header and no rows")
    expectRefusal(try scan("a.csv", "--label", "none"), "a header and no rows")
  }

  @Test func `of one row is judged: there is nothing to hold`() throws {
    let text = "x,y,label\n1,2,a\n"
    try shop.write(text, to: "a.csv")
    for label in ["label", "none"] {
      let run = try scan("a.csv", "--label", label, "--force")
      try expectRun(run, of: text)
      #expect(run.status == 0)
    }
  }

  @Test func `of one class is judged without its labels`() throws {
    let text = "x,y,label\n" + (0..<60).map { "\($0 * 7 % 31),\($0 * 11 % 17),only\n" }.joined()
    try shop.write(text, to: "a.csv")
    try expectRun(try scan("a.csv", "--label", "label"), of: text)
  }

  @Test func `without the label column is answered with the nearest names`() throws {
    try shop.write("x,y,label\n" + table(50), to: "a.csv")
    expectRefusal(
      try scan("a.csv", "--label", "lable"), "no column 'lable'", "did you mean 'label'?")
    expectRefusal(try scan("a.csv", "--label", "species"), "the columns are: 'x', 'y', 'label'")
  }

  @Test func `in which no column looks like labels says how to go on`() throws {
    try shop.write("x,y\n" + (0..<50).map { "\($0),\($0 * 3)\n" }.joined(), to: "a.csv")
    expectRefusal(try scan("a.csv"), "--label none")
  }

  @Test func `with labels that are all different is refused`() throws {
    try shop.write("x,label\n" + (0..<50).map { "\($0),k\($0)\n" }.joined(), to: "a.csv")
    expectRefusal(
      try scan("a.csv", "--label", "label"), "50 different values in 50 rows", "--label none")
  }

  @Test func `with a constant column and one of missing values names them and goes on`() throws {
    let text = "x,y,same,gap,label\n" + table(120) { _ in "7,NA," }
    try shop.write(text, to: "a.csv")
    let run = try scan("a.csv", "--label", "label")
    try expectRun(run, of: text)
    let report = String(decoding: try shop.bytes("run/report.json"), as: UTF8.self)
    #expect(report.contains("column 'same' has one value throughout"))
    #expect(report.contains("column 'gap' has no value"))
  }

  @Test func `of nothing but unusable columns is judged all the same`() throws {
    let text = "same,gap,label\n" + (0..<40).map { "7,,\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    try shop.write(text, to: "a.csv")
    try expectRun(try scan("a.csv", "--label", "label"), of: text)
  }

  @Test func `of five thousand columns is judged`() throws {
    let header = (0..<5_000).map { "c\($0)," }.joined() + "label\n"
    let text =
      header
      + (0..<30).map { i in
        (0..<5_000).map { "\((i * 31 + $0 * 17) % 97)," }.joined() + (i % 2 == 0 ? "a\n" : "b\n")
      }.joined()
    try shop.write(text, to: "a.csv")
    try expectRun(try scan("a.csv", "--label", "label", "-q"), of: text)
  }

  @Test func `with a field of 200 MB is refused without being read to its end`() throws {
    _ = try shop.shell("printf 'x,label\\n1,' > a.csv && truncate -s 200M a.csv")
    expectRefusal(
      try scan("a.csv", "--label", "label"), "line 2 (byte 8)", "longer than 16 MiB", "--max-field")
    let run = try shop.shell(
      "head -c 200000000 /dev/zero | tr '\\0' x | $TASTER scan - --label none -o run --max-field 1")
    expectRefusal(run, "longer than 1 MiB")
  }

  @Test(arguments: [1, 2, 3])
  func `of binary junk is refused`(seed: Int) throws {
    var state = UInt64(seed)
    let bytes = (0..<200_000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    try shop.write(bytes, to: "a.csv")
    expectRefusal(try scan("a.csv", "--label", "none"))
    try shop.write(bytes.map { $0 == 13 || $0 == 10 ? 0 : $0 }, to: "b.csv")
    expectRefusal(try scan("b.csv"))
  }

  @Test func `that is a program, half a character, or damaged gzip is refused`() throws {
    expectRefusal(try scan("/usr/bin/env"))
    let text = "x,label\n" + table(300)
    let wide = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    try shop.write([0xFF, 0xFE] + wide, to: "wide.csv")
    expectRefusal(
      try scan("wide.csv", "wide.csv", "--label", "label"), "several files of utf-16le", "iconv")
    try shop.write([0xFF, 0xFE] + wide.dropLast(), to: "cut.csv")
    expectRefusal(try scan("cut.csv", "--label", "label"), "utf-16le", "cut off", "--encoding")
    try shop.write([0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], to: "a.gz")
    expectRefusal(try scan("a.gz"), "cannot decompress a.gz", "fetch the file again")
    try shop.write("x,label\n" + table(3_000), to: "b.csv")
    _ = try shop.shell("gzip -c b.csv | head -c 5000 > b.csv.gz")
    expectRefusal(try scan("b.csv.gz", "--label", "label"), "ends in the middle")
  }

  @Test func `in which a quote never closes loses no row`() throws {
    var lines = table(2_000) { _ in "text," }.split(separator: "\n").map { String($0) }
    lines[700] = lines[700].replacing("text", with: "\"text")
    let text = "x,y,t,label\n" + lines.joined(separator: "\n") + "\n"
    try shop.write(text, to: "a.csv")
    let run = try scan("a.csv", "--label", "label")
    try expectRun(run, of: text)
    let rows = ["clean", "quarantine"].map {
      (try? shop.bytes("run/\($0).csv").count { $0 == 10 }) ?? 0
    }
    #expect(rows.reduce(0, +) == 2_002)
    let report = String(decoding: try shop.bytes("run/report.json"), as: UTF8.self)
    #expect(report.contains("1 rows hold a quote that never closes (the first in line 702)"))
  }

  @Test func `with empty and repeated column names gives them names of their own`() throws {
    let text = "x,x,,label\n" + table(100) { "\($0 % 9)," }
    try shop.write(text, to: "a.csv")
    let run = try scan("a.csv", "--label", "label")
    try expectRun(run, of: text)
    #expect(run.text.contains("'x (column 2)'") && run.text.contains("'(column 3)'"))
  }

  @Test func `with too many ragged rows is refused with the first five`() throws {
    try shop.write("x,y,label\n" + (0..<20).map { "\($0),1\n" }.joined() + table(100), to: "a.csv")
    let run = try scan("a.csv", "--label", "label")
    expectRefusal(run, "20 of 120 records", "line 2 (byte 10)", "line 6 (byte 26)", "--max-rejects")
    #expect(!run.talk.contains("line 7"))
    try expectRun(
      try scan("a.csv", "--label", "label", "--max-rejects", "20%"),
      of: String(decoding: try shop.bytes("a.csv"), as: UTF8.self))
  }

  @Test func `that is a directory, or cannot be opened, is refused with its name`() throws {
    expectRefusal(try scan("."), ". is a directory")
    expectRefusal(try shop.shell("$TASTER scan - -o run < ."), "is a directory")
    expectRefusal(try scan("nowhere.csv"), "cannot open nowhere.csv", "No such file")
    try shop.write("x\n", to: "file")
    expectRefusal(try scan("file/a.csv"), "cannot open file/a.csv")
    // Permissions do not stop root; a socket stops everybody.
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = shop.file("socket")
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    expectRefusal(try scan("socket"), "cannot open socket")
  }

  @Test func `of two headers is refused`() throws {
    try shop.write("x,label\n1,a\n2,b\n", to: "a.csv")
    try shop.write("y,label\n1,a\n2,b\n", to: "b.csv")
    expectRefusal(try scan("a.csv", "b.csv"), "b.csv has another header")
  }

  @Test func `leaves no text on the terminal that acts`() throws {
    try shop.write("x,\u{1B}[31m\u{202E}evil,label\n" + table(50), to: "a.csv")
    let run = try scan("a.csv", "--label", "\u{1B}]0;title\u{7}")
    expectRefusal(run, "there is no column")
    #expect(!run.talk.utf8.contains(0x1B) && !run.talk.contains("\u{202E}"))
  }
}
