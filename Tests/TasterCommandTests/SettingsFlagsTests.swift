import Foundation
import Testing

/// Settings in files, in the environment and on the command line, as the real program takes them.
@Suite struct `taster.yaml` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  /// Two classes of a name that YAML would take for a boolean and for a number, in columns of such names.
  private func writeTable(_ name: String) throws {
    var text = "no,010,12:30:45\n"
    for row in 0..<60 { text += "\(row * 7 % 11),\(row * 5 % 13),\(row % 2 == 0 ? "yes" : "08")\n" }
    try shop.write(text, to: name)
  }

  private func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: shop.file(name), withIntermediateDirectories: true)
  }

  @Test func `keeps words that YAML would turn into something else`() throws {
    try writeTable("a.csv")
    try shop.write("label: 12:30:45\nignore: [no]\nid: 010\n", to: "taster.yaml")
    let run = try shop.taster(["scan", "a.csv", "--json", "--max-quarantine", "60"])
    #expect(run.status == 0 && run.talk.isEmpty)
    let report = try #require(try objects(run.output).first)
    let text = run.text
    #expect(report["label"] as? String == "12:30:45" || text.contains(#""12:30:45""#))
    #expect(text.contains("settings from taster.yaml: label, id, ignore"))
    #expect(text.contains(#""yes""#) && text.contains(#""08""#))
  }

  @Test func `is found upward to the root of the repository, and no further`() throws {
    try makeFolder("repo/.git")
    try makeFolder("repo/a/b")
    try writeTable("repo/a/b/t.csv")
    try shop.write("label: wrong\n", to: "taster.yaml")
    func notes(_ folder: String, _ file: String) throws -> String {
      try shop.shell("cd \(folder) && $TASTER config \(file) | head -n 1").text
    }
    #expect(try notes("repo/a", "b/t.csv") == "no file of settings\n")
    try shop.write("label: 12:30:45\n", to: "repo/a/b/taster.yaml")
    #expect(try notes("repo", "a/b/t.csv") == "file: a/b/taster.yaml\n")
    try shop.write("label: 12:30:45\n", to: "repo/taster.yaml")
    #expect(try notes("repo/a", "b/t.csv") == "file: ../taster.yaml\n")
    #expect(try notes("repo/a/b", "t.csv") == "file: taster.yaml\n")
    // What lies beside data from elsewhere does not count.
    #expect(try notes("repo", "../t.csv") == "file: taster.yaml\n")
  }

  @Test func `gives a data set its own keys, whatever its path is called`() throws {
    try makeFolder("data")
    try writeTable("data/t.csv")
    try shop.write(
      "label: nothing\ndata:\n  - path: ./data/../data/t.csv\n    label: '12:30:45'\n",
      to: "taster.yaml")
    let script =
      "ln -s data/t.csv link.csv; for f in data/t.csv $PWD/data/t.csv link.csv; do"
      + " $TASTER scan $f --line --max-quarantine 100%; done"
    let lines = try shop.shell(script).text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines.allSatisfy { $0.contains("t.csv: 60 rows, ") || $0.hasPrefix("link.csv: 60 rows, ") })
    let other = try shop.shell("cp data/t.csv other.csv; $TASTER scan other.csv -q")
    #expect(other.status == 2 && other.talk.contains("there is no column 'nothing'"))
  }

  @Test func `stands below the environment, and that below the flags`() throws {
    try writeTable("a.csv")
    try shop.write("label: x\n", to: "taster.yaml")
    func complaint(_ script: String) throws -> String { try shop.shell(script).talk }
    #expect(try complaint("$TASTER scan a.csv").contains("no column 'x'"))
    #expect(try complaint("TASTER_LABEL=y $TASTER scan a.csv").contains("no column 'y'"))
    #expect(
      try complaint("TASTER_LABEL=y $TASTER scan a.csv --label z").contains("no column 'z'"))
    #expect(
      try complaint("TASTER_CONFIG=none.yaml $TASTER scan a.csv").contains("no file none.yaml"))
    #expect(
      try complaint("TASTER_CONFIG=none.yaml $TASTER scan a.csv --config taster.yaml")
        .contains("no column 'x'"))
    let run = try shop.taster([
      "scan", "a.csv", "--no-config", "--label", "12:30:45", "--exit-zero",
    ])
    #expect(run.status == 0 && !run.text.contains("taster.yaml"))
  }

  @Test func `can be taken back by a flag`() throws {
    try writeTable("a.csv")
    try shop.write("no-header: true\nlabel: 3\n", to: "taster.yaml")
    let bare = try shop.taster(["scan", "a.csv", "--line", "--max-quarantine", "100%"])
    #expect(bare.text.hasPrefix("a.csv: 61 rows"))
    let named = try shop.taster(
      ["scan", "a.csv", "--line", "--header", "--label", "12:30:45", "--max-quarantine", "100%"])
    #expect(named.text.hasPrefix("a.csv: 60 rows"))
  }

  @Test(arguments: [
    ("lable: x\n", "taster.yaml:1: there is no key 'lable'; did you mean 'label'?"),
    ("# a\nseed: 1\nseed: 2\n", "taster.yaml:2: 'seed' is set here and again below"),
    ("seed: 1\n\nthreshold: 2\n", "taster.yaml:3: threshold takes a score from 0 to 1, not '2'"),
    ("label:\n", "taster.yaml:1: label has no value"),
    ("label: [a, b]\n", "taster.yaml:1: label takes one value"),
    ("ignore: [a\n", "taster.yaml:2: no YAML: "),
    ("label: a\n---\nlabel: b\n", "taster.yaml:2: no YAML: "),
    ("label: \"a\u{0}\"\n", "taster.yaml: no YAML: control characters"),
    ("- a\n", "taster.yaml:1: keys are wanted here"),
    ("[a]: b\n", "taster.yaml:1: a key is a word"),
    ("data:\n  - label: x\n", "taster.yaml:2: a data set needs its path"),
  ])
  func `is refused with its line where it makes no sense`(text: String, sentence: String) throws {
    try writeTable("a.csv")
    try shop.write(text, to: "taster.yaml")
    let run = try shop.taster(["scan", "a.csv", "--out", "run"])
    #expect(run.status == 2)
    #expect(run.talk.hasPrefix("Error: \(sentence)"))
    #expect(run.output.isEmpty && shop.names("run") == nil)
  }

  @Test func `is refused where it is no text, is endless or eats itself`() throws {
    try writeTable("a.csv")
    try shop.write([0xFF, 0xFE], to: "taster.yaml")
    #expect(try shop.taster(["scan", "a.csv"]).talk == "Error: taster.yaml is not UTF-8\n")
    var laughs = "a0: &a0 [x, x]\n"
    for k in 1..<40 { laughs += "a\(k): &a\(k) [*a\(k - 1), *a\(k - 1)]\n" }
    try shop.write(laughs, to: "taster.yaml")
    #expect(try shop.taster(["scan", "a.csv"]).talk.contains("more than 20000 values"))
    #expect(try shop.shell("$TASTER scan a.csv --config /dev/zero").talk.contains("1 MiB"))
    #expect(try shop.taster(["scan", "a.csv", "--config", "."]).talk.contains("is a folder"))
    try shop.write(String(repeating: "[", count: 100_000), to: "taster.yaml")
    #expect(try shop.taster(["scan", "a.csv"]).status == 2)
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "data: []\nexclude: []\n"])
  func `may say nothing`(text: String) throws {
    try writeTable("a.csv")
    try shop.write(text, to: "taster.yaml")
    let run = try shop.taster(["scan", "a.csv", "--label", "12:30:45", "--exit-zero"])
    #expect(run.status == 0 && !run.text.contains("taster.yaml"))
  }
}
