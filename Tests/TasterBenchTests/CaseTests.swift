import TasterKit
import Testing
import taster_bench

@Suite struct `Cases` {
  private static let csv = "x,y,source,label\n1,2,a,p\n3,4,b,q\n5,6,a,p\n"

  @Test func `are found in a folder of folders, by name`() throws {
    let bench = try Workbench()
    for name in ["b", "a"] {
      try bench.write(Self.csv, to: "\(name)/train.csv")
      try bench.write("row,poisoned\n1,0\n2,1\n3,0\n", to: "\(name)/truth.csv")
      try bench.write(
        #"{"attack": "flip", "label": "label", "source_column": "source", "target": "p"}"#,
        to: "\(name)/meta.json")
    }
    try bench.write(Self.csv, to: "b/test.csv")
    let cases = try Case.found(in: [bench.path])
    #expect(cases.map { $0.name } == ["a", "b"])
    #expect(cases.map { $0.test != nil } == [false, true])
    let one = try #require(try Case.found(in: ["\(bench.path)/b"]).first)
    #expect(one == cases[1] && one.attack == "flip" && one.target == "p")
    let table = try one.table()
    #expect(table.schema.classes == ["p", "q"] && table.schema.sources == ["a", "b"])
    #expect(try one.planted(rows: 3) == [false, true, false])
  }

  @Test func `without a description are unlabelled tables`() throws {
    let bench = try Workbench()
    try bench.write("x,y\n1,2\n3,4\n5,6\n", to: "data.csv")
    try bench.write("row,anomaly\n1,1\n2,0\n3,0\n", to: "truth.csv")
    let one = try #require(try Case.found(in: [bench.path]).first)
    #expect(one.label == nil && one.attack == "unlabelled")
    #expect(try one.table().schema.classes.isEmpty)
    #expect(try one.planted(rows: 3) == [true, false, false])
  }

  @Test func `of the shipped sets are all files that are planted, and a control each`() throws {
    let cases = try Case.found(in: [Shipped.folder])
    #expect(cases.count { $0.attack == "none" && $0.truth == nil } == 6)
    let names = cases.map { $0.name }
    for name in ["wdbc/data", "wine/flooded", "banknote/sourced", "adult/triggered"] {
      #expect(names.contains(name))
    }
    let sourced = try #require(cases.first { $0.name == "penguins/sourced" })
    #expect(sourced.source == "studyName" && sourced.label == "Species")
    let wine = try #require(cases.first { $0.name == "wine/data" })
    let table = try wine.table()
    #expect(try wine.planted(rows: table.rowCount).count { $0 } == 21)
  }

  @Test(arguments: ["row,poisoned\n1,0\n", "row,other\n1,0\n2,0\n", "row,poisoned\n1,0\n3,1\n"])
  func `say what is wrong with their truth`(truth: String) throws {
    let bench = try Workbench()
    try bench.write("x,y\n1,2\n3,4\n", to: "data.csv")
    try bench.write(truth, to: "truth.csv")
    let one = try #require(try Case.found(in: [bench.path]).first)
    #expect(throws: CaseError.self) { try one.planted(rows: 2) }
  }

  @Test func `are missed where there is none`() throws {
    let bench = try Workbench()
    try bench.write("x\n", to: "inner/other.csv")
    #expect(throws: CaseError.self) { try Case.found(in: [bench.path]) }
  }
}
