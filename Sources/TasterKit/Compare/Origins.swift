import TasterCSV
import TasterKernels

/// Where a snapshot's rows came from: how many from each source, and when each came.
struct Origins: Sendable {
  /// Rows of each source; nil without a source column, or where there are too many sources.
  private(set) var sources: [String: Int]?
  /// Whether times are moments rather than plain numbers.
  private(set) var isMoments = false
  private let sourceColumn: Int?
  private let timeColumn: Int?
  private var names = ByteDictionary(limit: Origins.mostSources)
  private var counts: [Int] = []
  /// Rows of each source that was told by its text.
  private var named: [String: Int] = [:]
  private var times: [Double] = []
  private var spill: Spill?
  private var extents: [Extent] = []
  private var end = 0

  /// More sources are not told apart.
  private static let mostSources = 1 << 14
  private static let block = 1 << 16

  /// Nothing counted yet.
  init(source: Int?, time: Int?, directory: String?) throws {
    sourceColumn = source
    timeColumn = time
    if time != nil { spill = try Spill(directory: directory) }
  }

  /// Takes in a row.
  mutating func add(_ batch: RecordBatch, _ i: Int) throws {
    if let sourceColumn, let code = batch.code(i, sourceColumn, in: &names) {
      while counts.count <= Int(code) { counts.append(0) }
      counts[Int(code)] += 1
    }
    if let timeColumn {
      times.append(time(batch, i, timeColumn))
      if times.count == Self.block { try flush() }
    }
  }

  /// Takes in a row of which the texts are at hand.
  mutating func add(source: String?, time: String?) throws {
    if let source, named.count < Self.mostSources { named[source, default: 0] += 1 }
    guard timeColumn != nil else { return }
    let number = time.flatMap { Double($0) }
    let seconds = number == nil ? time.flatMap { Timestamp.seconds($0.utf8) } : nil
    if seconds != nil { isMoments = true }
    times.append(number ?? seconds ?? .nan)
    if times.count == Self.block { try flush() }
  }

  private mutating func time(_ batch: RecordBatch, _ i: Int, _ j: Int) -> Double {
    if case .number(let x) = batch.number(i, j) { return x }
    guard let seconds = Timestamp.seconds(batch.text(i, j).utf8) else { return .nan }
    isMoments = true
    return seconds
  }

  private mutating func flush() throws {
    guard let spill else { return }
    extents.append(try spill.write(times, at: end))
    end += times.count * MemoryLayout<Double>.stride
    times.removeAll(keepingCapacity: true)
  }

  mutating func finish() throws {
    if !times.isEmpty { try flush() }
    guard sourceColumn != nil, max(names.count, named.count) < Self.mostSources else {
      return
    }
    var sources = named
    for (code, count) in counts.enumerated() {
      sources[names.text(Int32(code)), default: 0] += count
    }
    self.sources = sources
  }

  /// Calls a body for the time of every row; NaN where there is none.
  func forEachTime(_ body: (Double) -> Void) throws {
    guard let spill else { return }
    for extent in extents { for x in try spill.read(extent, as: Double.self) { body(x) } }
  }
}
