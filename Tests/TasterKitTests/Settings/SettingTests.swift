import TasterKit
import Testing

@Suite struct `A setting` {
  private func told(_ name: String, _ texts: String...) throws -> ScanRun {
    var run = ScanRun()
    let complaint = try #require(Setting.named(name)).apply(texts, to: &run)
    #expect(complaint == nil)
    return run
  }

  @Test func `has a name of its own`() {
    #expect(Set(Setting.names).count == Setting.names.count)
    #expect(Setting.named("nothing") == nil)
  }

  @Test func `reaches the run`() throws {
    #expect(try told("label", "no").table.label == .column("no"))
    #expect(try told("label", "none").table.label == .none)
    #expect(try told("id", "010").table.id == "010")
    #expect(try told("source", "from").table.source == "from")
    #expect(try told("time", "12:30:45").table.time == "12:30:45")
    #expect(try told("ignore", "a,b", "c").table.ignored == ["a,b", "c"])
    #expect(try told("delimiter", "tab").table.delimiter == 9)
    #expect(try told("delimiter", ";").table.delimiter == UInt8(ascii: ";"))
    #expect(try told("quote", "none").table.quote == nil)
    #expect(try told("quote", "'").table.quote == UInt8(ascii: "'"))
    #expect(try told("no-header", "true").table.hasHeader == false)
    #expect(try told("no-header", "false").table.hasHeader)
    #expect(try told("table-stop", "true").table.stopsAtTableEnd)
    #expect(try told("table-stop", "false").table == TableOptions())
    #expect(try told("split-by-type", "TRUE").table.splitsByType)
    #expect(try told("missing", "", "x").table.missing == ["", "x"])
    #expect(try told("max-rejects", "25%").table.maxRejectShare == 0.25)
    #expect(try told("max-rejects", "0.5").table.maxRejectShare == 0.5)
    #expect(try told("max-field", "2").table.maxFieldBytes == 2_097_152)
    #expect(try told("baseline", "a b.taster").baseline == "a b.taster")
    #expect(try told("fdr", "5%").scan.falseDiscoveryRate == 0.05)
    #expect(try told("threshold", "0.75").scan.threshold == 0.75)
    #expect(try told("max-quarantine", "8%").allowance == .share(0.08))
    #expect(
      try told("detectors", "outlier, flood", "trigger").scan.detectors == [
        "outlier", "flood", "trigger",
      ])
    #expect(try told("seed", "18446744073709551615").scan.seed == .max)
    #expect(try told("threads", "3").scan.threads == 3)
    #expect(try told("calibrate", "2").calibrationDraws == 2)
  }

  @Test(arguments: [
    ("delimiter", ";;"), ("delimiter", ""), ("delimiter", "é"), ("quote", "ab"),
    ("no-header", "no"), ("table-stop", "1"), ("split-by-type", "yes"),
    ("max-rejects", "101%"), ("max-rejects", "many"), ("max-rejects", "nan"), ("max-field", "0"),
    ("max-field", "4001"), ("threshold", "1.5"), ("threshold", "nan"), ("max-quarantine", "-1"),
    ("max-quarantine", "101%"), ("detectors", "nothing"), ("seed", "-1"), ("threads", "0"),
    ("threads", "257"), ("calibrate", "-1"), ("calibrate", "21"), ("fdr", "0"), ("fdr", "1.5"),
  ])
  func `says what it takes and leaves the run alone`(name: String, text: String) throws {
    var run = ScanRun()
    let complaint = try #require(Setting.named(name)).apply([text], to: &run)
    #expect(complaint?.contains("'\(text)'") == true)
    #expect(run.table == TableOptions())
    #expect(run.scan.threshold == nil && run.scan.seed == 0)
    #expect(run.scan.detectors == ScanRun().scan.detectors)
    #expect(run.allowance == .rows(0))
    #expect(run.calibrationDraws == 0)
  }

  @Test func `names the detector that was meant`() throws {
    var run = ScanRun()
    let complaint = try #require(Setting.named("detectors")).apply(["outlyer"], to: &run)
    #expect(
      complaint
        == "names 'outlyer', which is no detector; did you mean 'outlier'? `taster detectors` lists them"
    )
  }
}
