private import Crypto
private import Foundation

/// Passes a text on as UTF-8 and knows the SHA-256 of the bytes in which it came.
package final class HashingSource: ByteSource {
  private var source: any ByteSource
  private var hash = SHA256()
  /// How many bytes went through, as they came.
  package private(set) var count = 0
  private var decoder: TextDecoder?
  /// Decoded and not yet passed on: `text[position...]`.
  private var text: [UInt8] = []
  private var position = 0
  private var block: [UInt8] = []

  /// Listens to a source.
  package init(_ source: any ByteSource, encoding: TextEncoding = .utf8) {
    self.source = source
    if encoding != .utf8 { decoder = TextDecoder(encoding) }
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if decoder != nil { return unsafe try readDecoded(into: buffer) }
    let read = unsafe try source.read(into: buffer)
    unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[0..<read]))
    count += read
    return read
  }

  private func readDecoded(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while position == text.count, try decodeNext() {}
    let taken = min(buffer.count, text.count - position)
    unsafe text[position..<position + taken].withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
    position += taken
    return taken
  }

  /// Decodes one more block; false at the end.
  private func decodeNext() throws -> Bool {
    text.removeAll(keepingCapacity: true)
    position = 0
    if block.isEmpty { block = Array(repeating: 0, count: 1 << 16) }
    let read = unsafe try block.withUnsafeMutableBytes { unsafe try source.read(into: $0) }
    hash.update(data: block[0..<read])
    count += read
    decoder?.decode(block[0..<read], into: &text)
    guard read == 0 else { return true }
    try decoder?.finish(into: &text)
    return false
  }

  /// The SHA-256 of all that went through, in hexadecimal.
  package var digest: String { hexadecimal(hash.finalize()) }
}

/// The SHA-256 of bytes that come in pieces.
package struct StreamingHash {
  private var hash = SHA256()

  /// The hash of nothing.
  package init() {}

  /// Takes in the next bytes.
  package mutating func add(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  /// The SHA-256 of all bytes so far, in hexadecimal.
  package var digest: String { hexadecimal(hash.finalize()) }
}

/// The SHA-256 of some bytes, in hexadecimal.
package func sha256(_ bytes: some Sequence<UInt8>) -> String {
  hexadecimal(SHA256.hash(data: Array(bytes)))
}

/// Bytes in hexadecimal, lower case.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
