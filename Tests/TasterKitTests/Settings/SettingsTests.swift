import TasterKit
import Testing

@Suite struct `Settings in layers` {
  private var file: Settings {
    var settings = Settings()
    settings.set("label", to: ["a"], from: .file("taster.yaml", line: 3))
    settings.set("ignore", to: ["x", "y"], from: .file("taster.yaml", line: 4))
    settings.set("seed", to: ["7"], from: .file("taster.yaml", line: 5))
    return settings
  }

  @Test func `of a flag stand over the environment, and that over the file`() throws {
    var flags = Settings()
    flags.set(flag: "label", to: "c")
    flags.set(flag: "id", to: nil)
    flags.set(flag: "ignore", to: [])
    let environment = try Settings.environment(["TASTER_LABEL": "b", "TASTER_SEED": "8"])
    var run = ScanRun()
    try flags.over(environment).over(file).apply(to: &run)
    #expect(run.table.label == .column("c"))
    #expect(run.table.id == nil)
    #expect(run.scan.seed == 8)
    #expect(run.table.ignored == ["x", "y"])
  }

  @Test func `do not join the lists of two layers`() throws {
    var flags = Settings()
    flags.set(flag: "ignore", to: ["z"])
    var run = ScanRun()
    try flags.over(file).apply(to: &run)
    #expect(run.table.ignored == ["z"])
  }

  @Test func `say which of them came from where, flags aside`() throws {
    var flags = Settings()
    flags.set(flag: "id", to: "n")
    let environment = try Settings.environment(["TASTER_SEED": "8"])
    #expect(
      flags.over(environment).over(file).remarks == [
        "settings from taster.yaml: label, ignore", "settings from the environment: seed",
      ])
    #expect(flags.remarks.isEmpty)
  }

  @Test(arguments: [
    (Settings.Origin.flag, "--max-rejects takes"),
    (.environment, "TASTER_MAX_REJECTS takes"),
    (.file("conf/taster.yaml", line: 12), "conf/taster.yaml:12: max-rejects takes"),
  ])
  func `name the place of a wrong value`(origin: Settings.Origin, beginning: String) {
    var settings = Settings()
    settings.set("max-rejects", to: ["many"], from: origin)
    let error = #expect(throws: SettingsError.self) {
      var run = ScanRun()
      try settings.apply(to: &run)
    }
    #expect(error?.description.hasPrefix(beginning) == true)
    #expect(error?.description.hasSuffix("not 'many'") == true)
  }

  @Test(arguments: Hostile.texts)
  func `let no hostile text into a message`(text: String) {
    var settings = Settings()
    settings.set("seed", to: [text], from: .file(text, line: 1))
    let error = #expect(throws: SettingsError.self) {
      var run = ScanRun()
      try settings.apply(to: &run)
    }
    #expect(Hostile.isHarmless(error?.description ?? "\u{1B}"))
    #expect(settings.remarks.allSatisfy { Hostile.isHarmless($0) })
  }
}
