import TasterKernels

/// What can be sorted on disk: records of a fixed size with an order in which no two different ones are equal.
protocol SortedRecord: BitwiseCopyable, Comparable, Sendable {
  /// Sorts records in memory.
  static func sort(_ records: inout [Self])
}

extension SortedRecord {
  static func sort(_ records: inout [Self]) { records.sort() }
}

/// Records sorted in bounded memory: full runs are sorted and written to disk, reading merges the runs.
///
/// The order read depends on the records alone, never on the order in which they came.
///
/// - SeeAlso: Knuth 1998, The Art of Computer Programming 3, 5.4 (external sorting)
struct SortedRuns<Record: SortedRecord>: Sendable {
  /// How many records a run has.
  let runLength: Int
  private let spill: Spill
  private var end = 0
  private var runs: [Range<Int>] = []
  private var open: [Record] = []
  private(set) var count = 0

  private static var stride: Int { MemoryLayout<Record>.stride }
  /// All runs together are read in blocks of about so many bytes.
  private static var mergeBytes: Int { 16 << 20 }

  /// No records.
  ///
  /// - Parameters:
  ///   - directory: Where the temporary file lives.
  ///   - runLength: How many records are sorted in memory.
  /// - Throws: What the disk throws.
  init(directory: String?, runLength: Int = 1 << 17) throws {
    spill = try Spill(directory: directory)
    self.runLength = max(runLength, 1)
  }

  mutating func append(_ record: Record) throws {
    open.append(record)
    count += 1
    if open.count == runLength { try flush() }
  }

  /// Sorts what is still in memory; nothing can be appended afterwards.
  mutating func finish() throws {
    Record.sort(&open)
    // A single run stays where it is.
    if !runs.isEmpty, !open.isEmpty { try flush() }
  }

  private mutating func flush() throws {
    Record.sort(&open)
    _ = try spill.write(open, at: end)
    runs.append(end / Self.stride..<end / Self.stride + open.count)
    end += open.count * Self.stride
    open.removeAll(keepingCapacity: true)
  }

  /// Reads from the first record on; may be called more than once.
  func reader() throws -> Reader {
    guard !runs.isEmpty else { return Reader(memory: open) }
    let block = min(max(Self.mergeBytes / Self.stride / runs.count, 64), runLength)
    return try Reader(runs.map { Run(spill: spill, left: $0, blockLength: block) })
  }

  /// Calls a body for every record in order.
  func forEach(_ body: (Record) throws -> Void) throws {
    var reader = try reader()
    while let record = try reader.next() { try body(record) }
  }

  /// A sorted part of the file, read block by block.
  struct Run {
    fileprivate let spill: Spill
    fileprivate var left: Range<Int>
    fileprivate let blockLength: Int
    fileprivate var block: [Record] = []
    fileprivate var at = 0

    /// Goes to the next record; nil at the end.
    fileprivate mutating func next() throws -> Record? {
      if at == block.count {
        guard !left.isEmpty else { return nil }
        let count = min(blockLength, left.count)
        block = try spill.read(
          Extent(offset: left.lowerBound * SortedRuns.stride, count: count), as: Record.self)
        left = left.lowerBound + count..<left.upperBound
        at = 0
      }
      at += 1
      return block[at - 1]
    }
  }

  /// Merges runs: a heap of their first records.
  struct Reader {
    private var heap: [(record: Record, run: Int)] = []
    private var runs: [Run] = []
    private var memory: [Record] = []
    private var at = 0

    fileprivate init(memory: [Record]) { self.memory = memory }

    fileprivate init(_ runs: [Run]) throws {
      self.runs = runs
      for k in runs.indices {
        if let first = try self.runs[k].next() { heap.append((first, k)) }
      }
      for k in heap.indices.reversed() { sink(k) }
    }

    /// The next record; nil at the end.
    mutating func next() throws -> Record? {
      guard let top = heap.first else {
        guard at < memory.count else { return nil }
        at += 1
        return memory[at - 1]
      }
      if let record = try runs[top.run].next() {
        heap[0].record = record
      } else {
        let last = heap.removeLast()
        if heap.isEmpty { return top.record }
        heap[0] = last
      }
      sink(0)
      return top.record
    }

    private mutating func sink(_ start: Int) {
      var k = start
      while true {
        var least = k
        let child = 2 * k + 1
        if child < heap.count, heap[child].record < heap[least].record { least = child }
        if child + 1 < heap.count, heap[child + 1].record < heap[least].record { least = child + 1 }
        if least == k { return }
        heap.swapAt(k, least)
        k = least
      }
    }
  }
}
