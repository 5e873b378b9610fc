import Foundation
import Synchronization
import TasterCSV
import Testing

@Suite struct `A hand-off` {
  @Test func `hands on every value in order, and then its end`() async throws {
    let handoff = Handoff<Int>(room: 2)
    #expect(
      startThread {
        for k in 0..<500 { _ = handoff.give(k) }
        handoff.finish(.success(()))
      })
    var taken: [Int] = []
    while let value = try await handoff.take() { taken.append(value) }
    #expect(taken == Array(0..<500))
    #expect(try await handoff.take() == nil)
  }

  @Test func `lets nobody make more than there is room for`() async throws {
    let handoff = Handoff<Int>(room: 2)
    let made = Atomic(0)
    let isStarted = startThread {
      for k in 0..<20 {
        made.add(1, ordering: .relaxed)
        _ = handoff.give(k)
      }
      handoff.finish(.success(()))
    }
    #expect(isStarted)
    for taken in 0..<20 {
      #expect(try await handoff.take() == taken)
      // Two lie ready, one waits for room, and one was taken.
      let count = made.load(ordering: .relaxed)
      #expect(count <= taken + 4)
    }
  }

  @Test func `throws what ended the values, behind the last of them`() async throws {
    let handoff = Handoff<Int>(room: 4)
    _ = handoff.give(1)
    handoff.finish(.failure(StreamPause.stopped))
    #expect(try await handoff.take() == 1)
    await #expect(throws: StreamPause.stopped) { try await handoff.take() }
  }

  @Test func `tells whoever gives that nobody takes any more`() async throws {
    let handoff = Handoff<Int>(room: 1)
    #expect(handoff.give(1))
    handoff.close()
    #expect(!handoff.give(2))
    #expect(try await handoff.take() == nil)
  }

  @Test func `ends for a task that is cancelled`() async throws {
    let handoff = Handoff<Int>(room: 1)
    let task = Task { try await handoff.take() }
    task.cancel()
    #expect(try await task.value == nil)
    #expect(!handoff.give(1))
  }
}
