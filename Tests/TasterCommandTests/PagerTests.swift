import Foundation
import Testing

/// `taster inspect` on a terminal: one of its own, with the pager that a test names.
@Suite struct `The pager` {
  private let shop: Workshop

  init() throws {
    shop = try Workshop()
    try #require(
      try shop.taster(
        ["scan", Shipped.wine.data, "--label", Shipped.wine.label, "-q", "--out", "run"]
      ).status == 1)
  }

  /// Inspects on a terminal; the standard output is what the terminal shows.
  private func inspect(_ pager: String) throws -> Workshop.Run {
    try shop.shell(
      """
      export PAGER='\(pager)' TERM=xterm NO_COLOR=1
      python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
        "$TASTER" inspect run --all
      """)
  }

  @Test func `is given every line, and the terminal none`() throws {
    let plain = try shop.taster(["inspect", "run", "--all"])
    let run = try inspect("cat > paged")
    #expect(run.status == 0 && run.text == "", "\(run.text)")
    let paged = String(decoding: try shop.bytes("paged"), as: UTF8.self)
    let rows = { (text: String) in text.split(separator: "\n").map { $0.prefix(8) } }
    #expect(rows(paged) == rows(plain.text) && rows(paged).count > 3)
  }

  @Test func `may be left early`() throws {
    let run = try inspect("head -n 1 > paged")
    #expect(run.status == 0 && run.signal == nil)
    #expect(try shop.bytes("paged").count { $0 == 10 } == 1)
  }

  @Test func `that is not there is no loss`() throws {
    let run = try inspect("no-such-pager 2> /dev/null")
    #expect(run.status == 0)
    // A terminal ends its lines with two characters.
    #expect(run.text.contains("row") && run.text.split { $0.isNewline }.count > 3)
  }

  @Test func `is not asked where nobody looks`() throws {
    let run = try shop.shell("PAGER='cat > paged' \"$TASTER\" inspect run --all")
    #expect(run.status == 0 && run.text.split(separator: "\n").count > 3)
    #expect(try #require(shop.names()).contains("paged") == false)
  }
}
