private import Crypto
private import Foundation

/// Passes bytes on and knows their SHA-256.
package final class HashingSource: ByteSource {
  private var source: any ByteSource
  private var hash = SHA256()
  /// How many bytes went through.
  package private(set) var count = 0

  /// Listens to a source.
  package init(_ source: any ByteSource) { self.source = source }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let read = unsafe try source.read(into: buffer)
    unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[0..<read]))
    count += read
    return read
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
