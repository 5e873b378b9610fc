private import Glibc

/// Remembers where a byte comes next, so that no stretch of a buffer is searched twice.
struct Lookout {
  let byte: Int32
  /// No such byte stands in `from ..< found`; one stands at `found`, unless the buffer ends there.
  private var from = 0
  private var found = -1

  init(byte: Int32) { self.byte = byte }

  /// Starts afresh: the buffer has changed.
  mutating func forget() { found = -1 }

  /// The first such byte in `position ..< end`; `end` where there is none.
  @inline(__always)
  mutating func next(
    in buffer: UnsafeMutablePointer<UInt8>, from position: Int, to end: Int
  ) -> Int {
    if from <= position, position <= found { return found }
    from = position
    if let place = unsafe memchr(buffer + position, byte, end - position) {
      found = unsafe place - UnsafeMutableRawPointer(buffer)
    } else {
      found = end
    }
    return found
  }
}
