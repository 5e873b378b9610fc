@testable import TasterKit

/// A table of two classes that two of four columns tell apart, as rows of texts: key, four numbers, colour, class.
struct Planted {
  static let header = ["k", "x0", "x1", "x2", "x3", "colour", "class"]
  var rows: [[String]]

  init(rows n: Int, seed: UInt64, firstKey: Int = 0) {
    var dice = Dice(seed: seed)
    func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in sum + Double(dice.number(0...1_000_000)) / 1_000_000 }
    }
    rows = (0..<n).map { i in
      let isGood = dice.number(0...1) == 0
      let numbers = (0..<4).map { j in normal() + (j < 2 ? (isGood ? 1.8 : -1.8) : 0) }
      return ["\(firstKey + i)"] + numbers.map { "\(($0 * 1_000).rounded() / 1_000)" }
        + [dice.pick(["red", "green", "blue"]), isGood ? "good" : "bad"]
    }
  }

  var text: String {
    ([Self.header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// The rows whose label was changed one way, every so many of a class.
  mutating func flip(_ from: String, to label: String, every step: Int) -> Set<String> {
    var (seen, keys) = (0, Set<String>())
    for i in rows.indices where rows[i][6] == from {
      seen += 1
      guard seen % step == 0 else { continue }
      rows[i][6] = label
      keys.insert(rows[i][0])
    }
    return keys
  }
}
