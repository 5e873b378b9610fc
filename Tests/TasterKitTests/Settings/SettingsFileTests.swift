import TasterKit
import Testing

@Suite struct `A file of settings` {
  private func text(_ text: String, _ line: Int) -> SettingsNode {
    SettingsNode(.text(text), line: line)
  }

  private func map(_ members: [(String, Int, SettingsNode.Content)], line: Int = 1) -> SettingsNode
  {
    SettingsNode(
      .map(
        members.map { name, line, content in
          SettingsNode.Member(name, line: line, value: SettingsNode(content, line: line))
        }), line: line)
  }

  private func data(_ entries: [[(String, Int, SettingsNode.Content)]]) -> SettingsNode.Content {
    .list(entries.map { map($0, line: $0.first?.1 ?? 1) })
  }

  private func fault(_ root: SettingsNode) -> String? {
    #expect(throws: SettingsError.self) { try SettingsFile(root, path: "taster.yaml") }?.description
  }

  @Test(arguments: [nil, SettingsNode(.nothing, line: 1)])
  func `may be empty`(root: SettingsNode?) throws {
    let file = try SettingsFile(root, path: "taster.yaml")
    #expect(file.common.values.isEmpty && file.entries.isEmpty && file.excluded.isEmpty)
  }

  @Test func `holds for every data set, but for what a data set says itself`() throws {
    let file = try SettingsFile(
      map([
        ("label", 1, .text("class")), ("seed", 2, .text("4")),
        ("exclude", 3, .list([text("drafts", 3)])),
        (
          "data", 4,
          data([
            [("path", 5, .text("a.csv")), ("label", 6, .text("no"))],
            [("path", 7, .text("b.csv"))],
          ])
        ),
      ]), path: "taster.yaml")
    #expect(file.entries.map { $0.path } == ["a.csv", "b.csv"])
    #expect(file.excluded == ["drafts"])
    let place = { (entry: SettingsFile.Entry) in "/data/\(entry.path)" }
    let a = try file.settings(for: ["/data/a.csv"], place: place)
    #expect(a.values["label"]?.texts == ["no"])
    #expect(a.values["label"]?.origin == .file("taster.yaml", line: 6))
    #expect(a.values["seed"]?.texts == ["4"])
    for other in ["/data/b.csv", "/data/c.csv", "a.csv"] {
      let settings = try file.settings(for: [other], place: place)
      #expect(settings.values["label"]?.texts == ["class"])
    }
  }

  @Test func `takes no side between two files that are one data set`() throws {
    let file = try SettingsFile(
      map([
        (
          "data", 1,
          data([
            [("path", 2, .text("a")), ("label", 3, .text("x"))],
            [("path", 4, .text("b")), ("label", 5, .text("y"))],
            [("path", 6, .text("c")), ("label", 7, .text("x")), ("seed", 8, .text("1"))],
          ])
        )
      ]), path: "taster.yaml")
    let both = try file.settings(for: ["a", "c"]) { $0.path }
    #expect(both.values.mapValues { $0.texts } == ["label": ["x"], "seed": ["1"]])
    let error = #expect(throws: SettingsError.self) {
      try file.settings(for: ["a", "b"]) { $0.path }
    }
    #expect(error?.description.hasPrefix("taster.yaml:5: label differs from taster.yaml:3") == true)
  }

  @Test func `takes one text or several where a list is wanted`() throws {
    let file = try SettingsFile(
      map([
        ("ignore", 1, .text("a,b")), ("missing", 2, .list([text("", 2), text("no", 3)])),
      ]), path: "taster.yaml")
    #expect(file.common.values["ignore"]?.texts == ["a,b"])
    #expect(file.common.values["missing"]?.texts == ["", "no"])
  }

  @Test func `names the key that was meant, and its line`() {
    #expect(
      fault(map([("label", 1, .text("x")), ("max_rejects", 9, .text("1"))]))
        == "taster.yaml:9: there is no key 'max_rejects'; did you mean 'max-rejects'?")
    #expect(
      fault(map([("data", 1, data([[("path", 2, .text("a")), ("lable", 3, .text("b"))]]))]))
        == "taster.yaml:3: there is no key 'lable'; did you mean 'label'?")
    #expect(fault(map([("zzz", 4, .text("x"))]))?.contains("; there are label, id, ") == true)
  }

  @Test func `has every key once`() {
    #expect(
      fault(map([("label", 1, .text("x")), ("label", 5, .text("y"))]))
        == "taster.yaml:5: 'label' is set on line 1 already")
    #expect(
      fault(map([("data", 1, data([[("path", 2, .text("a"))], [("path", 6, .text("a"))]]))]))
        == "taster.yaml:6: 'a' is listed on line 2 already")
  }

  @Test func `is told what is wrong with a value, of an unused data set too`() {
    #expect(
      fault(map([("threads", 2, .text("many"))]))
        == "taster.yaml:2: threads takes 1 to 256, not 'many'")
    #expect(
      fault(map([("data", 1, data([[("path", 2, .text("a")), ("seed", 3, .text("x"))]]))]))?
        .hasPrefix("taster.yaml:3: seed takes a whole number") == true)
  }

  @Test func `is told what shape is wanted`() {
    #expect(fault(text("label", 3))?.hasPrefix("taster.yaml:3: keys are wanted here") == true)
    #expect(fault(map([("label", 2, .nothing)])) == "taster.yaml:2: label has no value")
    #expect(fault(map([("label", 2, .list([]))])) == "taster.yaml:2: label takes one value")
    #expect(
      fault(map([("ignore", 2, .list([SettingsNode(.nothing, line: 3)]))]))?
        .hasPrefix("taster.yaml:3: ignore takes a list of texts") == true)
    #expect(
      fault(map([("data", 2, .text("a.csv"))]))?.hasPrefix("taster.yaml:2: data takes") == true)
    #expect(
      fault(map([("data", 2, data([[("label", 3, .text("x"))]]))]))
        == "taster.yaml:3: a data set needs its path")
  }
}
