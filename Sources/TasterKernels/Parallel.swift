private import Glibc

/// How many processors this process may use.
package func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Calls `body` for 0 ..< count with at most `threads` calls under way; results in index order.
///
/// The results depend on `body` alone, never on timing or on the number of threads.
///
/// - Parameters:
///   - count: How many calls.
///   - threads: How many at a time, at least 1.
///   - body: The work of one index.
/// - Returns: `count` results, result i from call i.
/// - Throws: The first error in order of completion; the other calls are cancelled.
package func parallelMap<T: Sendable>(
  _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> T
) async throws -> [T] {
  guard threads > 1, count > 1 else { return try (0..<count).map(body) }
  return try await withThrowingTaskGroup(of: (Int, T).self) { group in
    var results = [T?](repeating: nil, count: count)
    var next = 0
    while next < min(threads, count) {
      let index = next
      group.addTask { (index, try body(index)) }
      next += 1
    }
    while let (index, value) = try await group.next() {
      results[index] = value
      if next < count {
        let index = next
        group.addTask { (index, try body(index)) }
        next += 1
      }
    }
    return results.compactMap { $0 }
  }
}
