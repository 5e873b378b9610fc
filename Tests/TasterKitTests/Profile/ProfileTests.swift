import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `A profile` {
  @Test func `learns labels where there are two classes and a feature`() throws {
    let sheet = Sheet.clean(rows: 40, seed: 1)
    #expect(try sheet.table().profile().labels != nil)
    var one = sheet
    one.fields[6].cells = .texts(Array(repeating: "only", count: 40))
    #expect(try one.table().profile().labels == nil)
    #expect(try sheet.rows(Array(0..<9)).table().profile().labels == nil)
    #expect(try sheet.emptied().table().profile().labels == nil)
  }

  @Test func `has margins of 0 and no other class where labels cannot be judged`() throws {
    let profile = try Sheet.clean(rows: 9, seed: 1).table().profile()
    #expect(profile.standing.margins == Array(repeating: 0, count: 9))
    #expect(profile.standing.others == profile.sample.labels)
  }

  @Test func `bears a class that is in the schema and in no row`() throws {
    let table = Sheet.clean(rows: 60, seed: 2).table()
    var schema = table.schema
    schema.classes.append("unheard of")
    let profile = try MemoryTable(schema: schema, chunks: table.chunks).profile()
    let models = try #require(profile.labels)
    #expect(models.posteriors.plain.columns == 3)
    #expect(
      (0..<60).allSatisfy { profile.standing.others[$0] != 2 || profile.standing.margins[$0] < 0 })
  }

  @Test func `is the same for the same table and seed`() throws {
    let table = Sheet.clean(rows: 60, seed: 3).table()
    let (a, b) = (try table.profile(seed: 4), try table.profile(seed: 4))
    #expect(a.standing.margins == b.standing.margins && a.q == b.q && a.r == b.r)
    #expect(a.sample.rows == b.sample.rows)
  }
}
