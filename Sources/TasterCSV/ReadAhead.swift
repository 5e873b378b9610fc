private import Dispatch
private import Glibc
private import Synchronization

/// Reads a stream batch by batch on a thread of its own, a few batches ahead of whoever takes them.
///
/// The batches are the same, in the same order, as without it.
@safe package final class ReadAhead {
  // A slot belongs to the reading thread until `full` is signalled for it, to the taking one until `free` is, and the
  // reader to whoever fills; the reading thread ends before `forEach` does.
  private var reader: CSVReader
  private var source: HashingSource
  private let maxRecords: Int
  private let slots: [Slot]
  private let full = DispatchSemaphore(value: 0)
  private let free = DispatchSemaphore(value: 0)
  private let isStopped = Atomic(false)

  private final class Slot {
    let batch = RecordBatch()
    var account = CSVReader.Account()
    /// Whether the batch holds records; false at the end of the stream.
    var outcome: Result<Bool, any Error> = .success(false)
  }

  /// A stream that is about to be read.
  ///
  /// - Parameters:
  ///   - reader: A reader at the start.
  ///   - source: The stream.
  ///   - maxRecords: How many records a batch holds at most.
  package init(_ reader: consuming CSVReader, from source: HashingSource, maxRecords: Int) {
    self.reader = reader
    self.source = source
    self.maxRecords = maxRecords
    // One is being filled, one taken, one stands between.
    slots = (0..<3).map { _ in Slot() }
    // From 0: a semaphore that is released below the value it began with is a trap.
    for _ in slots { free.signal() }
  }

  /// Takes all batches; may be called once.
  ///
  /// - Parameters:
  ///   - isAhead: Whether to read on a thread of its own.
  ///   - body: Called with a batch, valid during the call, and the account when it was full.
  /// - Returns: The account at the end.
  /// - Throws: The first error in stream order, of the stream or of `body`; nobody reads any more then.
  package func forEach(
    isAhead: Bool, _ body: (RecordBatch, CSVReader.Account) throws -> Void
  ) throws -> CSVReader.Account {
    var thread = pthread_t()
    guard isAhead, start(&thread) else {
      while try fill(slots[0]) { try body(slots[0].batch, slots[0].account) }
      return slots[0].account
    }
    defer {
      isStopped.store(true, ordering: .releasing)
      free.signal()
      pthread_join(thread, nil)
    }
    var next = 0
    while true {
      full.wait()
      let slot = slots[next]
      guard try slot.outcome.get() else { return slot.account }
      try body(slot.batch, slot.account)
      free.signal()
      next = (next + 1) % slots.count
    }
  }

  /// Begins to read on a new thread; false where there can be none.
  private func start(_ thread: inout pthread_t) -> Bool {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<ReadAhead>.fromOpaque(context).takeUnretainedValue().readAll()
        }
        return nil
      }, context)
    return status == 0
  }

  private func readAll() {
    var next = 0
    while true {
      free.wait()
      if isStopped.load(ordering: .acquiring) { return }
      let slot = slots[next]
      slot.outcome = Result { try fill(slot) }
      full.signal()
      guard case .success(true) = slot.outcome else { return }
      next = (next + 1) % slots.count
    }
  }

  private func fill(_ slot: Slot) throws -> Bool {
    let isFilled = try reader.next(slot.batch, from: &source, maxRecords: maxRecords)
    slot.account = reader.account
    return isFilled
  }
}
