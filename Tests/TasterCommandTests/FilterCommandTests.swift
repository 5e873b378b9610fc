import Foundation
import Testing

@Suite struct `taster filter` {
  private let shop: Workshop
  private static let banknote = Shipped(name: "banknote", label: "class")

  init() throws {
    shop = try Workshop()
    try shop.learn(Self.banknote)
  }

  private var data: String { Self.banknote.data }

  /// Filters by the profile, with more arguments.
  private func filter(_ more: String...) throws -> Workshop.Run {
    try shop.taster(["filter", "--baseline", "t.taster"] + more)
  }

  private func seal(_ run: String) throws -> [String: Any] {
    let bytes = try shop.bytes("\(run)/run.json")
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  /// The files that say the same every time.
  private static let stable = [
    "findings.jsonl", "metrics.json", "quarantine.csv", "rejects.csv", "rejects.jsonl",
    "report.html", "report.json",
  ]

  @Test func `hands good rows on and puts suspects aside`() throws {
    let run = try filter(data, "--out", "run")
    #expect(run.status == 1 && run.talk.contains("S0601") && run.talk.contains("alarm"))
    #expect(shop.names("run") == (Self.stable + ["run.json"]).sorted() && shop.isTidy)
    // What went out is the run's clean.csv.
    try shop.write(run.output, to: "good.csv")
    _ = try shop.shell("cp -r run whole && cp good.csv whole/clean.csv")
    #expect(try shop.dealtOut(of: Self.banknote.bytes(), "whole") > 20)
    for way in [[], ["--clean", "good.csv"], ["--input", data]] {
      let proof = try shop.taster(["verify", "run"] + way)
      #expect(proof.status == 0 && proof.text.hasPrefix("proven"), "\(way) \(proof.talk)")
    }
    let looked = try shop.taster(["inspect", "run"])
    #expect(looked.status == 0 && looked.text.contains("trusted rows"))
    // However many rows may be held, the alarm stands.
    let gate = ["gate", "run", "--max-quarantine", "100%"]
    let judged = try shop.taster(gate)
    #expect(judged.status == 1 && judged.talk.contains("seen first at row"), "\(judged.talk)")
    #expect(!judged.talk.contains("--max-quarantine"))
    let ignored = try shop.taster(gate + ["--ignore-alarms"])
    #expect(ignored.status == 0 && ignored.talk.contains("ignored"), "\(ignored.talk)")
  }

  @Test func `says the same in batches of any size, from any carrier`() throws {
    _ = try shop.shell("gzip -c '\(data)' > a.gz")
    let ways = [
      "$TASTER filter '\(data)' RUN", "cat '\(data)' | $TASTER filter RUN --batch 1",
      "$TASTER filter a.gz RUN --batch 100 --threads 1",
      "cat a.gz | $TASTER filter - RUN --batch 17 --threads 3",
      "(head -c 5000 '\(data)'; sleep 0.4; tail -c +5001 '\(data)') | "
        + "$TASTER filter RUN --flush-after 20",
    ]
    var expected: (kept: [UInt8], files: [[UInt8]])?
    for (k, way) in ways.enumerated() {
      let run = try shop.shell(
        way.replacing("RUN", with: "--baseline t.taster -q --out run\(k)"))
      #expect(run.status == 1 && run.talk.isEmpty, "\(way): \(run.talk)")
      let files = try Self.stable.map { try shop.bytes("run\(k)/\($0)") }
      if let expected {
        #expect(run.output == expected.kept && files == expected.files, "\(way)")
      }
      expected = (run.output, files)
    }
  }

  @Test func `judges a stream that lacks a column as a profile without it does`() throws {
    let clean = Self.banknote.file("clean.csv")
    let run = try shop.shell(
      """
      set -e
      cut -d, -f2- '\(clean)' > trusted.csv; cut -d, -f2- '\(data)' > new.csv; gzip -k new.csv
      $TASTER profile trusted.csv --label class -o fewer.taster -q
      $TASTER filter new.csv --baseline fewer.taster --out one -q --exit-zero > good.csv
      cat new.csv.gz | $TASTER filter --baseline t.taster --out two -q --exit-zero --batch 7 > also.csv
      cmp good.csv also.csv
      cmp one/quarantine.csv two/quarantine.csv; cmp one/metrics.json two/metrics.json
      $TASTER verify two --clean also.csv
      # Without a header the label has to stand before what is not there.
      bare() { awk -F, -v OFS=, -v n=$2 'NR > 1 { print $6, $1, $2, $3, $4 }' "$1" | cut -d, -f1-$2; }
      bare '\(clean)' 5 > bare5; bare '\(clean)' 4 > bare4; bare '\(data)' 4 > bare.csv
      $TASTER profile bare5 --no-header --label 1 -o bare5.taster -q
      $TASTER profile bare4 --no-header --label 1 -o bare4.taster -q
      TOLD="--no-header --exit-zero -q"
      $TASTER filter bare.csv --baseline bare4.taster --out three $TOLD > good.csv
      $TASTER filter bare.csv --baseline bare5.taster --out four $TOLD > also.csv
      cmp good.csv also.csv; cmp three/quarantine.csv four/quarantine.csv
      """)
    #expect(run.status == 0 && run.text.hasPrefix("proven"), "\(run.talk) \(run.text)")
  }

  @Test func `leaves what stands behind the table to its rejects, and proves it`() throws {
    let script = """
      { cat '\(data)'; sed -n 2p '\(data)' | sed 's/$/,,/'; } > a.csv
      { printf '\\nTotal,,,,\\n'; head -2 '\(data)'; } >> a.csv
      TOLD="--baseline t.taster --table-stop --split-by-type"
      $TASTER filter a.csv $TOLD --out run > good.csv
      cat a.csv | $TASTER filter $TOLD --out two -q --batch 3 | cmp - good.csv
      cmp run/rejects.csv two/rejects.csv && cat run/rejects.csv
      $TASTER verify run --input a.csv && $TASTER verify two --clean good.csv
      """
    let run = try shop.shell(script)
    let head = "variance,skewness,curtosis,entropy,source,class"
    #expect(run.status == 0 && run.text.hasPrefix("\nTotal,,,,\n\(head)\n"), "\(run.text)")
    #expect(run.text.split(separator: "\n").count { $0.hasPrefix("proven") } == 2)
    #expect(run.talk.contains("the table ends before line"))
    let report = String(decoding: try shop.bytes("two/report.json"), as: UTF8.self)
    #expect(report.contains("1 rows have too many fields"))
    #expect(report.contains("the table ends before"))
  }

  @Test func `follows a file up to the end of its table`() throws {
    let script = """
      waited() { for k in $(seq 300); do [ "$(wc -l < good.csv)" -ge $1 ] && break; sleep 0.1; done; }
      head -201 '\(data)' > log.csv
      $TASTER filter log.csv --follow --baseline t.taster --table-stop --split-by-type --out run \\
        --flush-after 10 > good.csv 2> talk &
      pid=$!
      waited 190
      { sed -n 202p '\(data)' | sed 's/$/,,/'; sed -n 203,300p '\(data)'; } >> log.csv
      waited 280
      { printf '\\n'; sed -n 301p '\(data)'; } >> log.csv
      head -3 '\(data)' >> log.csv
      for k in $(seq 300); do grep -q 'the table ends' talk && break; sleep 0.1; done
      kill -TERM $pid
      wait $pid
      { printf '\\n'; sed -n 301p '\(data)'; head -3 '\(data)'; } | cmp - run/rejects.csv
      $TASTER verify run --clean good.csv --input log.csv
      """
    let run = try shop.shell(script)
    #expect(run.status == 0 && run.text.hasPrefix("proven"), "\(run.text)\(run.talk)")
    #expect((try seal("run")["counts"] as? [String: Int])?["rows"] == 299)
    let talk = String(decoding: try shop.bytes("talk"), as: UTF8.self)
    #expect(talk.contains("the table ends before line 302 (byte "))
    #expect(talk.contains("1 rows have too many fields"))
  }

  @Test func `hands rows on before the stream ends`() throws {
    let script = """
      mkfifo in
      $TASTER filter in --baseline t.taster --out run --flush-after 10 -q > good.csv &
      exec 3> in
      head -301 '\(data)' >&3
      for k in $(seq 200); do [ "$(wc -l < good.csv)" -ge 250 ] && break; sleep 0.1; done
      wc -l < good.csv
      exec 3>&-
      wait %1
      echo $?
      """
    let run = try shop.shell(script)
    let lines = run.text.split(separator: "\n").map { Int($0.filter(\.isNumber)) ?? -1 }
    #expect(lines.count == 2 && lines[0] >= 250 && lines[1] <= 1, "\(run.text) \(run.talk)")
  }

  @Test(arguments: ["TERM", "INT"])
  func `ends with whole files when it is asked to`(signal: String) throws {
    let script = """
      mkfifo in
      $TASTER filter in --baseline t.taster --out run --flush-after 10 -q > good.csv &
      pid=$!
      exec 3> in
      head -700 '\(data)' >&3
      printf '1.0,2' >&3
      for k in $(seq 200); do [ "$(wc -l < good.csv)" -ge 600 ] && break; sleep 0.1; done
      kill -\(signal) $pid
      wait $pid
      echo $?
      """
    let run = try shop.shell(script)
    #expect(["0\n", "1\n"].contains(run.text), "\(run.text) \(run.talk)")
    let seal = try seal("run")
    let counts = try #require(seal["counts"] as? [String: Int])
    #expect(counts["rows"] == 699 && counts["rejected"] == 0)
    #expect((seal["stream"] as? [String: Any])?["ending"] as? String == "stopped")
    let report = try JSONSerialization.jsonObject(with: Data(try shop.bytes("run/report.json")))
    let scatter = (report as? [String: Any])?["scatter"] as? [String: Any]
    #expect(scatter?["columns"] as? Int == 4)
    let proof = try shop.taster(["verify", "run", "--input", data])
    #expect(proof.status == 0 && proof.text.hasPrefix("proven"), "\(proof.talk)")
  }

  @Test func `ends quietly and whole when its reader goes`() throws {
    let run = try shop.shell(
      "$TASTER filter '\(data)' --baseline t.taster --out run --batch 50 -q | head -2; "
        + "echo ${PIPESTATUS[0]}")
    #expect(run.text.split(separator: "\n").count == 3 && run.talk.isEmpty)
    #expect(["0", "1"].contains(run.text.split(separator: "\n").last))
    let stream = try #require(try seal("run")["stream"] as? [String: Any])
    // A small stream may be in the pipe before the reader goes.
    let ending = stream["ending"] as? String
    #expect(ending == "reader gone" || ending == "end")
    let proof = try shop.taster(["verify", "run"])
    #expect(proof.status == 0 && proof.text.hasPrefix("proven"), "\(proof.talk)")
  }

  /// Follows `log.csv`, whatever a script does with it, until the process is asked to end.
  private func follow(_ script: String) throws -> (seal: [String: Any], talk: String) {
    let run = try shop.shell(
      """
      waited() { for k in $(seq 300); do [ "$(wc -l < good.csv)" -ge $1 ] && break; sleep 0.1; done; }
      head -201 '\(data)' > log.csv
      $TASTER filter log.csv --follow --baseline t.taster --out run --flush-after 10 > good.csv 2> talk &
      pid=$!
      waited 190
      \(script)
      kill -TERM $pid 2> /dev/null
      wait $pid
      echo $?
      """)
    #expect(["0\n", "1\n"].contains(run.text), "\(run.text)")
    return (try seal("run"), String(decoding: try shop.bytes("talk"), as: UTF8.self))
  }

  @Test(arguments: [
    "mv log.csv log.1; head -1 '$D' > log.csv", "mv log.csv log.1; : > log.csv", ": > log.csv",
  ])
  func `goes on with the file that takes the name of a followed one, or with what is left of it`(
    rotation: String
  ) throws {
    let rotated = try follow(
      """
      head -300 '\(data)' | tail -n +202 >> log.csv
      waited 280
      \(rotation.replacing("$D", with: data))
      head -500 '\(data)' | tail -n +301 >> log.csv
      waited 450
      """)
    #expect((rotated.seal["counts"] as? [String: Int])?["rows"] == 499)
    let stream = try #require(rotated.seal["stream"] as? [String: Any])
    #expect(stream["ending"] as? String == "stopped" && stream["reopened"] as? Int == 1)
    #expect(
      rotated.talk.contains("log.csv: ") && rotated.talk.contains("going on with what is there"))
    // The header of the second file goes to no output twice.
    let good = String(decoding: try shop.bytes("good.csv"), as: UTF8.self)
    #expect(good.split(separator: "\n").count { $0.contains("class") } == 1)
    #expect(try shop.taster(["verify", "run", "--clean", "good.csv"]).text.hasPrefix("proven"))
  }

