/// Where a row stands in its file, and what names it there.
public struct RowLocation: Sendable, Hashable {
  /// The row's number in the data set, counted from 1; rejected records have none and do not count.
  public var row: Int
  /// The physical line of the row's first byte, counted from 1.
  public var line: Int
  /// The row's first byte, counted from 0 at the start of its file (of the unpacked bytes of a compressed one).
  public var byteOffset: Int
  /// How many bytes the row has, its line end included.
  public var byteLength: Int
  /// What stands in the id column; nil without one.
  public var id: String?
  /// What stands in the source column; nil without one.
  public var source: String?
  /// The fingerprint of the row's bytes: SHA-256, first 16 bytes, hexadecimal.
  public var fingerprint: String
  /// The name of the file; nil where the data set is one file.
  public var file: String?

  /// Makes a location.
  public init(
    row: Int, line: Int, byteOffset: Int, byteLength: Int, id: String? = nil,
    source: String? = nil, fingerprint: String = "", file: String? = nil
  ) {
    self.row = row
    self.line = line
    self.byteOffset = byteOffset
    self.byteLength = byteLength
    self.id = id
    self.source = source
    self.fingerprint = fingerprint
    self.file = file
  }
}
