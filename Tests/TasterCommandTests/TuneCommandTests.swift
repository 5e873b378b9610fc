import Foundation
import TasterKit
import TasterSettings
import Testing
import taster

@Suite struct `taster tune` {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private static let wine = Shipped.wine

  private func scan(_ more: String...) throws -> Workshop.Run {
    try shop.taster(
      [
        "scan", Self.wine.file("data.csv"), "--label", Self.wine.label, "--out", "run", "--scores",
        "--exit-zero", "-q",
      ] + more)
  }

  private func tune(_ arguments: String...) throws -> Workshop.Run {
    try shop.taster(["tune"] + arguments)
  }

  @Test func `writes a policy that a scan follows, from stored scores or from the data`() throws {
    let truth = Self.wine.file("truth.csv")
    #expect(try scan().status == 0)
    let run = try tune("run", "--truth", truth, "--budget", "10", "-o", "policy.yaml")
    #expect(run.status == 0 && shop.isTidy, "\(run.talk)")
    #expect(run.text.contains("bound by budget 10"))
    let direct = try tune(
      Self.wine.file("data.csv"), "--label", Self.wine.label, "--truth", truth, "--budget", "10",
      "-o", "direct.yaml")
    #expect(direct.status == 0 && direct.text == run.text, "\(direct.talk)")
    #expect(try shop.bytes("direct.yaml") == shop.bytes("policy.yaml"))
    let held = try shop.taster([
      "scan", Self.wine.file("data.csv"), "--label", Self.wine.label, "--policy", "policy.yaml",
      "--max-quarantine", "10", "--line", "--out", "second", "--scores",
    ])
    #expect(held.status == 0 && held.text.contains("10 held, policy met"), "\(held.talk)")
    let seal = String(decoding: try shop.bytes("second/run.json"), as: UTF8.self)
    #expect(seal.contains("\"status\": \"met\"") && seal.contains("\"name\": \"policy.yaml\""))
    #expect(try shop.taster(["gate", "second", "--policy", "policy.yaml"]).status == 1)
    let clean = try shop.taster([
      "scan", Self.wine.file("clean.csv"), "--label", Self.wine.label, "--policy", "policy.yaml",
      "--max-quarantine", "50%", "--line",
    ])
    #expect(clean.status == 0 && clean.text.contains("not as many as expected"), "\(clean.text)")
  }

  @Test func `says that no threshold meets a goal, and writes no policy`() throws {
    #expect(try scan().status == 0)
    let run = try tune(
      "run", "--truth", Self.wine.file("truth.csv"), "--budget", "3", "--min-recall", "all=0.99",
      "-o", "policy.yaml", "--html", "page.html")
    #expect(run.status == 1 && run.text.contains("no threshold meets the goal"), "\(run.talk)")
    #expect(shop.names()?.contains("policy.yaml") == false)
    let page = String(decoding: try shop.bytes("page.html"), as: UTF8.self)
    #expect(page.contains("No threshold meets the goal."))
  }

  @Test func `plants poison in the data, the same whatever the threads`() throws {
    func policy(_ threads: String) throws -> [UInt8] {
      let run = try tune(
        Self.wine.file("clean.csv"), "--label", Self.wine.label, "--simulate", "--attacks",
        "flip-far,outlier-far", "--rates", "0.05", "--draws", "1", "--threads", threads, "-o", "-")
      #expect(run.status == 0 && run.talk.contains("outlier-far"), "\(run.talk)")
      return run.output
    }
    let first = try policy("1")
    #expect(try policy("2") == first)
    #expect(String(decoding: first, as: UTF8.self).contains("kind: simulation"))
  }

  @Test func `lists the rows that change side between two policies`() throws {
    #expect(try scan().status == 0)
    try shop.write("policy: 1\nthreshold: 0.9\n", to: "old.yaml")
    try shop.write("policy: 1\nthreshold: 0.1\n", to: "new.yaml")
    let run = try tune("--diff", "old.yaml", "new.yaml", "run")
    let lines = run.text.split(separator: "\n")
    #expect(run.status == 0 && lines.first == "row,score,side" && lines.count > 1, "\(run.talk)")
    #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",held") })
  }

  @Test(arguments: [
    (["run"], "one of --truth, --decisions and --simulate"),
    (["run", "--simulate"], "cannot open run: No such file"),
    (["--diff", "a.yaml", "run"], "--diff takes two policies"),
    (["--diff", ".", "a.yaml", "b.yaml"], "in this order: OLD.yaml NEW.yaml DIR"),
    (["run", "--truth", "t.csv", "--cost", "fp=1,fm=2"], "--cost takes fp=1,fn=50"),
    (["run", "--truth", "t.csv", "--min-recall", "flip"], "--min-recall takes NAME=NUMBER"),
    (["x.csv", "--simulate", "--attacks", "flip-rendom"], "did you mean 'flip-random'?"),
    (["a.csv", "b.csv", "--simulate"], "name one data set or one run"),
    (["a.csv", "--simulate", "--page", "p.html"], "Unknown option '--page'"),
  ])
  func `says what is wrong`(arguments: [String], words: String) throws {
    let run = try shop.taster(["tune"] + arguments)
    #expect(run.status == 2 && run.talk.contains(words), "\(run.talk)")
  }

  @Test(arguments: [
    (
      "policy: 1\ntreshold: 0.5\n",
      "p.yaml:2: there is no key 'treshold'; did you mean 'threshold'?"
    ),
    ("threshold: 0.5\n", "p.yaml:1: the key 'policy: 1' is missing"),
    ("policy: 2\n", "p.yaml:1: this program reads policies of version 1, not 2"),
    ("policy: 1\nthreshold: high\n", "p.yaml:2: threshold takes a number from 0 to 1 or 'gates'"),
    (
      "policy: 1\ndetectors:\n  label-flop: {run: true}\n",
      "p.yaml:3: there is no key 'label-flop'; did you mean 'label-flip'?"
    ),
    ("policy: 1\ndetectors:\n  outlier: {hold: -x}\n", "p.yaml:3: hold takes a number"),
    ("policy: 1\nexpected: {rate: 0.2, low: 0.3}\n", "p.yaml:2: expected wants low ≤ rate ≤ high"),
    ("", "p.yaml is empty"),
  ])
  func `reads policies strictly`(text: String, words: String) throws {
    try shop.write(text, to: "p.yaml")
    let run = try shop.taster([
      "scan", Self.wine.file("clean.csv"), "--label", Self.wine.label, "--policy", "p.yaml",
    ])
    #expect(run.status == 2 && run.talk.contains(words), "\(run.talk)")
  }

  @Test func `wants one voice about which rows are held`() throws {
    try shop.write("policy: 1\nthreshold: 0.5\n", to: "p.yaml")
    let run = try shop.taster([
      "scan", Self.wine.file("clean.csv"), "--label", Self.wine.label, "--policy", "p.yaml",
      "--threshold", "0.4",
    ])
    #expect(run.status == 2 && run.talk.contains("both say which rows are held"))
  }
}
