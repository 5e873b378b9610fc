import TasterKit
import Testing

@Suite struct `Settings of the environment` {
  @Test func `are spelled in capitals, lists with commas`() throws {
    let settings = try Settings.environment([
      "TASTER_MAX_QUARANTINE": "5%", "TASTER_NO_HEADER": "true", "TASTER_MISSING": ",NA",
      "TASTER_LABEL": "a,b", "PATH": "/bin",
    ])
    #expect(
      settings.values.mapValues { $0.texts } == [
        "max-quarantine": ["5%"], "no-header": ["true"], "missing": ["", "NA"], "label": ["a,b"],
      ])
  }

  @Test func `may be empty or someone else's`() throws {
    let settings = try Settings.environment([
      "TASTER_LABEL": "", "TASTER_SLOW_TESTS": "1", "TASTER_DOCS": "1", "TASTER_CONFIG": "x.yaml",
    ])
    #expect(settings.values.isEmpty)
  }

  @Test func `are not silently mistyped`() {
    let error = #expect(throws: SettingsError.self) {
      try Settings.environment(["TASTER_LABLE": "x"])
    }
    #expect(error?.description == "there is no setting TASTER_LABLE; did you mean TASTER_LABEL?")
  }
}
