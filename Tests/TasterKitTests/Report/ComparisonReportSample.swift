import Testing

@testable import TasterKit

/// A comparison whose names and cells would do harm where they were not made safe.
struct ComparisonReportSample {
  let comparison: Comparison
  let changes: [ChangedRow]

  init() throws {
    let shop = try Snapshots()
    let name = "\u{1b}[31mred"
    func text(_ isNew: Bool) -> String {
      (0..<400).reduce("k,=cmd(),x,class\n") { text, i in
        let isFlipped = isNew && i % 8 == 0
        let x = Double(i % 20) / 10 + (i % 2 == 0 ? 0 : 9) + (isNew && i % 2 == 1 ? 30 : 0)
        let label = i % 2 == 0 ? (isFlipped ? "</script>" : name) : "</script>"
        let cell = "=\(i % 5)\u{202e}" + (isNew && i % 100 == 3 ? "\u{1b}]0;x\u{7}" : "")
        return text + "\(i),\(cell),\(x),\(label)\n"
      } + (isNew ? "900,=0,1,\(name)\n" : "901,=0,1,\(name)\n")
    }
    (comparison, changes) = try shop.compare(text(false), text(true), keys: ["k"]) {
      $0.isRowsOnly = false
      $0.options.expectedOld = String(repeating: "a", count: 64)
    }
  }

  /// Whether bytes hold nothing that acts on a terminal.
  static func isSafe(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnseen }
  }
}
