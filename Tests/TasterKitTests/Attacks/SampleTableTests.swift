import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `The table of a sample` {
  @Test func `holds the sample's first rows, column by column`() throws {
    let profile = try Scan().run(Sheet.clean(rows: 90, seed: 1).table()).profile
    let table = SampleTable(profile, limit: 40)
    #expect(table.rowCount == 40 && table.chunkCount == 1)
    let chunk = try table.chunk(0)
    #expect(chunk.count == 40)
    for i in 0..<40 {
      #expect(Int(chunk.labels[i]) == profile.sample.labels[i])
      for j in 0..<profile.schema.numeric.count {
        let (found, wanted) = (
          chunk.numeric[j * 40 + i], profile.sample.numeric.elements[i * 4 + j]
        )
        #expect(found == wanted)
      }
      #expect(chunk.codes[i] == profile.sample.codes[0][i])
    }
  }

  @Test func `holds no more than there is`() throws {
    let profile = try Scan().run(Sheet.clean(rows: 90, seed: 1).table()).profile
    #expect(SampleTable(profile, limit: 5_000).rowCount == 90)
  }
}
