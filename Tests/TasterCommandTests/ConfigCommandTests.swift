import Foundation
import Testing

@Suite struct `taster config` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private func dataSets(_ arguments: String...) throws -> [String]? {
    let run = try shop.taster(["config", "--json"] + arguments)
    #expect(run.status == 0 && run.talk.isEmpty)
    return try objects(run.output).first?["data_sets"] as? [String]
  }

  private func fill(_ names: String...) throws {
    for name in names {
      try FileManager.default.createDirectory(
        atPath: (shop.file(name) as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true)
      try shop.write("a,b\n1,x\n", to: name)
    }
  }

  @Test func `finds the tables of a folder`() throws {
    try fill(
      "d/b.csv", "d/a/a.csv.gz", "d/truth.csv", "d/b.truth.csv", "d/note.txt", "d/.hidden/c.csv",
      "d/run/run.json", "d/run/findings.jsonl", "d/run/clean.csv", "e/z.csv")
    try FileManager.default.createSymbolicLink(
      atPath: shop.file("d/loop"), withDestinationPath: shop.file("d"))
    #expect(try dataSets("d", "e/z.csv", "d/b.csv") == ["d/a/a.csv.gz", "d/b.csv", "e/z.csv"])
    #expect(try dataSets() == [])
    try shop.write("exclude: [d/a/, ./e/z.csv]\n", to: "taster.yaml")
    #expect(try dataSets("d", "e") == ["d/b.csv"])
  }

  @Test func `lists exactly the data sets of a file that has some`() throws {
    try fill("d/b.csv", "d/c.csv")
    try shop.write("data:\n  - path: b.csv\n  - path: ../gone.csv\n", to: "d/taster.yaml")
    #expect(try dataSets("d", "--config", "d/taster.yaml") == ["d/b.csv", "gone.csv"])
    #expect(try dataSets("d", "--no-config") == ["d/b.csv", "d/c.csv"])
  }

  @Test func `says where a setting was written`() throws {
    try shop.write("seed: 3\n\nlabel: y\n", to: "taster.yaml")
    let run = try shop.shell("TASTER_SEED=4 $TASTER config")
    #expect(
      run.text == """
        file: taster.yaml
        setting  value  for  written in
        label    y      all  taster.yaml:3
        seed     4      all  environment

        """)
    let wrong = try shop.shell("TASTER_SEED=x $TASTER config")
    #expect(wrong.status == 2 && wrong.talk.hasPrefix("Error: TASTER_SEED takes a whole number"))
  }
}
