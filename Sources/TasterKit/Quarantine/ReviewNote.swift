/// What reports of a scan say about decisions that were taken since: they tell what the scan found, and this tells how many
/// decisions they do not know of.
enum ReviewNote {
  /// The files of a run that bear such a note.
  static let fileNames = ["report.json", "report.html", "metrics.json"]

  /// The numbers of a review; those of a run without one are 0.
  static func counts(_ review: RunFacts.Review?) -> [(name: String, count: Int)] {
    [
      ("decisions", review?.decisions ?? 0), ("released", review?.released ?? 0),
      ("confirmed", review?.confirmed ?? 0),
    ]
  }

  private static let start: Markup = "<p class=\"soft\" id=\"since\">"
  private static let end: Markup = "</p>"

  /// The note of a page.
  static func markup(_ review: RunFacts.Review?) -> Markup {
    "\(start)\(sentence(review))\(end)"
  }

  private static func sentence(_ review: RunFacts.Review?) -> String {
    let told = "This page tells what the scan found"
    guard let review, review.decisions > 0 else { return "\(told); nothing was decided since." }
    return "\(told); \(Figures.count(review.decisions, "decision")) since: "
      + "\(Figures.count(review.released, "row")) let go, \(Figures.grouped(review.confirmed)) confirmed as "
      + "poison. run.json has the counts of now."
  }

  /// A file with another note; nil where it bears none.
  static func renewed(_ name: String, _ bytes: [UInt8], _ review: RunFacts.Review) -> [UInt8]? {
    if name.hasSuffix(".html") { return page(bytes, review) }
    guard var json = JSON(reading: bytes) else { return nil }
    if name == "metrics.json" {
      for (name, count) in counts(review) { json[name] = .integer(count) }
    } else {
      json["review"] = review.json
    }
    return json.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private static func page(_ bytes: [UInt8], _ review: RunFacts.Review) -> [UInt8]? {
    // What comes from the data has no tags in it, so the first such paragraph is this one.
    guard let from = bytes.firstRange(of: start.text.utf8),
      let to = bytes[from.upperBound...].firstRange(of: end.text.utf8)
    else { return nil }
    return bytes[..<from.lowerBound] + Array(markup(review).text.utf8) + bytes[to.upperBound...]
  }
}
