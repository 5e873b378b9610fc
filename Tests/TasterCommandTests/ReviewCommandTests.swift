import Foundation
import Testing

@Suite struct `taster review` {
  private let shop: Workshop

  init() throws {
    shop = try Workshop()
    try #require(
      try shop.taster(
        ["scan", Shipped.wine.data, "--label", "cultivar", "-q", "--out", "run"]
      ).status == 1)
  }

  @Test func `prints a link and ends with 0 when it is interrupted`() throws {
    let script = """
      "$TASTER" review run --by ana > link & page=$!
      until grep -q token link; do sleep 0.05; done
      link=$(cat link)
      curl -s -o /dev/null -w '%{http_code} ' "${link%%/enter*}/rows"
      curl -s -c jar -o /dev/null -w '%{http_code} ' "$link"
      curl -s -b jar -o page -w '%{http_code} ' "${link%%/enter*}/rows"
      kill -INT $page; wait $page; echo $?
      """
    let run = try shop.shell(script)
    #expect(run.text == "401 303 200 0\n")
    #expect(run.talk.contains("the files follow 0 decisions"))
    let (link, page) = (try shop.bytes("link"), try shop.bytes("page"))
    #expect(String(decoding: link, as: UTF8.self).hasPrefix("http://127.0.0.1:"))
    #expect(String(decoding: page, as: UTF8.self).contains("rows match"))
  }

  @Test func `loses no acknowledged decision when it is killed`() throws {
    let isPatient = ProcessInfo.processInfo.environment["TASTER_SLOW_TESTS"] == "1"
    let script = Workshop.package + "/Tests/TasterCommandTests/Browser/kill.py"
    let run = try shop.shell("python3 '\(script)' \"$TASTER\" run \(isPatient ? 1_000 : 40)")
    #expect(run.status == 0 && run.text.contains("none lost"), "\(run.text)\n\(run.talk)")
  }

  @Test func `asks who decides, and says where there is nothing to review`() throws {
    let nameless = try shop.taster(["review", "run"])
    #expect(nameless.status == 2 && nameless.talk.contains("--by NAME"))
    let missing = try shop.taster(["review", "nowhere", "--by", "ana"])
    #expect(missing.status == 2 && missing.talk.contains("nowhere"))
    #expect(try shop.taster(["review", "run", "--by", "ana", "--port", "70000"]).status == 2)
  }
}

/// The page in a real browser: Chromium, with its driver, and an environment of Python that needs the network.
///
///     TASTER_SLOW_TESTS=1 swift test --filter ReviewCommandTests
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TASTER_SLOW_TESTS"] == "1"))
struct `The review page in a browser` {
  @Test func `works by keys, keeps its doors shut, and is found valid and accessible`() throws {
    let shop = try Workshop()
    let folder = Workshop.package + "/Tests/TasterCommandTests/Browser"
    let install = try shop.shell(
      "python3 -m venv python && python/bin/pip install -q -r '\(folder)/requirements.txt'")
    try #require(install.status == 0, "\(install.talk)")
    let run = try shop.shell("python/bin/python '\(folder)/drive.py' \"$TASTER\" seen")
    #expect(run.status == 0, "\(run.text)\n\(run.talk)")
    #expect(!run.text.contains("FAIL"))
  }
}
