import Synchronization
import TasterKernels
import Testing

@Suite struct `Parallel` {
  private struct Failure: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 8], [0, 1, 2, 7, 100])
  func `results stand in index order`(threads: Int, count: Int) throws {
    let results = try parallelMap(count, threads: threads) { index in
      // Early indices work longest, so that completion does not follow the order of the calls.
      (0..<(count - index) * 50).reduce(index * 1_000) { $0 ^ ($1 & 1) ^ ($1 & 1) }
    }
    #expect(results == (0..<count).map { $0 * 1_000 })
  }

  @Test(arguments: [1, 2, 8])
  func `every index is worked on once`(threads: Int) throws {
    let seen = Mutex<[Int]>([])
    _ = try parallelMap(50, threads: threads) { index in seen.withLock { $0.append(index) } }
    #expect(seen.withLock { $0.sorted() } == Array(0..<50))
  }

  @Test(arguments: [1, 2, 8])
  func `no more calls than threads are under way`(threads: Int) throws {
    let counts = Mutex((running: 0, most: 0))
    _ = try parallelMap(40, threads: threads) { _ in
      counts.withLock {
        $0.running += 1
        $0.most = max($0.most, $0.running)
      }
      counts.withLock { $0.running -= 1 }
    }
    #expect(counts.withLock { $0.most } <= threads)
  }

  @Test(arguments: [1, 2, 8])
  func `an error ends the map`(threads: Int) {
    #expect(throws: Failure(index: 13)) {
      try parallelMap(30, threads: threads) { index in
        if index == 13 { throw Failure(index: index) }
        return index
      }
    }
  }

  @Test func `nil is a result like any other`() throws {
    let results = try parallelMap(4, threads: 2) { $0 % 2 == 0 ? nil : $0 }
    #expect(results == [nil, 1, nil, 3])
  }

  @Test func `there is a processor`() { #expect(processorCount() >= 1) }
}