  @Test func `ends where a file of other columns takes the name of a followed one`() throws {
    let ended = try follow(
      """
      mv log.csv log.1
      printf 'class,variance,other\n1,2,3\n' > log.csv
      for k in $(seq 300); do [ -e run/run.json ] && break; sleep 0.1; done
      """)
    #expect((ended.seal["counts"] as? [String: Int])?["rows"] == 200)
    #expect((ended.seal["stream"] as? [String: Any])?["ending"] as? String == "departed")
    // The report's lines are broken where they are full.
    let talk = ended.talk.split { $0.isWhitespace }.joined(separator: " ")
    #expect(talk.contains("has other columns"), "\(talk)")
    let piped = try shop.shell("$TASTER filter --follow --baseline t.taster --out x < '\(data)'")
    #expect(piped.status == 2 && piped.talk.contains("--follow"))
  }

  @Test func `follows a policy, and warns where it holds another share than that expects`() throws {
    try shop.write(
      "policy: 1\nthreshold: 0.6\nmax-quarantine: 100%\nexpected:\n  rate: 0.9\n  low: 0.8\n  high: 0.95\n"
        + "  rows: 1000\n", to: "policy.yaml")
    let run = try filter(data, "--policy", "policy.yaml", "--out", "run", "--alarm-level", "1e-300")
    #expect(run.status == 0, "\(run.talk)")
    #expect(run.talk.contains("where the policy expects"))
    let seal = try seal("run")
    #expect(seal["status"] as? String == "warned")
    #expect((seal["policy"] as? [String: Any])?["name"] as? String == "policy.yaml")
    for finding in try objects(shop.bytes("run/findings.jsonl")) {
      #expect(finding["score"] as? Double ?? 0 >= 0.6)
    }
    // What a stream does not look at is said.
    try shop.write(
      "policy: 1\nthreshold: gates\ndetectors:\n  flood:\n    run: false\n", to: "other.yaml")
    let other = try filter(data, "--policy", "other.yaml", "--out", "run2", "--exit-zero")
    #expect(other.status == 0 && other.talk.contains("flood holds nothing here"), "\(other.talk)")
    let both = try filter(data, "--policy", "policy.yaml", "--threshold", "0.5", "--out", "run3")
    #expect(both.status == 2 && both.talk.contains("both say"))
  }

