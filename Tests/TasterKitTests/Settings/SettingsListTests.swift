import Foundation
import TasterKit
import Testing

@Suite struct `A list of settings` {
  private func list(_ text: String) -> SettingsList {
    var common = Settings()
    common.set("seed", to: ["3"], from: .environment)
    common.set("label", to: [text], from: .file("taster.yaml", line: 2))
    var own = Settings()
    own.set("ignore", to: ["a", "b"], from: .file("taster.yaml", line: 5))
    return SettingsList(
      file: "taster.yaml", parts: [(nil, common), ("x.csv", own)], dataSets: ["x.csv", text])
  }

  @Test func `shows what is set, for what, and where it was written`() {
    #expect(
      String(decoding: list("y").text, as: UTF8.self) == """
        file: taster.yaml
        setting  value  for    written in
        label    y      all    taster.yaml:2
        seed     3      all    environment
        ignore   a, b   x.csv  taster.yaml:5
        data set: x.csv
        data set: y

        """)
    let empty = SettingsList(file: nil, parts: [(nil, Settings())], dataSets: [])
    #expect(
      String(decoding: empty.text, as: UTF8.self)
        == "no file of settings\nnothing is set; the defaults hold\n")
  }

  @Test func `can be read by a program`() throws {
    let bytes = list("a\nb").json
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
    let read = try object(bytes)
    #expect(read["file"] as? String == "taster.yaml")
    #expect(read["data_sets"] as? [String] == ["x.csv", "a\nb"])
    let settings = try #require(read["settings"] as? [[String: Any]])
    #expect(settings.map { $0["key"] as? String } == ["label", "seed", "ignore"])
    #expect(settings.last?["data_set"] as? String == "x.csv")
    #expect(settings.last?["value"] as? [String] == ["a", "b"])
  }

  @Test(arguments: Hostile.texts)
  func `lets no hostile text through`(text: String) {
    for line in String(decoding: list(text).text, as: UTF8.self).split(separator: "\n") {
      #expect(Hostile.isHarmless(String(line)))
    }
  }
}
