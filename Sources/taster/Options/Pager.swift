import Foundation

/// Shows what may be longer than a screen: through `$PAGER`, else `less -FRX`, and only on a terminal.
enum Pager {
  /// The status with which a shell says that there is no such program.
  private static let notFound: Int32 = 127

  /// Where nobody has chosen a pager: `less`, if it is there.
  private static let common = "command -v less >/dev/null 2>&1 || exit 127; exec less -FRX"

  /// Shows lines.
  static func show(_ lines: [String]) {
    guard Terminal.isLive(.output), Terminal.isLive(.talk) else { return Talk.output(lines) }
    let pager = Process()
    pager.executableURL = URL(fileURLWithPath: "/bin/sh")
    pager.arguments = ["-c", Terminal.environment("PAGER") ?? common]
    let pipe = Pipe()
    pager.standardInput = pipe
    guard (try? pager.run()) != nil else { return Talk.output(lines) }
    // A pager that is left early reads no further, and that is no fault.
    try? pipe.fileHandleForWriting.write(
      contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
    try? pipe.fileHandleForWriting.close()
    pager.waitUntilExit()
    if pager.terminationStatus == notFound { Talk.output(lines) }
  }
}
