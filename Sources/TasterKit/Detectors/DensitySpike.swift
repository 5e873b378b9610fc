private import Algorithms
import RealModule
import TasterKernels

/// Rows in a spot where their class is far denser than it is elsewhere.
public struct DensitySpike: Detector {
  public static let name = "density-spike"
  public static let summary = "spots where a class is far denser than anywhere else"
  public static let explanation = """
    The distance to the 3 % nearest rows of the same class, among 1,000 drawn ones, has a lower tail of its own; a row \
    far down that tail whose label is contradicted adds a little evidence. It backs up the flood detector where the \
    jitter is wide.
    """

  private static let landmarks = 1_000

  public init() {}

  public func learn(_ profile: Profile) throws -> any Judge {
    guard profile.labels != nil else { return SilentJudge() }
    let drawn = Array(0..<min(Self.landmarks, profile.sample.count))
    let classes = profile.schema.classes.indices.map { c -> DensityJudge.Class? in
      let rows = drawn.filter { profile.sample.labels[$0] == c }
      guard rows.count >= 8 else { return nil }
      let rank = max(2, Int(0.03 * Double(rows.count)))
      return DensityJudge.Class(landmarks: profile.r.gather(rows), rows: rows, rank: rank)
    }
    var values = [[Double]](repeating: [], count: classes.count)
    for start in stride(from: 0, to: profile.sample.count, by: blockRows) {
      let block = start..<min(start + blockRows, profile.sample.count)
      let z = profile.r.rows(block)
      for (c, model) in classes.enumerated() {
        guard let model else { continue }
        let own = block.filter { profile.sample.labels[$0] == c }
        values[c] += model.closeness(z.gather(own.map { $0 - start }), members: own)
      }
    }
    let tails = values.map { list -> Tail? in
      list.count < 20 ? nil : Tail(sorted: list.sorted(), floor: 0)
    }
    return DensityJudge(classes: classes, tails: tails)
  }
}

/// The densities' verdict on rows.
struct DensityJudge: Judge {
  struct Class: Sendable {
    let landmarks: Numbers
    /// Where the landmarks stand in the sample.
    let rows: [Int]
    /// Which neighbour's distance counts, from 0.
    let rank: Int

    /// −log of the distance to the nearest landmarks' `rank`-th, itself left out.
    func closeness(_ z: Numbers, members: [Int]) -> [Double] {
      let distances = squaredDistances(z, landmarks)
      return (0..<z.rows).map { i in
        var row = Array(distances.row(i))
        if members[i] >= 0, let own = rows.firstIndex(of: members[i]) { row[own] = .infinity }
        let distance = row.min(count: rank + 1).last ?? .infinity
        return -Double.log(Double.sqrt(distance) + 1e-9)
      }
    }
  }

  let classes: [Class?]
  let tails: [Tail?]

  func evidence(_ batch: Batch) -> [Evidence] {
    var result = [Evidence](repeating: .none, count: batch.count)
    for (c, model) in classes.enumerated() {
      guard let model, let tail = tails[c] else { continue }
      let own = (0..<batch.count).filter { batch.label($0) == c && batch.margins[$0] > 0 }
      let closeness = model.closeness(batch.r.gather(own), members: own.map { batch.member[$0] })
      for (k, i) in own.enumerated() {
        let surprise = tail.surprise(closeness[k])
        result[i].nats = 0.2 * min(max(surprise - 2, 0), 12)
      }
    }
    return result
  }

  func reasons(_ row: Int, of batch: Batch) -> [Reason] { [] }
}
