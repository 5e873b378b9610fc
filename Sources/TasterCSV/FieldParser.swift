private import CLibCSV
private import Glibc

/// libcsv, writing fields where they shall stay.
///
/// libcsv gathers a field in a buffer of its own and would have it copied out. Here that buffer is the free room of the
/// batch, given anew before every call and moved on behind every field, so no field is copied. A byte read puts at most
/// one into the buffer and ends at most one field: with room for a call's bytes libcsv never has to grow the buffer, and
/// it may not.
@safe struct FieldParser: ~Copyable {
  private let parser: UnsafeMutablePointer<csv_parser>
  private let quote: UInt8
  private let hasQuote: Bool
  /// Whether quotes are read as data for now.
  private(set) var isQuoteless = false

  /// A byte that no UTF-8 text holds: quotes as data.
  private static let noQuote: UInt8 = 0xFF

  /// A parser; a strict one stops at a quote that stands where none may.
  init(_ dialect: Dialect, isStrict: Bool = false) {
    quote = dialect.quote ?? Self.noQuote
    hasQuote = dialect.quote != nil
    unsafe parser = .allocate(capacity: 1)
    // Options are set here and never again: changing them in mid-stream overflows libcsv's buffer.
    unsafe csv_init(parser, isStrict ? UInt8(CSV_STRICT) : 0)
    unsafe csv_set_delim(parser, dialect.delimiter)
    unsafe csv_set_quote(parser, quote)
    unsafe csv_set_realloc_func(parser) { _, _ in nil }
  }

  deinit {
    unsafe parser.pointee.entry_buf = nil
    unsafe csv_free(parser)
    unsafe parser.deallocate()
  }

  /// Whether the last record is complete and nothing but spaces and line ends stands behind it.
  var isBetweenRecords: Bool { unsafe parser.pointee.pstate == 0 }

  /// Whether a quote stands open; in state 3 it has just closed, or half of a doubled one was seen.
  var isInQuotes: Bool { unsafe parser.pointee.pstate == 2 && parser.pointee.quoted != 0 }

  /// Reads quotes as data from here on, or no longer.
  mutating func setQuoteless(_ value: Bool) {
    isQuoteless = value
    unsafe csv_set_quote(parser, value ? Self.noQuote : quote)
  }

  /// Reads bytes; what stands open of the batch's last field must lie behind its others.
  ///
  /// - Returns: What libcsv says where it stopped; nil where it took all.
  func read(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, into staging: UnsafeMutablePointer<Staging>
  ) -> String? {
    guard isQuoteless || !hasQuote else { return unsafe parse(bytes, count, into: staging) }
    // Where quotes are data, so is the byte that stands for "no quote".
    var done = 0
    while done < count {
      let found = unsafe memchr(bytes + done, Int32(Self.noQuote), count - done)
      let next = unsafe found.map { unsafe $0 - UnsafeMutableRawPointer(bytes) } ?? count
      if done < next, let fault = unsafe parse(bytes + done, next - done, into: staging) {
        return fault
      }
      guard next < count else { break }
      unsafe csv_set_quote(parser, Self.noQuote - 1)
      let fault = unsafe parse(bytes + next, 1, into: staging)
      unsafe csv_set_quote(parser, Self.noQuote)
      if let fault { return fault }
      done = next + 1
    }
    return nil
  }

  private func parse(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, into staging: UnsafeMutablePointer<Staging>
  ) -> String? {
    var desk = unsafe open(staging, count)
    let taken = unsafe csv_parse(parser, bytes, count, fieldCallback, rowCallback, &desk)
    unsafe staging.pointee.take(upTo: desk.bound)
    return taken == count ? nil : unsafe String(cString: csv_strerror(csv_error(parser)))
  }

  /// Gives libcsv the batch's free room to write to.
  private func open(_ staging: UnsafeMutablePointer<Staging>, _ count: Int) -> Desk {
    let open = unsafe parser.pointee.entry_pos
    let room = unsafe staging.pointee.room(for: count + 1, behind: open)
    unsafe parser.pointee.entry_buf = room.baseAddress
    unsafe parser.pointee.entry_size = room.count
    return unsafe Desk(
      parser: parser, staging: staging, bytes: staging.pointee.bytes,
      bound: staging.pointee.bounds + staging.pointee.fieldCount)
  }

  /// Ends the stream, and its last record with it.
  func finish(into staging: UnsafeMutablePointer<Staging>) {
    var desk = unsafe open(staging, 0)
    _ = unsafe csv_fini(parser, fieldCallback, rowCallback, &desk)
    unsafe staging.pointee.take(upTo: desk.bound)
  }

  /// Goes back to where a record begins; without callbacks libcsv submits nothing.
  func forget() { _ = unsafe csv_fini(parser, nil, nil, nil) }
}

/// What the callbacks find.
@safe private struct Desk {
  let parser: UnsafeMutablePointer<csv_parser>
  let staging: UnsafeMutablePointer<Staging>
  let bytes: UnsafeMutablePointer<UInt8>
  /// Where the last field ends.
  var bound: UnsafeMutablePointer<Int>
}

private let fieldCallback:
  @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    bytes, count, context in
    let desk = unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: Desk.self)
    let end = unsafe bytes.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + count
    unsafe desk.pointee.parser.pointee.entry_buf = end
    unsafe desk.pointee.bound += 1
    unsafe desk.pointee.bound.pointee = end - desk.pointee.bytes
  }

private let rowCallback: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = {
  _, context in
  let desk = unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: Desk.self)
  unsafe desk.pointee.staging.pointee.endRow(at: desk.pointee.bound)
}
