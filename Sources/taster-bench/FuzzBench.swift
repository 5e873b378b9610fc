import ArgumentParser
import Foundation
import Glibc
import TasterCSV
import TasterKit

/// Parts that get bytes from outside, given bytes that hurt.
struct FuzzBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz", abstract: "Give the parts that read from outside what may break them.",
    discussion: """
      Inputs are made from shipped tables and from texts known to hurt, with a few bytes changed, moved or put in. The \
      reader must give what bare libcsv gives where no guard spoke, account for every byte, and say the same whatever \
      the threads and chunks; a layout must be found twice alike and lose nothing; numbers must be those of Swift; a \
      profile or a policy must be refused, or load and be written again; a file of settings must be refused, or tell a run \
      something. Nothing may crash, take more than 4 GB, or take more than 20 seconds of \
      the processor.

      .ci/fuzz SECONDS runs all of it under the address sanitizer, and C and C++ under that of undefined behaviour too.

      Every input follows from the seed and its number. The number of the one under way stands in a file, which a \
      crash leaves behind; --first NUMBER --count 1 gives that one again.
      """)

  @Argument(
    help: "Which parts: \(FuzzTarget.allCases.map { $0.rawValue }.joined(separator: ", ")).")
  var targets = FuzzTarget.allCases.map { $0.rawValue }
  @Option(name: .long, help: "For how many seconds in all, shared by the parts.") var seconds = 20.0
  @Option(name: .long, help: "The key of every choice.") var seed: UInt64 = 1
  @Option(name: .long, help: "The number of the first input.") var first = 0
  @Option(name: .long, help: "How many inputs each part gets at most.") var count = Int.max
  @Option(name: .long, help: "A folder with data sets to begin with.") var corpus = "Datasets"

  func validate() throws {
    guard seconds > 0, first >= 0, count > 0 else {
      throw ValidationError("seconds and count are above 0")
    }
    for name in targets where FuzzTarget(rawValue: name) == nil {
      throw ValidationError(
        "there is no part '\(name)'; the parts are "
          + FuzzTarget.allCases.map { $0.rawValue }.joined(separator: ", "))
    }
  }

  func run() throws {
    // The address sanitizer sets terabytes aside and fills few of them.
    if dlsym(nil, "__asan_init") == nil {
      var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    }
    let tables = try tables()
    for target in targets.compactMap({ FuzzTarget(rawValue: $0) }) {
      try run(target, corpus: try target.corpus(tables))
    }
  }

  private func run(_ target: FuzzTarget, corpus: [[UInt8]]) throws {
    let path = "\(temporaryDirectory())/taster-fuzz-\(target.rawValue)-\(getpid())"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(file) }
    let share = seconds / Double(targets.count)
    var done = 0
    let start = Date()
    while done < count, Date().timeIntervalSince(start) < share {
      let number = first + done
      let text = "\(number)\n"
      _ = text.withCString { pwrite(file, $0, text.utf8.count, 0) }
      watch(processorSeconds: 20, seconds: 600)
      var mutator = target.mutator(
        corpus, seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
      let input = mutator.input()
      do {
        try target.run(input, &mutator)
      } catch {
        let kept = path + ".input"
        try Data(input).write(to: URL(filePath: kept))
        throw CaseError(
          "\(target.rawValue), seed \(seed), input \(number) (in \(kept)): \(error)")
      }
      done += 1
    }
    watch(processorSeconds: 0, seconds: 0)
    unlink(path)
    let elapsed = Date().timeIntervalSince(start)
    print(
      "\(target.rawValue): \(Figures.count(done, "input")) in \(fixed(elapsed)) s, nothing wrong (seed \(seed), first "
        + "\(first))")
  }

  /// Ends the process, as the default for the signals does, after so much time; 0 watches no longer.
  private func watch(processorSeconds: Int, seconds: UInt32) {
    var timer = itimerval()
    timer.it_value.tv_sec = processorSeconds
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    // A machine may be busy, but what waits for good is wrong as well.
    alarm(seconds)
  }

  /// The beginnings of the data sets.
  private func tables() throws -> [[UInt8]] {
    let sets = (try? FileManager.default.contentsOfDirectory(atPath: corpus)) ?? []
    return try sets.sorted().compactMap { name in
      let path = "\(corpus)/\(name)/data.csv"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      var reader = BlockReader(try InputFile(path).bytes())
      return try reader.next(1 << 16)
    }
  }
}
