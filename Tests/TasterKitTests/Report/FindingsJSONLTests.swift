import Foundation
import TasterKit
import Testing

@Suite struct `findings.jsonl` {
  @Test func `has the documented members in their order`() throws {
    let sample = Sample()
    let line = FindingsJSONL.line(sample.findings[0], at: sample.locations[0])
    let text = String(decoding: line, as: UTF8.self)
    #expect(
      text == #"{"schema_version":1,"row":2,"file":null,"line":3,"byte_offset":200,"#
        + #""byte_length":40,"fingerprint":"f2","id":"id-2 x","source":"web","label":"good","#
        + #""suggested_label":"bad x","score":0.75,"p_value":null,"q_value":null,"#
        + #""verdict":"quarantine","code":"S0601","technique":"AML.T0020","#
        + #""detectors":{"label-flip":3.5,"outlier":1.0},"held_by":["label-flip"],"#
        + #""reasons":[{"detector":"label-flip","text":"9 of 10 neighbours are 'bad x'","#
        + #""rows":[5,6]}]}"# + "\n")
  }

  @Test(arguments: Hostile.texts)
  func `carries hostile text whole, on one line`(text: String) throws {
    let sample = Sample(evil: text)
    let line = FindingsJSONL.line(sample.findings[0], at: sample.locations[0])
    #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    let json = try object(line)
    #expect(json["suggested_label"] as? String == "bad \(text)")
    #expect(json["id"] as? String == "id-2 \(text)")
  }

  @Test func `takes the finding's fingerprint where the location has none`() throws {
    var finding = Sample().findings[0]
    finding.fingerprint = "abc"
    finding.qValue = 0.004
    let location = RowLocation(row: 2, line: 3, byteOffset: 0, byteLength: 1, file: "b.csv")
    let json = try object(FindingsJSONL.line(finding, at: location))
    #expect(json["fingerprint"] as? String == "abc")
    #expect(json["q_value"] as? Double == 0.004)
    #expect(json["file"] as? String == "b.csv")
    #expect(json["id"] is NSNull)
  }
}
