import Glibc

/// A program run to its end, with what it cost.
struct Child {
  /// Seconds on the wall, from start to end.
  let wall: Double
  /// Seconds of the processor, in the program and in the processes for which it waited.
  let processor: Double
  /// The most memory of any one of these processes, in bytes.
  let peak: Int

  /// Runs a program and waits for it.
  ///
  /// Its standard output goes to the standard error, so that figures stay alone on the output. The kernel counts the memory
  /// of this process before the program took its place, so this process has to stay small.
  ///
  /// - Parameter arguments: The program's path, found through `PATH` where it has no slash, and its arguments.
  /// - Returns: What it cost.
  /// - Throws: ``CaseError`` where it cannot be started or ends with a status other than 0.
  static func run(_ arguments: [String]) throws -> Child {
    let start = now()
    let process = try spawn(arguments)
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process, status == 0 else {
      throw CaseError("'\(arguments.joined(separator: " "))' failed (wait status \(status))")
    }
    return Child(
      wall: now() - start, processor: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peak: usage.ru_maxrss * 1_024)
  }

  private static func spawn(_ arguments: [String]) throws -> pid_t {
    var process = pid_t()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    var list = arguments.map { strdup($0) } + [nil]
    defer { for text in list { free(text) } }
    let fault = posix_spawnp(&process, arguments[0], &actions, nil, &list, environ)
    guard fault == 0 else {
      throw CaseError("cannot start \(arguments[0]): \(String(cString: strerror(fault)))")
    }
    return process
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
