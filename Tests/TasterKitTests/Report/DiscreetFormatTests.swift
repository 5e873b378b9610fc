import Testing

@testable import TasterKit

@Suite struct `A row's sentence` {
  private var suspects: [Report.Suspect] {
    get throws { try Sample(evil: "ripe").report().suspects }
  }

  @Test func `names detectors and a score where values are not told`() throws {
    let first = try suspects[0].sentence(showsValues: false)
    #expect(first == "row 5 is held by outlier, score 0.9688")
  }

  @Test func `gives the reasons where values are told`() throws {
    let second = try suspects[1].sentence(showsValues: true)
    #expect(second == "row 2 is held: 9 of 10 neighbours are 'bad ripe'")
  }

  @Test func `falls back on the detectors where there is no reason`() throws {
    let third = try suspects[2].sentence(showsValues: true)
    #expect(third == "row 7 is held by label-flip, score 0.75")
  }

  @Test func `names the threshold where no gate held the row`() throws {
    var suspect = try suspects[0]
    suspect.finding.heldBy = []
    #expect(suspect.sentence(showsValues: false) == "row 5 is held by the threshold, score 0.9688")
    #expect(suspect.rule == "threshold")
  }

  @Test func `has the loudest of the rules that hold the row`() throws {
    var suspect = try suspects[1]
    suspect.finding.heldBy = ["label-flip", "outlier"]
    #expect(suspect.rule == "label-flip")
    suspect.finding.evidence["outlier"] = 3.5
    #expect(suspect.rule == "label-flip", "ties go to the first name")
    suspect.finding.evidence["outlier"] = 4
    #expect(suspect.rule == "outlier")
    suspect.finding.heldBy = ["baseline"]
    #expect(suspect.rule == "baseline")
  }
}
