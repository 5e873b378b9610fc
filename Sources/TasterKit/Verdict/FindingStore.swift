import TasterKernels

/// The held rows of a scan, kept on disk and read part by part, in the order of rows.
///
/// Memory holds one part at a time: at most the rows of one chunk of the table.
public struct FindingStore: Sendable {
  /// The held rows of one chunk, ready to be stored.
  package struct Part: Sendable {
    let count: Int
    let bytes: [UInt8]

    package init(_ findings: [Finding]) {
      count = findings.count
      var coder = FindingCoder()
      for finding in findings { coder.add(finding) }
      bytes = coder.bytes
    }
  }

  private struct Entry {
    let count: Int
    let bytes: Extent
  }

  private let spill: Spill
  private var entries: [Entry] = []
  private var end = 0
  /// How many held rows there are.
  public private(set) var count = 0

  /// An empty store.
  package init(directory: String?) throws { spill = try Spill(directory: directory) }

  /// Whether no row is held.
  public var isEmpty: Bool { count == 0 }
  /// How many parts there are.
  public var partCount: Int { entries.count }

  package mutating func append(_ part: Part) throws {
    entries.append(Entry(count: part.count, bytes: try spill.write(part.bytes, at: end)))
    end += part.bytes.count
    count += part.count
  }

  /// Reads one part back.
  ///
  /// - Parameter index: 0 ..< ``partCount``, in the order of rows.
  /// - Returns: Its held rows as they were found, to the last bit; there may be none.
  /// - Throws: Where the disk fails.
  public func part(_ index: Int) throws -> [Finding] {
    var reader = FindingReader(try spill.read(entries[index].bytes, as: UInt8.self))
    return (0..<entries[index].count).map { _ in reader.next() }
  }

  /// Calls a body for every held row, in the order of rows.
  ///
  /// - Parameter body: What to do with a row.
  /// - Throws: What the body throws, and where the disk fails.
  /// - Complexity: O(held rows); memory for one part.
  public func forEach(_ body: (Finding) throws -> Void) throws {
    for k in entries.indices { try part(k).forEach(body) }
  }
}

/// Goes through a store one held row at a time, in step with something else.
package struct FindingCursor: Sendable {
  private let store: FindingStore
  private var part = 0
  private var findings: [Finding] = []
  private var position = 0

  package init(_ store: FindingStore) { self.store = store }

  /// The next held row; nil behind the last.
  package mutating func next() throws -> Finding? {
    while position == findings.count, part < store.partCount {
      // The part before goes first, so that there is never more than one.
      findings = []
      findings = try store.part(part)
      part += 1
      position = 0
    }
    guard position < findings.count else { return nil }
    position += 1
    return findings[position - 1]
  }
}
