import ArgumentParser
import Foundation

/// A large file of one kind, the same bytes for the same number of rows.
enum SpeedFile: String, CaseIterable, ExpressibleByArgument {
  case floats, digits, mixed, integers, codes

  var title: String {
    switch self {
    case .floats: "20 doubles, shortest digits"
    case .digits: "20 numbers of 6 digits"
    case .mixed: "numbers, words, quoted texts"
    case .integers: "5 short integers"
    case .codes: "20 numbers, one in 20 is -999"
    }
  }

  /// How many rows there are for a nominal number: as many more as these are shorter.
  func rows(_ nominal: Int) -> Int { self == .integers ? 10 * nominal : nominal }

  /// How many columns there are.
  var columns: Int { header.split(separator: ",").count }

  /// Writes a header and rows.
  func write(to path: String, rows: Int) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw CaseError("cannot write \(path)") }
    var random = SplitMix(seed: 1)
    var text = Array((header + "\n").utf8)
    for i in 0..<rows {
      text += line(i, &random).utf8
      if text.count > 1 << 20 {
        try file.write(contentsOf: text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: text)
    try file.close()
  }

  private var header: String {
    switch self {
    case .floats, .digits, .codes: (0..<20).map { "x\($0)" }.joined(separator: ",")
    case .mixed: "id,x,y,word,text,z,w,v"
    case .integers: "a,b,c,d,e"
    }
  }

  private func line(_ i: Int, _ random: inout SplitMix) -> String {
    func number() -> Double { Double.random(in: -100...100, using: &random) }
    func short() -> String { "\((number() * 10_000).rounded() / 10_000)" }
    switch self {
    case .floats: return (0..<20).map { _ in "\(number())" }.joined(separator: ",") + "\n"
    case .digits: return (0..<20).map { _ in short() }.joined(separator: ",") + "\n"
    case .codes:
      return (0..<20).map { _ in Int.random(in: 0..<20, using: &random) == 0 ? "-999" : short() }
        .joined(separator: ",") + "\n"
    case .mixed:
      let k = Int.random(in: 0..<1_000, using: &random)
      let end = k < 20 ? "\n" : " "
      return
        "\(i),\(short()),\(short()),word\(k % 50),\"a text, of\(end)\"\"\(k)\"\" kinds\",\(short()),\(short()),"
        + "\(short())\n"
    case .integers:
      return (0..<5).map { _ in "\(Int.random(in: 0..<1_000, using: &random))" }
        .joined(separator: ",") + "\n"
    }
  }
}
