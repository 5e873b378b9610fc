import Testing

@testable import TasterKit

@Suite struct `A moment` {
  @Test(arguments: [
    ("1970-01-01", 0.0), ("2000-03-01", 951_868_800), ("2024-02-29T12:30:15.5Z", 1_709_209_815.5),
    ("1969-12-31 23:59", -60), ("2026-11-24 07:00:01+02:00", 1_795_503_601),
    ("1600-01-01", -11_676_096_000),
  ])
  func `is read in seconds`(text: String, seconds: Double) {
    #expect(Timestamp.seconds(text.utf8) == seconds)
    let minute = (seconds / 60).rounded(.down) * 60
    #expect(Timestamp.seconds(Timestamp.text(seconds).utf8) == minute)
  }

  @Test(arguments: ["", "yesterday", "2024-13-01", "2024-00-10", "2024-1-1", "20240101", "12:30"])
  func `is no other text`(text: String) {
    #expect(Timestamp.seconds(text.utf8) == nil)
  }
}
