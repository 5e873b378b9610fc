extension CSVReader {
  /// What became of every byte read so far; at the end the three sum up to the stream's size.
  package struct Account: Sendable, Hashable {
    /// The byte order mark.
    package var markBytes = 0
    /// Blank lines.
    package var blankBytes = 0
    /// The lines before the header.
    package var preambleBytes = 0
    /// Lines that begin with the comment character.
    package var commentBytes = 0
    package var recordBytes = 0
    /// Records: no blank lines, no preamble, no comments.
    package var records = 0
    /// Nothing was read.
    package init() {}

    /// All of it.
    package var total: Int {
      markBytes + blankBytes + preambleBytes + commentBytes + recordBytes
    }

    /// Counts entries.
    mutating func add(_ entries: ArraySlice<RecordBatch.Entry>) {
      for entry in entries {
        if entry.isPlain {
          recordBytes += entry.byteLength
          records += 1
        } else {
          add(entry)
        }
      }
    }

    private mutating func add(_ entry: RecordBatch.Entry) {
      if entry.flags.contains(.blank) {
        blankBytes += entry.byteLength
      } else if entry.flags.contains(.preamble) {
        preambleBytes += entry.byteLength
      } else if entry.flags.contains(.comment) {
        commentBytes += entry.byteLength
      } else {
        recordBytes += entry.byteLength
        records += 1
      }
    }
  }

  /// How a stream is read, beside its dialect.
  package struct Options: Sendable, Hashable {
    /// How large things may get.
    package var limits = CSVLimits()
    /// Whether a blank line is a record with one empty field, as in a table of one column.
    package var keepsBlankLines = false
    /// How many lines stand before the header.
    package var preambleLines = 0
    /// How many fields a row has: one whose quotes do not add up to that is repaired; nil repairs nothing.
    package var width: Int?
    /// What the columns hold: a row of too many fields is split by that; empty splits none.
    package var types: [CellType] = []
    /// In what the stream came; it is read as UTF-8, and places are those in what came.
    package var encoding = TextEncoding.utf8
    /// Whether the stream has lost its mark already: whatever its first bytes are, they are text.
    package var isUnmarked = false
    /// How many bytes to ask a source for at a time.
    package var blockSize = 1 << 18

    package init() {}
  }
}
