import Testing

@Suite struct `taster filter --live` {
  private let shop: Workshop
  private static let banknote = Shipped(name: "banknote", label: "class")
  private var data: String { Self.banknote.data }

  init() throws {
    shop = try Workshop()
    try shop.learn(Self.banknote)
  }

  @Test func `sends what is put aside to files and descriptors`() throws {
    let script = """
      (cat '\(data)'; echo no row) | $TASTER filter --baseline t.taster --out run -q --batch 100 \
        --live findings=f.jsonl --live quarantine=/dev/fd/3 --live rejects=r.csv 3> q.csv > good.csv
      echo $?
      cmp f.jsonl run/findings.jsonl && cmp q.csv run/quarantine.csv && cmp r.csv run/rejects.csv
      """
    let run = try shop.shell(script)
    #expect(run.status == 0 && run.text == "1\n", "\(run.text)\(run.talk)")
    #expect(try shop.bytes("f.jsonl").count > 1_000 && shop.bytes("r.csv").count == 7)
  }

  @Test func `sends it before the stream ends, and goes on when its reader goes`() throws {
    let script = """
      mkfifo in live
      $TASTER filter in --baseline t.taster --out run --flush-after 10 -q \
        --live findings=live > good.csv &
      head -1 live > first &
      exec 3> in
      cat '\(data)' >&3
      for k in $(seq 200); do [ -s first ] && break; sleep 0.1; done
      wc -l < first
      ls run 2> /dev/null
      exec 3>&-
      wait %1
      echo $?
      cmp <(head -1 run/findings.jsonl) first
      """
    let run = try shop.shell(script)
    #expect(run.status == 0 && run.text == "1\n1\n", "\(run.text)\(run.talk)")
  }

  @Test(arguments: [
    (["--live", "findings"], "NAME=PATH"), (["--live", "finding=a"], "findings"),
    (["--live", "findings=t.taster"], "--force"), (["--live", "findings=no/where"], "no/where"),
  ])
  func `says what is wrong`(more: [String], word: String) throws {
    let run = try shop.taster(["filter", data, "--baseline", "t.taster", "--out", "run"] + more)
    #expect(run.status == 2 && run.output.isEmpty && run.talk.contains(word), "\(run.talk)")
    #expect(shop.names("run") == nil)
  }
}
