import TasterKit
import TasterTesting
import Testing

@Suite struct `A standing` {
  @Test func `has the margins of its posteriors`() throws {
    let profile = try LawTables.planted.get().profile
    let standing = profile.standing
    let posteriors = try #require(standing.posteriors)
    let combined = posteriors.combined
    for (i, label) in profile.sample.labels.enumerated() {
      let best = margin(combined, row: i, label: label)
      #expect(standing.margins[i] == best.value && standing.others[i] == best.other)
      #expect(standing.plainMargins[i] == margin(posteriors.plain, row: i, label: label).value)
      #expect(
        standing.weightedMargins[i] == margin(posteriors.weighted, row: i, label: label).value)
    }
    #expect(standing.surprises.count == profile.sample.count)
  }

  @Test func `is neutral about labels that cannot be judged`() throws {
    var sheet = Sheet.clean(rows: 50, seed: 1)
    sheet.fields[6].role = .ignored
    let profile = try sheet.table().profile()
    #expect(profile.standing.posteriors == nil)
    #expect(profile.standing.margins == Array(repeating: 0, count: 50))
    #expect(profile.standing.others == profile.sample.labels)
  }
}
