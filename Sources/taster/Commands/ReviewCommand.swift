import ArgumentParser
import Dispatch
import Foundation
import TasterKit
import TasterReview
import TasterStore

struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Decide about held rows in a browser, on this machine alone.",
    discussion: """
      EXAMPLE
        taster review run
        taster review run --by ana --port 8017

      Prints a link that opens the page once, in one browser; when it has served, the link for the next \
      one. Over ssh: `ssh -L 8017:127.0.0.1:8017 HOST taster review run --port 8017`.

      A decision is in the ledger when the page says so. clean.csv follows on the page's button, and when \
      the review ends: with Ctrl-C. Memory: a page of rows; a case reads the files of the run once.
      """)

  @Argument(help: "The run directory.", completion: .directory)
  var directory: String
  @Option(name: .long, help: "Who decides; the user's name if left out.")
  var by: String?
  @Option(name: .long, help: "The port on 127.0.0.1; a free one if left out.")
  var port: UInt16 = 0
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() async throws {
    let who = by ?? Terminal.environment("USER") ?? Terminal.environment("LOGNAME")
    guard let who, who.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("say who decides: --by NAME")
    }
    let progress = ProgressLine(talk)
    let ledger = try progress.during {
      try Ledger(RunReader(directory)) { progress.show("reading", $0, of: $1, isBytes: false) }
    }
    guard ledger.isWritable else {
      throw TableError(
        .unwritable, "\(directory) may not be written, so nothing can be decided there")
    }
    let talk = talk
    try await ReviewServer(ledger, by: who, port: port).run(until: Interruption.comes) { link in
      Talk.output([link])
      talk.say("open this link in a browser, once; Ctrl-C ends the review and writes the files")
    }
    let review = try Deciding(directory: directory, talk: talk, json: false).rebuild(ledger)
    talk.say(
      "the files follow \(review.decisions) decision\(review.decisions == 1 ? "" : "s"): "
        + "\(review.released) released, \(review.confirmed) confirmed")
  }
}

/// The wish of a person or a system that the process ends.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM]

  /// Waits for it; the process is not ended by it meanwhile, and is by the next one.
  @Sendable static func comes() async {
    let (wishes, wish) = AsyncStream.makeStream(of: Void.self)
    let sources = signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { wish.yield() }
      source.resume()
      return source
    }
    for await _ in wishes { break }
    for source in sources { source.cancel() }
    for number in signals { signal(number, SIG_DFL) }
  }
}
