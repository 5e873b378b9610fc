import TasterKit
import TasterTesting
import Testing

@Suite struct `Sums of products` {
  @Test func `agree wherever they were taken round`() throws {
    let chunk = ClassStatisticsTests.chunk()
    func statistics(_ shift: [Double]) -> ClassStatistics {
      ClassStatistics(classes: 3, numeric: 2, categorical: 1, shift: shift)
    }
    var whole = statistics([20, 20])
    whole.fold(chunk)
    var first = statistics([3, -70])
    first.fold(ClassStatisticsTests.chunk(0..<90))
    var second = statistics([41.5, 0])
    second.fold(ClassStatisticsTests.chunk(90..<180))
    first.merge(second)
    for c in 0..<3 {
      for (i, j) in [(0, 0), (0, 1), (1, 1)] {
        let (a, b) = (
          try #require(first.covariance(ofClass: c, i, j)),
          try #require(whole.covariance(ofClass: c, i, j))
        )
        #expect((a - b).magnitude < 1e-9)
      }
    }
  }
}

private typealias ClassStatisticsTests = `Class statistics`
