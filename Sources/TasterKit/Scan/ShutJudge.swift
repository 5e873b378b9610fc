/// A judge whose gate is shut: it ranks rows and holds none.
struct ShutJudge: Judge {
  let judge: any Judge

  var ranksAlone: Bool { judge.ranksAlone }

  func evidence(_ batch: Batch) -> [Evidence] {
    judge.evidence(batch).map {
      Evidence(nats: $0.nats, holds: false, possibility: $0.possibility)
    }
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] { judge.reasons(row, of: batch) }
}
