import TasterKit
import Testing

@Suite struct `scores.csv` {
  private let writer = ScoresCSV(detectors: ["label-flip", "outlier"])

  @Test func `has a column a detector`() {
    let header = String(decoding: writer.header, as: UTF8.self)
    #expect(header == "row,score,flagged,gates,label-flip,outlier\n")
  }

  @Test func `quotes a detector's name that needs it`() {
    let header = ScoresCSV(detectors: ["a,\"b"]).header
    #expect(String(decoding: header, as: UTF8.self) == "row,score,flagged,gates,\"a,\"\"b\"\n")
  }

  @Test func `has a line a row, rows counted from 1`() {
    let lines = writer.lines(
      firstRow: 98, scores: [0.25, 0, 1], flagged: [false, false, true],
      gates: [.none, Gates([1]), Gates([1, 0])], evidence: [[0, -0.5, 1e-7], [12, 0, 0.1]])
    #expect(
      String(decoding: lines, as: UTF8.self)
        == "99,0.25,0,,0,12.0\n100,0,0,outlier,-0.5,0\n101,1.0,1,label-flip|outlier,1e-07,0.1\n")
  }

  @Test func `writes numbers that read back as themselves`() throws {
    var x = 0.123_456_789_012_345_67
    let scores = (0..<1_000).map { _ in
      x = (x * 997).truncatingRemainder(dividingBy: 1)
      return x
    }
    let lines = ScoresCSV(detectors: []).lines(
      firstRow: 0, scores: scores, flagged: scores.map { $0 > 0.5 },
      gates: scores.map { _ in .none }, evidence: [])
    let rows = String(decoding: lines, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.map { Double($0[1]) } == scores)
    #expect(rows.map { Int($0[0]) } == Array(1...1_000))
    #expect(rows.map { $0[2] == "1" } == scores.map { $0 > 0.5 })
  }

  @Test func `tells p-values and q-values behind the detectors where a baseline judged`() {
    var tally = Discoveries.Tally()
    tally.add([0.25, 0.5, 0.5, 1])
    let found = Discoveries(tally, level: 0.1, calibrationRows: 3, groups: 1, leastP: 0.25)
    let writer = ScoresCSV(detectors: ["outlier"], discoveries: found)
    #expect(writer.header == Array("row,score,flagged,gates,outlier,p_value,q_value\n".utf8))
    let part = ScoreStore.Part(
      firstRow: 0, scores: [0.5, 0.25], flagged: [true, false], evidence: [[2, 0]],
      gates: [Gates([0]), .none], pValues: [0.25, 0.5])
    #expect(
      writer.lines(part)
        == Array(
          "1,0.5,1,outlier,2.0,0.25,\(found.qValue(0.25))\n2,0.25,0,,0,0.5,\(found.qValue(0.5))\n"
            .utf8))
  }
}
