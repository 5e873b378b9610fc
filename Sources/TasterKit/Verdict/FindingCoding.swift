/// Writes findings as bytes that ``FindingReader`` reads back exactly.
///
/// A whole number has seven bits a byte, the lowest first, the eighth bit set where more follow; a double has its eight
/// bytes; a text or a list stands behind its length, an optional behind 0 or 1.
struct FindingCoder {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ finding: Finding) {
    add(finding.row)
    add(finding.label) { $0.add($1) }
    add(finding.suggestedLabel) { $0.add($1) }
    add(finding.score)
    add(finding.pValue) { $0.add($1) }
    add(finding.qValue) { $0.add($1) }
    add(finding.evidence.count)
    for (name, nats) in finding.evidence {
      add(name)
      add(nats)
    }
    add(finding.heldBy) { $0.add($1) }
    add(finding.reasons) { coder, reason in
      coder.add(reason.detector)
      coder.add(reason.text)
      coder.add(reason.rows) { $0.add($1) }
    }
    add(finding.fingerprint)
  }

  private mutating func add(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func add(_ number: Double) {
    let bits = number.bitPattern
    for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * k))) }
  }

  private mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func add<T>(_ value: T?, by write: (inout FindingCoder, T) -> Void) {
    bytes.append(value == nil ? 0 : 1)
    if let value { write(&self, value) }
  }

  private mutating func add<T>(_ list: [T], by write: (inout FindingCoder, T) -> Void) {
    add(list.count)
    for value in list { write(&self, value) }
  }
}

/// Reads findings from the bytes that ``FindingCoder`` wrote.
struct FindingReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next finding; to ask for more than were written is a programmer's error.
  mutating func next() -> Finding {
    let row = integer()
    let label = optional { $0.text() }
    let suggestedLabel = optional { $0.text() }
    let score = double()
    let pValue = optional { $0.double() }
    let qValue = optional { $0.double() }
    var evidence: [String: Double] = [:]
    for _ in 0..<integer() {
      let name = text()
      evidence[name] = double()
    }
    var finding = Finding(
      row: row, label: label, suggestedLabel: suggestedLabel, score: score, evidence: evidence,
      heldBy: list { $0.text() },
      reasons: list { reader in
        Reason(
          detector: reader.text(), text: reader.text(), rows: reader.list { $0.integer() })
      })
    finding.pValue = pValue
    finding.qValue = qValue
    finding.fingerprint = text()
    return finding
  }

  private mutating func byte() -> UInt8 {
    position += 1
    return bytes[position - 1]
  }

  private mutating func integer() -> Int {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = byte()
      number |= UInt64(next & 0x7F) << shift
      guard next & 0x80 != 0 else { return Int(Int64(bitPattern: number)) }
      shift += 7
    }
  }

  private mutating func double() -> Double {
    var bits: UInt64 = 0
    for k in 0..<8 { bits |= UInt64(byte()) << UInt64(8 * k) }
    return Double(bitPattern: bits)
  }

  private mutating func text() -> String {
    let count = integer()
    position += count
    return String(decoding: bytes[position - count..<position], as: UTF8.self)
  }

  private mutating func optional<T>(_ read: (inout FindingReader) -> T) -> T? {
    byte() == 0 ? nil : read(&self)
  }

  private mutating func list<T>(_ read: (inout FindingReader) -> T) -> [T] {
    let count = integer()
    return (0..<count).map { _ in read(&self) }
  }
}
