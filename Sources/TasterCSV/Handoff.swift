private import Dispatch
private import Glibc
private import Synchronization

/// Hands values from a thread that may wait to a task that may not, a bounded number at a time.
///
/// Whoever gives waits for room, so nothing is made ahead of whoever takes; whoever takes is suspended, so no thread of
/// the pool waits.
package final class Handoff<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var values: [Element] = []
    /// How it ended; nil while more may come.
    var end: Result<Void, any Error>?
    var isClosed = false
    var taker: CheckedContinuation<Element?, any Error>?
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)

  /// A hand-off with room for so many values that nobody has taken.
  package init(room count: Int) {
    // From 0: a semaphore that is released below the value it began with is a trap.
    for _ in 0..<max(count, 1) { room.signal() }
  }

  /// Gives a value, as soon as there is room.
  ///
  /// - Returns: Whether anybody still wants values.
  package func give(_ value: Element) -> Bool {
    room.wait()
    let taker: CheckedContinuation<Element?, any Error>? = state.withLock { state in
      guard !state.isClosed else { return nil }
      if let taker = state.taker {
        state.taker = nil
        return taker
      }
      state.values.append(value)
      return nil
    }
    if let taker {
      room.signal()
      taker.resume(returning: value)
    }
    return state.withLock { !$0.isClosed }
  }

  /// Says that no more values come.
  package func finish(_ end: Result<Void, any Error>) {
    let taker = state.withLock { state in
      if state.end == nil { state.end = end }
      defer { state.taker = nil }
      return state.taker
    }
    taker?.resume(with: end.map { nil })
  }

  /// Takes the next value; one taker at a time.
  ///
  /// - Returns: The value; nil behind the last one.
  /// - Throws: What ended the values.
  package func take() async throws -> Element? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { taker in
        let ready: Result<Element?, any Error>? = state.withLock { state in
          if state.isClosed { return .success(nil) }
          if !state.values.isEmpty { return .success(state.values.removeFirst()) }
          if let end = state.end { return end.map { nil } }
          state.taker = taker
          return nil
        }
        if case .success(.some) = ready { room.signal() }
        if let ready { taker.resume(with: ready) }
      }
    } onCancel: {
      close()
    }
  }

  /// Says that nobody wants values any more.
  package func close() {
    let taker = state.withLock { state in
      state.isClosed = true
      state.values = []
      defer { state.taker = nil }
      return state.taker
    }
    room.signal()
    taker?.resume(returning: nil)
  }
}

/// Starts a thread of its own for work that waits.
///
/// - Parameter body: The work.
/// - Returns: Whether there is a thread; if not, the work does not begin.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  let context = unsafe Unmanaged.passRetained(ThreadBody(body)).toOpaque()
  var thread = pthread_t()
  let status = unsafe pthread_create(
    &thread, nil,
    { context in
      if let context = unsafe context {
        unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
      }
      return nil
    }, context)
  guard status == 0 else {
    unsafe Unmanaged<ThreadBody>.fromOpaque(context).release()
    return false
  }
  pthread_detach(thread)
  return true
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
