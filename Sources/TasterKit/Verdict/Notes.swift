import TasterKernels

/// Remarks on a whole data set.
enum Notes: Sendable {
  /// A class with fewer rows cannot be judged.
  private static let thinClass = 20
  /// The most deciding columns that are named.
  private static let mostColumns = 5

  static func about(_ profile: Profile) -> [Judgement.Note] {
    var notes: [Judgement.Note] = []
    for (c, name) in profile.schema.classes.enumerated()
    where profile.statistics.rows[c] < thinClass {
      notes.append(
        Judgement.Note(
          code: "S0402",
          text: "class '\(name)' has \(profile.statistics.rows[c]) rows: too few to learn what it "
            + "looks like, so its rows are hardly judged"))
    }
    notes += DecidingColumn.all(profile).prefix(mostColumns).map { found in
      Judgement.Note(
        code: "S0401",
        text:
          "column '\(found.column)' alone tells the label of \(percent(found.share)) of the rows: "
          + "a leak of the answer, or a feature that decides all by itself")
    }
    notes += codes(profile).prefix(mostColumns)
    if profile.labels == nil {
      let why =
        profile.schema.classes.count == 1
        ? "there is only one class" : profile.schema.classes.isEmpty ? "there are no labels" : nil
      notes.append(
        Judgement.Note(
          text: "labels were not judged: \(why ?? "no column says anything about them")"))
    }
    if !profile.sample.isWhole {
      notes.append(
        Judgement.Note(
          text: "the models were fitted to \(profile.sample.count) rows drawn by content; all rows "
            + "were scored"))
    }
    return notes
  }

  /// Far values that many rows share: nature's codes for a missing value, or an attacker who hides behind the custom.
  private static func codes(_ profile: Profile) -> [Judgement.Note] {
    let sample = profile.sample
    return profile.schema.numeric.enumerated().flatMap { j, position -> [Judgement.Note] in
      guard let tails = profile.surprise.tails(ofFeature: j) else { return [] }
      return tails.farCodes.map { code in
        let count = (0..<sample.count).count { sample.numeric[$0, j] == code }
        return Judgement.Note(
          text: "column '\(profile.schema.columns[position].name)' holds exactly "
            + "\(exact(code)) in \(percent(Double(count) / Double(sample.count))) "
            + "of the rows, far beyond its other values: taken for a code of a missing value, not scored"
        )
      }
    }
  }

  /// A number as people write it.
  private static func exact(_ x: Double) -> String { Int(exactly: x).map { "\($0)" } ?? "\(x)" }
}