  @Test func `keeps hostile rows whole, and no text of theirs acts`() throws {
    let lines = try Self.banknote.bytes().split(separator: 10).map { Array($0) }
    var bytes = Array("\u{FEFF}".utf8) + lines[0] + [13, 10]
    for (i, line) in lines.dropFirst().prefix(300).enumerated() {
      bytes += line.dropLast(i % 30 == 3 ? 1 : 0)
      // A class with an escape sequence and a line end in it.
      if i % 30 == 3 { bytes += Array("\"\u{1B}[31m\r\n,evil\"".utf8) }
      bytes += [13, 10]
      if i % 70 == 5 { bytes += Array("1,2\r\n\r\n".utf8) + [0xFF, 0xFE, 13, 10] }
    }
    bytes += lines[1]
    try shop.write(bytes, to: "bad.csv")
    let run = try shop.shell(
      "$TASTER filter bad.csv --baseline t.taster --out run --keep-clean --max-rejects 1 < /dev/null"
    )
    #expect(run.status == 1, "\(run.talk)")
    #expect(!run.talk.contains("\u{1B}") && !run.text.contains("\u{1B}"))
    #expect(try shop.dealtOut(of: bytes, "run") >= 0)
    #expect(try shop.taster(["verify", "run"]).status == 0)
    #expect(try objects(shop.bytes("run/rejects.jsonl")).count == 15)
  }

