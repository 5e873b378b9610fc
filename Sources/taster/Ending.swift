import ArgumentParser
import Foundation
import TasterKit

/// How the process ends: 0 the policy is met, 1 it is violated, 2 it could not complete; nothing above 2.
enum Ending {
  /// The status of a violated policy.
  static let violated = ExitCode(1)

  /// Ends after a command line that makes no sense, or that asks for help.
  static func exit(parsing error: any Error, of command: any ParsableCommand.Type) -> Never {
    let message = command.fullMessage(for: error)
    if command.exitCode(for: error) == .success {
      print(message)
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
    default: Talk.error("Error: \(error)")
    }
    Foundation.exit(2)
  }
}

/// What is said beside the results: on the standard error.
enum Talk {
  /// Says a line.
  static func error(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
  }

  /// Writes bytes to the standard output.
  static func output(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }
}
