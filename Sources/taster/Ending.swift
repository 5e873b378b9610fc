import ArgumentParser
import Foundation
import TasterKit

/// How the process ends: 0 the policy is met, 1 it is violated, 2 it could not complete; nothing above 2.
enum Ending {
  /// The status of a violated policy, or of a proof that failed.
  static let violated = ExitCode(1)

  /// Ends after a command line that makes no sense, or that asks for help.
  static func exit(parsing error: any Error, of command: any ParsableCommand.Type) -> Never {
    let message = command.fullMessage(for: error)
    if command.exitCode(for: error) == .success {
      Talk.output(Array((message + "\n").utf8))
      Foundation.exit(0)
    }
    Talk.error(message)
    Foundation.exit(2)
  }

  /// Ends after a command that threw.
  static func exit(running error: any Error, of command: any ParsableCommand.Type) -> Never {
    switch error {
    case let code as ExitCode: Foundation.exit(min(code.rawValue, 2))
    case let error as CleanExit: exit(parsing: error, of: command)
    case let error as ValidationError: Talk.error("Error: \(error.message)")
    case let error as TableError:
      // A reader that has seen enough is no fault.
      if error.code == .closedPipe { Foundation.exit(0) }
      Talk.error("Error: \(error.description)")
    default:
      // A question for help is answered by a command of the parser's own, which throws its answer.
      if command.exitCode(for: error) == .success { exit(parsing: error, of: command) }
      Talk.error("Error: \(error)")
    }
    Foundation.exit(2)
  }
}

/// What is written: results on the standard output, all else on the standard error.
enum Talk {
  /// Says something on the standard error, in lines in which nothing acts.
  static func error(_ message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.map { printable($0, limit: 2_000) + "\n" }.joined(), to: .talk)
  }

  /// Writes bytes to the standard output; a reader that has gone is no fault.
  static func output(_ bytes: [UInt8]) {
    guard !write(bytes, to: .output), errno != EPIPE else { return }
    error("Error: cannot write the standard output: \(String(cString: strerror(errno)))")
    Foundation.exit(2)
  }

  /// Writes lines to the standard output.
  static func output(_ lines: [String]) {
    output(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  /// Writes a text as it is.
  @discardableResult
  static func write(_ text: String, to stream: Terminal.Stream) -> Bool {
    write(Array(text.utf8), to: stream)
  }

  private static func write(_ bytes: [UInt8], to stream: Terminal.Stream) -> Bool {
    bytes.withUnsafeBytes { raw in
      var done = 0
      while done < raw.count {
        let count = Foundation.write(
          stream.rawValue, raw.baseAddress.map { $0 + done }, raw.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }
}
