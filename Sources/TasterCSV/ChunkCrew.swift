private import Glibc

/// Threads that cut a stream into chunks and read these, a few chunks ahead of whoever takes them.
@safe final class ChunkCrew<Work: Sendable> {
  /// The chunk that was taken last, and how many of its bytes the right parser has.
  private(set) var current: Chunk<Work>?
  var position = 0

  // All that follows belongs to whoever holds the lock, but for the cutter: that is its who set `isCutting`.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let change: UnsafeMutablePointer<pthread_cond_t>
  private var cutter: ChunkCutter
  private var isCutting = false
  private var isAtEnd = false
  private var isStopped = false
  /// Cut and not yet taken, in the order of the stream.
  private var queue: [Chunk<Work>] = []
  private var spare: [Chunk<Work>] = []
  /// How many chunks may still be made.
  private var room: Int
  private var threads: [pthread_t] = []
  private var hasStarted = false
  private let makeReader: () -> CSVReader
  private let prepare: @Sendable (RecordBatch, Range<Int>) throws -> Work

  /// A crew that has not begun.
  init(
    _ cutter: ChunkCutter, chunks: Int,
    prepare: @escaping @Sendable (RecordBatch, Range<Int>) throws -> Work,
    reader: @escaping () -> CSVReader
  ) {
    self.cutter = cutter
    room = chunks
    self.prepare = prepare
    makeReader = reader
    unsafe lock = .allocate(capacity: 1)
    unsafe change = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(change, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(change)
    unsafe pthread_mutex_destroy(lock)
    unsafe change.deallocate()
    unsafe lock.deallocate()
  }

  /// Whether the right parser has all of its chunk, and the stream may go on behind it.
  var isAtSeam: Bool {
    guard hasStarted, let current else { return false }
    return position == current.count && !current.isLast
  }

  /// Begins to read ahead on new threads, as many as there can be.
  func start(_ count: Int) {
    hasStarted = true
    for _ in 0..<count {
      let job = Job { [self] in while self.readNext(waits: true) {} }
      let context = unsafe Unmanaged.passRetained(job)
      var thread = pthread_t()
      let status = unsafe pthread_create(
        &thread, nil,
        { context in
          if let context = unsafe context {
            unsafe Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
          }
          return nil
        }, unsafe context.toOpaque())
      guard status == 0 else {
        unsafe context.release()
        return
      }
      threads.append(thread)
    }
  }

  /// Waits until nobody reads any more.
  func stop() {
    locked { isStopped = true }
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }

  /// Takes the next chunk; the one before is used again.
  ///
  /// - Returns: False at the end of the stream.
  /// - Throws: What the source threw.
  func advance() throws -> Bool {
    while true {
      let next: Chunk<Work>?? = locked {
        if let first = queue.first, first.isDone {
          if let current { spare.append(current) }
          return queue.removeFirst()
        }
        return isAtEnd && queue.isEmpty ? .some(nil) : nil
      }
      if let next {
        guard let chunk = next else {
          if let fault = cutter.fault { throw fault }
          return false
        }
        (current, position) = (chunk, 0)
        return true
      }
      // Rather than wait, read another one.
      if !readNext(waits: false) { wait() }
    }
  }

  /// Waits for a change, unless the first chunk is there or nothing more can come.
  private func wait() {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    if queue.first?.isDone ?? isAtEnd { return }
    unsafe pthread_cond_wait(change, lock)
  }

  /// Cuts the next chunk and reads it.
  ///
  /// - Parameter waits: Whether to wait until there is room for it.
  /// - Returns: False where there is none.
  private func readNext(waits: Bool) -> Bool {
    guard let chunk = claim(waits: waits) else { return false }
    cutter.cut(chunk)
    locked {
      isCutting = false
      isAtEnd = cutter.isAtEnd
    }
    if hasStarted { parse(chunk) }
    locked { chunk.isDone = true }
    return true
  }

  /// A chunk to be filled, already in its place in the queue.
  private func claim(waits: Bool) -> Chunk<Work>? {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while !isStopped, !isAtEnd {
      if !isCutting, !spare.isEmpty || room > 0 {
        isCutting = true
        if spare.isEmpty { room -= 1 }
        let chunk = spare.popLast() ?? Chunk(makeReader())
        chunk.isDone = false
        queue.append(chunk)
        return chunk
      }
      guard waits else { return nil }
      unsafe pthread_cond_wait(change, lock)
    }
    return nil
  }

  /// Changes what the threads share.
  private func locked<T>(_ change: () -> T) -> T {
    unsafe pthread_mutex_lock(lock)
    defer {
      unsafe pthread_cond_broadcast(self.change)
      unsafe pthread_mutex_unlock(lock)
    }
    return change()
  }

  /// Reads a chunk as if a record began with it.
  ///
  /// What goes wrong may be a consequence of that: it is not told here.
  private func parse(_ chunk: Chunk<Work>) {
    var source = ChunkSource(chunk: chunk)
    chunk.reader.restart(at: chunk.offset)
    chunk.work = nil
    guard (try? chunk.reader.next(chunk.batch, from: &source, maxRecords: .max)) != nil,
      chunk.reader.fault == nil
    else { return }
    chunk.taken = source.position
    chunk.isParsed = true
    if !chunk.batch.records.isEmpty {
      chunk.work = try? prepare(chunk.batch, chunk.batch.records.indices)
    }
  }
}

/// What a thread does.
private final class Job {
  let run: () -> Void

  init(_ run: @escaping () -> Void) { self.run = run }
}

/// What the right parser reads: chunk after chunk.
///
/// Between two records it stops at the end of each.
struct ChunkFeed<Work: Sendable>: ByteSource {
  let crew: ChunkCrew<Work>

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if let chunk = crew.current {
        var source = ChunkSource(chunk: chunk, position: crew.position)
        let count = unsafe try source.read(into: buffer)
        crew.position = source.position
        if count > 0 || chunk.isLast { return count }
      }
      guard try crew.advance() else { return 0 }
    }
  }

  func isSeam(isOpen: Bool) -> Bool { !isOpen && crew.isAtSeam }
}
