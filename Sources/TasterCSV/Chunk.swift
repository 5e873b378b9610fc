/// A part of a stream: its bytes, and what a parser of its own found in them on the guess that it begins with a record.
@safe final class Chunk<Work: Sendable> {
  /// The bytes are the first ones in here; most chunks end behind a line feed.
  var bytes: [UInt8] = []
  /// How many bytes there are.
  var count = 0
  /// Where they begin in the stream as it came.
  var offset = 0
  /// Whether the stream ends here.
  var isLast = false
  /// Whether the batch holds what a parser found; it may have found nothing.
  var isParsed = false
  /// Lines count from 1 at the chunk's first byte.
  let batch = RecordBatch()
  /// The parser, behind the last record that is whole.
  var reader: CSVReader
  /// How many bytes the parser has taken.
  var taken = 0
  /// What was made of the batch; nil where that failed.
  var work: Work?

  /// Whether it has been gone through, with success or without.
  var isDone = false

  init(_ reader: consuming CSVReader) { self.reader = reader }

  /// Which record of the batch, or behind it, begins at a byte of the stream.
  func place(of offset: Int) -> Int? {
    var (low, high) = (0, batch.records.count)
    while low < high {
      let middle = (low + high) / 2
      if batch.records[middle].byteOffset < offset { low = middle + 1 } else { high = middle }
    }
    let found = low < batch.records.count ? batch.records[low].byteOffset : reader.offset
    return found == offset ? low : nil
  }
}

/// Bytes of one chunk.
struct ChunkSource<Work: Sendable>: ByteSource {
  let chunk: Chunk<Work>
  var position = 0

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, chunk.count - position)
    unsafe chunk.bytes[position..<position + count].withUnsafeBytes {
      unsafe buffer.copyMemory(from: $0)
    }
    position += count
    return count
  }

  func isSeam(isOpen: Bool) -> Bool { position == chunk.count && !chunk.isLast }
}

/// Cuts a stream into chunks.
struct ChunkCutter {
  private let source: HashingSource
  private let size: Int
  private let encoding: TextEncoding
  /// Read and not yet in a chunk.
  private var rest: [UInt8] = []
  private var offset = 0
  private(set) var isAtEnd = false
  /// What the source threw behind the last chunk.
  private(set) var fault: (any Error)?

  /// The first chunk is no larger: most files are small, and memory is dear before it has been used.
  private static let firstSize = 1 << 16

  init(_ source: HashingSource, size: Int, encoding: TextEncoding) {
    self.source = source
    self.size = max(size, 1)
    self.encoding = encoding
  }

  /// Fills a chunk: up to its last line feed where it has one, never between the two bytes of a line end.
  mutating func cut<Work>(_ chunk: Chunk<Work>) {
    chunk.isParsed = false
    let size = offset == 0 ? min(self.size, Self.firstSize) : self.size
    reserve(rest.count, in: &chunk.bytes)
    chunk.bytes.replaceSubrange(0..<rest.count, with: rest)
    chunk.count = rest.count
    var (stop, wanted) = (0, 0)
    while stop == 0, !isAtEnd {
      wanted += size
      read(into: &chunk.bytes, &chunk.count, upTo: wanted)
      stop = isAtEnd ? chunk.count : Self.seam(chunk.bytes[..<chunk.count])
    }
    rest.removeAll(keepingCapacity: true)
    rest += chunk.bytes[stop..<chunk.count]
    chunk.count = stop
    chunk.offset = offset
    chunk.isLast = isAtEnd && fault == nil
    offset += unsafe chunk.bytes[..<stop].withUnsafeBufferPointer {
      unsafe encoding.count(of: $0)
    }
  }

  /// Where to cut: behind the last line feed, else anywhere but behind a carriage return.
  private static func seam(_ bytes: ArraySlice<UInt8>) -> Int {
    if let place = bytes.lastIndex(of: 10) { return place + 1 }
    return bytes.last == 13 ? bytes.count - 1 : bytes.count
  }

  private func reserve(_ count: Int, in bytes: inout [UInt8]) {
    guard bytes.count < count else { return }
    bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
  }

  private mutating func read(into bytes: inout [UInt8], _ count: inout Int, upTo wanted: Int) {
    reserve(wanted, in: &bytes)
    do {
      while count < wanted, !isAtEnd {
        let read = unsafe try bytes.withUnsafeMutableBytes {
          unsafe try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count..<wanted]))
        }
        isAtEnd = read == 0
        count += read
      }
    } catch {
      fault = error
      isAtEnd = true
    }
  }
}
