import TasterKit
import TasterTesting
import Testing

@Suite struct `Conformal p-values` {
  private static func pValues(_ sheet: Sheet, by trusted: TrustedModels) -> [Double] {
    let conformal = Conformal(trusted)
    return sheet.table().chunks.flatMap {
      conformal.pValues(trusted.batch($0))
    }
  }

  @Test func `of honest rows are spread evenly`() throws {
    let trusted = try Sheet.clean(rows: 500, seed: 1).baseline().models()
    let pValues = Self.pValues(.clean(rows: 600, seed: 2), by: trusted)
    for level in [0.05, 0.1, 0.2, 0.5] {
      let share = Double(pValues.count { $0 <= level }) / 600
      #expect(share < level + 0.05 && share > level / 2 - 0.02)
    }
    #expect(pValues.allSatisfy { $0 >= 1.0 / 501 && $0 <= 1 })
  }

  @Test func `of odd rows are small, whatever is odd about them`() throws {
    let trusted = try Sheet.clean(rows: 500, seed: 1).baseline().models()
    var odd = Sheet.clean(rows: 300, seed: 2)
    guard case .numbers(var x2) = odd.fields[2].cells, case .texts(var labels) = odd.fields[6].cells
    else { return }
    for k in 0..<20 { x2[k] = 40 }
    for k in 20..<60 { labels[k] = labels[k] == "good" ? "bad" : "good" }
    odd.fields[2].cells = .numbers(x2)
    odd.fields[6].cells = .texts(labels)
    let pValues = Self.pValues(odd, by: trusted)
    #expect(pValues[..<20].allSatisfy { $0 == 1.0 / 501 })
    #expect(pValues[20..<60].count { $0 < 0.05 } >= 34)
    #expect(Conformal(trusted).count == 500 && Conformal(trusted).groupCount == 1)
    #expect(Conformal(trusted).least == 1.0 / 501)
  }

  @Test func `of rows whose values do not go together are small`() throws {
    let trusted = try Sheet.mixed(rows: 420, isMixed: false).baseline().models()
    let pValues = Self.pValues(.mixed(rows: 630), by: trusted)
    let planted = pValues.indices.filter { $0 % 21 == 3 }
    #expect(planted.count { pValues[$0] < 0.02 } * 10 >= planted.count * 8)
    let honest = pValues.indices.filter { $0 % 21 != 3 }
    #expect(honest.count { pValues[$0] < 0.02 } * 20 <= honest.count)
  }

  @Test func `do not depend on the batch, nor on whether a row stands in the baseline`() throws {
    let sheet = Sheet.clean(rows: 120, seed: 1)
    let trusted = try sheet.baseline().models()
    let whole = Self.pValues(sheet, by: trusted)
    let conformal = Conformal(trusted)
    for chunk in sheet.table(chunkRows: 7).chunks {
      let part = conformal.pValues(trusted.batch(chunk))
      #expect(part == Array(whole[chunk.firstRow..<chunk.firstRow + chunk.count]))
    }
    let batch = trusted.batch(sheet.table().chunks[0])
    #expect(batch.member.allSatisfy { $0 == -1 })
  }

  @Test func `place rows among the trusted ones, strangers among the oddest`() throws {
    let trusted = try Sheet.clean(rows: 500, seed: 1).baseline().models()
    let conformal = Conformal(trusted)
    let chunk = Sheet.clean(rows: 60, seed: 2).table().chunks[0]
    let batch = trusted.batch(chunk)
    let places = conformal.places(batch)
    #expect(places.map { $0.pValue } == conformal.pValues(batch))
    #expect(places.allSatisfy { $0.of == 500 && $0.group == 0 })
    #expect(places.allSatisfy { $0.excess == 0 || $0.rank == 0 })
    let strange = conformal.places(batch, strangers: [3, 5])
    #expect(strange[3].rank <= 12 && strange[5].rank <= 12)
    #expect(strange[4] == places[4] && conformal.groupSizes == [500])
  }
}
