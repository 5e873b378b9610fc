import Foundation
import Testing

@testable import TasterKit

@Suite struct `Reports beside a run` {
  @Test func `hold what their formats render`() throws {
    let folder = NSTemporaryDirectory() + "taster-reports-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let report = try Sample().report()
    try ReportFile.write(
      [
        ReportFile(LineFormat(), to: "\(folder)/line"),
        ReportFile(JUnitFormat(), to: "\(folder)/junit.xml"),
      ], of: report, temporary: folder)
    func bytes(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }
    #expect(try bytes("line") == LineFormat().render(report))
    #expect(try bytes("junit.xml") == JUnitFormat().render(report))
  }
}
