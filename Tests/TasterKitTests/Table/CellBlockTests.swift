import TasterKit
import Testing

@Suite struct `The cells of a block` {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(arguments: [(1, 1 << 20), (1, 3_000), (3, 20_000)])
  func `have the codes of the texts that blocks before them held`(
    threads: Int, block: Int
  ) throws {
    // Few texts, of which some come late; more than are handed round; hardly any among numbers.
    let rows = (0..<20_000).map { i in
      [
        i % 11 == 0 ? "NA" : "w\(i < 9_000 ? i % 5 : i % 7)", "t\(i % 6_000)",
        i % 500 == 499 ? "x\(i % 3)" : "\(i)",
      ]
    }
    let text = "few,many,number\n" + rows.map { $0.joined(separator: ",") + "\n" }.joined()
    let table = try scratch.table(text) {
      $0.threads = threads
      $0.blockBytes = block
    }
    let all = try table.all()
    for (k, name) in ["few", "many"].enumerated() {
      let levels = try #require(table.column(name)?.levels)
      let found = (0..<rows.count).map { i in
        let code = Int(all.codes[k * rows.count + i])
        return code < 0 ? "NA" : levels[code]
      }
      let isSame = found == rows.map { $0[k] }
      #expect(isSame, "\(name)")
    }
    #expect(table.column("few")?.missing == 1_819)
    #expect(table.column("number")?.kind == .numeric && table.column("many")?.missing == 0)
    #expect(all.numeric.count { $0.isNaN } == 40)
  }
}