  @Test func `says in what a stream is not like the baseline`() throws {
    let run = try shop.shell(
      "cut -d, -f1-3,5,6 '\(data)' | sed 's/^/7,/; 1s/^7/lot/' | "
        + "$TASTER filter --baseline t.taster --out run > good.csv")
    #expect([0, 1].contains(run.status), "\(run.talk)")
    #expect(run.talk.contains("of the baseline is not there") && run.talk.contains("'lot'"))
    let gone = try shop.shell(
      "cut -d, -f1-5 '\(data)' | $TASTER filter --baseline t.taster --out run2")
    #expect(gone.status == 2 && gone.talk.contains("carries the labels"))
    #expect(shop.names("run2") == nil && gone.output.isEmpty)
  }

  @Test func `judges a stream without rows, and refuses an empty one`() throws {
    let header = try shop.shell(
      "head -1 '\(data)' | $TASTER filter --baseline t.taster --out run -q")
    #expect(header.status == 0 && header.text.split(separator: "\n").count == 1)
    #expect(try shop.taster(["verify", "run"]).status == 0)
    let empty = try shop.shell("$TASTER filter --baseline t.taster --out run2 < /dev/null")
    #expect(empty.status == 2 && empty.talk.contains("empty") && shop.names("run2") == nil)
  }

  @Test(arguments: [
    ["--out", "run"], ["--baseline", "t.taster"], ["--baseline", "no.taster", "--out", "run"],
    ["--baseline", "t.taster", "--out", "-"], ["--baseline", "t.taster", "--out", "run", "--json"],
    ["--baseline", "t.taster", "--out", "run", "--batch", "0"],
    ["--baseline", "t.taster", "--out", "run", "--window", "0"],
    ["--baseline", "t.taster", "--out", "run", "--fdr", "2"],
    ["--baseline", "t.taster", "--out", "run", "--alarm-level", "1"],
    ["--baseline", "t.taster", "--out", "run", "--flush-after", "0"],
  ])
  func `answers a command that makes no sense with 2 and a sentence`(
    arguments: [String]
  ) throws {
    let run = try shop.taster(["filter", data] + arguments)
    #expect(run.status == 2 && run.output.isEmpty && run.talk.hasPrefix("Error: "), "\(run.talk)")
    #expect(shop.names() == ["t.taster"] && shop.isTidy)
  }
}
