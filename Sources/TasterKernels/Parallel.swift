private import Dispatch
private import Glibc
private import Synchronization

/// How many processors this process may use.
package func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Calls `body` for 0 ..< count with at most `threads` calls under way; results in index order.
///
/// The results depend on `body` alone, never on timing or on the number of threads. The caller's thread works too and
/// waits for the others.
///
/// - Parameters:
///   - count: How many calls.
///   - threads: How many at a time, at least 1.
///   - body: The work of one index.
/// - Returns: `count` results, result i from call i.
/// - Throws: The error of the smallest index that failed; after an error no further call begins.
package func parallelMap<T: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) throws -> T
) throws -> [T] {
  guard threads > 1, count > 1 else { return try (0..<count).map(body) }
  let state = Mutex(Progress<T>(results: Array(repeating: nil, count: count)))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while let index = state.withLock({ $0.takeNext() }) {
      let result = Result { try body(index) }
      state.withLock { $0.finish(index, result) }
    }
  }
  return try state.withLock { state in
    // Indices are taken in order, so every one before the first error has its result.
    try state.results.compactMap { try $0?.get() }
  }
}

/// What is done and what is next.
private struct Progress<T: Sendable>: Sendable {
  var results: [Result<T, any Error>?]
  private var next = 0
  private var hasFailed = false

  init(results: [Result<T, any Error>?]) { self.results = results }

  mutating func takeNext() -> Int? {
    guard !hasFailed, next < results.count else { return nil }
    defer { next += 1 }
    return next
  }

  mutating func finish(_ index: Int, _ result: Result<T, any Error>) {
    results[index] = result
    if case .failure = result { hasFailed = true }
  }
}
