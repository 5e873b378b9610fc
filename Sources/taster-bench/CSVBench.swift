import ArgumentParser
import CLibCSV
import Glibc
import TasterCSV

/// libcsv through the reader, against libcsv alone on the same bytes.
struct CSVBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "csv", abstract: "Reader against bare libcsv with empty callbacks.",
    discussion: """
      The two take turns in going first; the ratio is the median of the pairs' ratios. Bare libcsv \
      gets the block size that suits it best and, unlike the reader, does not copy its input.
      """)

  @Argument(help: "A CSV file; read into memory first.") var file: String
  @Option(name: .long, help: "How many pairs of runs.") var runs = 21

  func validate() throws {
    guard runs > 0 else { throw ValidationError("at least one pair of runs") }
  }

  func run() throws {
    let bytes = try Self.read(file)
    let block = Self.bestBlock(bytes)
    var records = try Self.reader(bytes)
    var bare: [Double] = []
    var reader: [Double] = []
    for run in 0..<runs {
      let bareFirst = run.isMultiple(of: 2)
      if bareFirst { bare.append(Cost.of { Self.bare(bytes, block) }.processor) }
      reader.append(try Cost.of { records = try Self.reader(bytes) }.processor)
      if !bareFirst { bare.append(Cost.of { Self.bare(bytes, block) }.processor) }
    }
    let size = Double(bytes.count) / 1e6
    let (a, b) = (median(bare), median(reader))
    let ratios = zip(bare, reader).map { $0 / $1 }.sorted()
    print("file     \(file): \(fixed(size)) MB, \(records) records, \(runs) pairs, medians")
    print("libcsv   \(fixed(a)) s of CPU, \(fixed(size / a)) MB/s, in blocks of \(block) bytes")
    print(
      "reader   \(fixed(b)) s of CPU, \(fixed(size / b)) MB/s, records and byte ranges included")
    print(
      "ratio    \(fixed(median(ratios))) of libcsv's speed, quartiles "
        + "\(fixed(ratios[runs / 4])) and \(fixed(ratios[3 * runs / 4]))")
  }

  /// Reads everything and says how many records there are.
  private static func reader(_ bytes: [UInt8]) throws -> Int {
    var reader = CSVReader(dialect: try Dialect())
    var source = MemorySource(bytes)
    let batch = RecordBatch()
    while try reader.next(batch, from: &source, maxRecords: 4_096) {}
    return reader.account.records
  }

  /// The block size with which bare libcsv is fastest on these bytes.
  private static func bestBlock(_ bytes: [UInt8]) -> Int {
    let costs = [1 << 16, 1 << 18, 1 << 20, max(bytes.count, 1)].map { block in
      (block, (0..<3).map { _ in Cost.of { bare(bytes, block) }.processor }.min() ?? 0)
    }
    return costs.min { $0.1 < $1.1 }?.0 ?? 1 << 20
  }

  private static func bare(_ bytes: [UInt8], _ block: Int) {
    var parser = csv_parser()
    csv_init(&parser, 0)
    bytes.withUnsafeBytes { raw in
      for start in stride(from: 0, to: raw.count, by: block) {
        let count = min(block, raw.count - start)
        csv_parse(
          &parser, raw.baseAddress.map { $0 + start }, count, { _, _, _ in }, { _, _ in }, nil)
      }
    }
    csv_fini(&parser, { _, _, _ in }, { _, _ in }, nil)
    csv_free(&parser)
  }

  private static func read(_ path: String) throws -> [UInt8] {
    var blocks = BlockReader(try InputFile(path).bytes())
    return try blocks.next(.max)
  }
}
