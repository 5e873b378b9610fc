import Foundation
import TasterKit
import Testing
import taster_bench

@Suite struct `Generated blobs` {
  @Test func `are the beginning of longer ones, whatever the threads`() throws {
    let bench = try Workbench()
    let (long, short) = ("\(bench.path)/long.csv", "\(bench.path)/short.csv")
    let flips = try Blobs(rows: 9_000, columns: 4).write(to: long, threads: 2)
    let fewer = try Blobs(rows: 8_500, columns: 4).write(to: short, threads: 1)
    let bytes = try Data(contentsOf: URL(filePath: long))
    let head = try Data(contentsOf: URL(filePath: short))
    #expect(bytes.starts(with: head) && bytes.count > head.count)
    #expect(fewer == flips.filter { $0 <= 8_500 })
    let other = Blobs(rows: 10, columns: 4, seed: 2).block(0).bytes
    #expect(other != Blobs(rows: 10, columns: 4).block(0).bytes)
  }

  @Test func `have the columns, classes, sources and flips that were asked for`() throws {
    let bench = try Workbench()
    var blobs = Blobs(rows: 5_000, columns: 6)
    blobs.sources = 5
    let flips = try blobs.write(to: "\(bench.path)/data.csv")
    var options = TableOptions()
    options.label = .column("label")
    options.source = "source"
    let table = try Table.read(["\(bench.path)/data.csv"], options: options)
    #expect(table.rowCount == 5_000 && table.schema.numeric.count == 6)
    #expect(table.schema.classes.count == 3 && table.schema.sources.count == 5)
    #expect((60...140).contains(flips.count) && flips == flips.sorted())
    // Were the labels noise, no class would stand apart in any informative column.
    let statistics = try Scan().statistics(of: table)
    let means = (0..<3).map { statistics.summary(ofClass: $0, numeric: 0) }
    let spread = means.map { $0.centre }
    #expect((spread.max() ?? 0) - (spread.min() ?? 0) > 0.2 * (means.first?.spread ?? .infinity))
  }
}
