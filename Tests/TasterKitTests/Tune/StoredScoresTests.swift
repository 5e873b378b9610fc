import TasterKit
import Testing

@Suite struct `Stored scores` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func `are read back to the last bit`() throws {
    let format = ScoresCSV(detectors: ["one", "two"])
    let scores = [0.1 + 0.2, 0.75, 1.0.nextDown]
    let evidence = [[0, -1.5, 1e-7], [2.0 / 3, 0, 11]]
    let bytes =
      format.header
      + format.lines(
        firstRow: 0, scores: scores, flagged: [false, true, true],
        gates: [.none, Gates([0, 1]), Gates([1])], evidence: evidence)
    let stored = try StoredScores(contentsOf: scratch.write(bytes, to: "scores.csv"))
    #expect(stored.detectors == ["one", "two"] && stored.rowCount == 3)
    #expect(stored.scores == scores && stored.evidence == evidence)
    #expect(stored.flagged == [false, true, true])
    #expect(stored.gates == [.none, Gates([0, 1]), Gates([1])] && stored.qValues.isEmpty)
  }

  @Test(arguments: [
    ("row,score,flagged,one\n1,0.5,0,0\n3,0.5,0,0\n", "line 3: row 2 is missing"),
    ("row,score,flagged,one\n1,1.5,0,0\n", "line 2: a score from 0 to 1"),
    ("row,score,flagged,one\n1,0.5,0,x\n", "'one' holds no number"),
    ("row,score,flagged,gates,one\n1,0.5,0,one|two,0\n", "'gates' names 'one|two'"),
    ("row,score,flagged,one,p_value,q_value\n1,0.5,0,0,1,x\n", "'q_value' holds no number"),
    ("row,score,flagged,one\n", "holds no rows"), ("a,b\n1,2\n", "does not begin with"),
  ])
  func `are refused where they are none`(text: String, words: String) throws {
    let path = try scratch.write(text, to: "scores.csv")
    let error = #expect(throws: TableError.self) { _ = try StoredScores(contentsOf: path) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func `leave out what a baseline says about rows`() throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "row,score,flagged,one,p_value,q_value\n1,0.5,1,2,0.25,0.5\n2,0.25,0,0,1,1\n",
      to: "scores.csv")
    let stored = try StoredScores(contentsOf: path)
    #expect(stored.detectors == ["one"] && stored.evidence == [[2, 0]])
    #expect(stored.scores == [0.5, 0.25] && stored.qValues == [0.5, 1])
    // A version before this one told nothing about gates.
    #expect(stored.gates == nil)
  }
}
