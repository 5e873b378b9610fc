import Foundation
import Testing

@Suite struct `taster poison` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private func poison(_ set: Shipped, _ attack: String, _ more: String...) throws -> Workshop.Run {
    try shop.taster(
      [
        "poison", set.file("clean.csv"), "--label", set.label, "--attack", attack, "--rate", "0.05",
        "--seed", "4", "-o", "poisoned.csv", "--truth", "truth.csv", "--force",
      ] + more)
  }

  @Test(arguments: [Shipped.wine, Shipped.penguins])
  func `plants what the truth says, and a scan reads it`(set: Shipped) throws {
    let run = try poison(set, "flip-random")
    #expect(run.status == 0 && run.output.isEmpty && shop.isTidy, "\(run.talk)")
    #expect(run.talk.contains("planted "))
    let clean = try set.bytes("clean.csv").split(separator: 10)
    let poisoned = try shop.bytes("poisoned.csv").split(separator: 10)
    let truth = String(decoding: try shop.bytes("truth.csv"), as: UTF8.self).split(separator: "\n")
    #expect(clean.count == poisoned.count && truth.count == clean.count)
    let changed = clean.indices.filter { clean[$0] != poisoned[$0] }
    let named = truth.indices.filter { truth[$0].hasSuffix(",1,flip-random") }
    #expect(changed == named && named.count == Int((0.05 * Double(clean.count - 1)).rounded()))
    let scan = try shop.taster(
      ["scan", "poisoned.csv", "--label", set.label, "--exit-zero", "-o", "run", "-q"])
    #expect(scan.status == 0, "\(scan.talk)")
    let again = try shop.bytes("poisoned.csv")
    #expect(try poison(set, "flip_random").status == 0)
    #expect(try shop.bytes("poisoned.csv") == again)
  }

  /// Compares two files by Python's own reader of CSV: which rows differ or are new is what the truth says.
  private static let compare = """
    import csv, sys
    clean, poisoned, truth = [list(csv.reader(open(p, newline=""))) for p in sys.argv[1:4]]
    assert clean[0] == poisoned[0] and truth[0] == ["row", "poisoned", "attack"]
    clean, poisoned, truth = clean[1:], poisoned[1:], truth[1:]
    assert [int(t[0]) for t in truth] == list(range(1, len(poisoned) + 1))
    planted = [t[1] == "1" for t in truth]
    added = len(poisoned) - len(clean)
    assert added in (0, sum(planted)), (added, sum(planted))
    if added:
        rest = [r for r, p in zip(poisoned, planted) if not p]
        assert rest == clean
        assert all(len(r) == len(clean[0]) for r in poisoned)
    else:
        assert [a != b for a, b in zip(clean, poisoned)] == planted
    print(sum(planted))
    """

  @Test(arguments: [
    "flip-random", "flip-pair", "flip-near", "flip-far", "flip-cluster", "outlier-far",
    "outlier-mild", "clone-flood", "mean-shift", "backdoor-trigger", "clean-label-mix",
    "scale-bug", "source-attack", "slow-drip",
  ])
  func `tells the truth, as another program compares the files`(attack: String) throws {
    try shop.write(Self.compare, to: "compare.py")
    let run = try poison(.penguins, attack, "--id", "Individual ID", "--source", "Island")
    #expect(run.status == 0, "\(run.talk)")
    let clean = Shipped.penguins.file("clean.csv")
    let compared = try shop.shell("python3 compare.py '\(clean)' poisoned.csv truth.csv")
    #expect(compared.status == 0 && compared.text == "17\n", "\(compared.talk)")
  }

  @Test func `writes to a pipe, and triggered rows to a file`() throws {
    let run = try shop.taster([
      "poison", Shipped.wine.file("clean.csv"), "--label", "cultivar", "--attack",
      "backdoor-trigger", "--set", "target=class_1", "--set", "columns=1", "-o", "-", "--truth",
      "truth.csv", "--triggered-test", "test.csv", "-q",
    ])
    #expect(run.status == 0 && run.talk.isEmpty, "\(run.talk)")
    #expect(run.output.split(separator: 10).count == 179)
    let test = String(decoding: try shop.bytes("test.csv"), as: UTF8.self)
    #expect(!test.contains("class_1") && test.contains("class_0"))
    #expect(shop.names() == ["test.csv", "truth.csv"] && shop.isTidy)
  }

  @Test func `plants in the rows of the table alone, and rewrites no row that was split`() throws {
    let rows = (0..<200).map { i in
      let name = i % 20 == 7 ? "Smith, John" : String(repeating: "x-\(i) ", count: 1 + i % 5)
      return "\(Double(i % 2 * 3) + Double(i * 37 % 100) / 100),\(name),\(i % 2 == 0 ? "a" : "b")\n"
    }
    let foot = "\nTotal,,\nx,name,class\n1,w,a\n"
    try shop.write("x,name,class\n" + rows.joined() + foot, to: "a.csv")
    let told = ["--label", "class", "--table-stop", "--split-by-type"]
    func poison(_ file: String, _ attack: String, _ rate: String) throws -> Workshop.Run {
      try shop.taster(
        ["poison", file, "--attack", attack, "--rate", rate, "-o", "p.csv", "--truth", "t.csv"]
          + told + ["--force"])
    }
    let added = try poison("a.csv", "clone-flood", "0.05")
    #expect(added.status == 0 && added.talk.contains("200"), "\(added.talk)")
    let text = String(decoding: try shop.bytes("p.csv"), as: UTF8.self)
    #expect(text.hasSuffix(foot) && text.count(where: { $0 == "\n" }) == 205 + 10)
    for row in rows { #expect(text.contains(row)) }
    let scan = try shop.taster(["scan", "p.csv", "-o", "run", "--exit-zero"] + told)
    #expect(scan.status == 0 && scan.text.contains("210 rows"), "\(scan.text)\(scan.talk)")
    // The rows of a class are all flipped: one of them was split.
    let flipped = try poison("a.csv", "flip-random", "1")
    #expect(flipped.status == 2 && flipped.talk.contains("too many fields"), "\(flipped.talk)")
    #expect(String(decoding: try shop.bytes("p.csv"), as: UTF8.self) == text)
    let plain = try shop.shell("$TASTER normalize a.csv --table-stop --split-by-type -q > n.csv")
    #expect(plain.status == 0, "\(plain.talk)")
    #expect(try poison("n.csv", "flip-random", "1").status == 0)
  }

  @Test func `lists and explains the attacks`() throws {
    let list = try shop.taster(["poison", "--list"])
    #expect(list.status == 0 && list.talk.isEmpty)
    for name in ["flip-random", "mean-shift", "slow-drip"] { #expect(list.text.contains(name)) }
    let told = try shop.taster(["explain", "mean-shift"])
    #expect(told.status == 0)
    #expect(told.text.contains("arXiv:1706.03691") && told.text.contains("--set defence=both"))
    #expect(try shop.taster(["explain", "clone-flood"]).text.contains("--set seeds=3"))
    #expect(try shop.taster(["explain", "label-flipping"]).text.contains("flip-near"))
  }

  @Test func `refuses what makes no sense, in words`() throws {
    func refusal(_ run: Workshop.Run, _ words: String) {
      #expect(run.status == 2 && run.output.isEmpty, "\(run.talk)")
      #expect(run.talk.hasPrefix("Error: ") && run.talk.contains(words), "\(run.talk)")
      #expect(shop.names() == [] && shop.isTidy)
    }
    refusal(try poison(.wine, "flip-radnom"), "did you mean 'flip-random'")
    refusal(try poison(.wine, "flip-near", "--set", "bnad=2"), "did you mean 'band'")
    refusal(try poison(.wine, "flip-near", "--set", "band=0"), "a number from 1 to 100")
    refusal(try poison(.wine, "source-attack"), "--source")
    refusal(try poison(.wine, "flip-random", "--triggered-test", "t.csv"), "no trigger")
    refusal(try poison(.wine, "flip-pair", "--set", "from=class_9"), "did you mean 'class_")
    refusal(try shop.taster(["poison", "x.csv", "--attack", "flip-random"]), "--out")
    refusal(try poison(.wine, "flip-random", "--rate", "1.5"), "at most 1")
  }
}
