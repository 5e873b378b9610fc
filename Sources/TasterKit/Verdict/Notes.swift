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
}
