import TasterKit
import Testing

@Suite struct `rejects.jsonl` {
  @Test func `has the documented members in their order`() {
    let line = RejectsJSONL.line(Sample().facts.rejectExamples[0])
    #expect(
      String(decoding: line, as: UTF8.self)
        == #"{"schema_version":1,"record":4,"file":null,"line":5,"byte_offset":77,"byte_length":9,"#
        + #""reason":"wrong field count"}"# + "\n")
  }

  @Test(arguments: Hostile.texts)
  func `stays on one line whatever the reason quotes`(text: String) throws {
    let reject = RunFacts.Reject(record: 1, line: 2, byteOffset: 3, byteLength: 4, reason: text)
    let line = RejectsJSONL.line(reject)
    #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(try object(line)["reason"] as? String == text)
  }
}
