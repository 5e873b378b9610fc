import ArgumentParser
import CLibCSV
import Glibc
import TasterCSV

/// libcsv through the reader, against libcsv alone on the same bytes.
struct CSVBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "csv", abstract: "Reader against bare libcsv with empty callbacks.")

  @Argument(help: "A CSV file; read into memory first.") var file: String
  @Option(name: .long, help: "How many runs of each.") var runs = 5

  func run() throws {
    let bytes = try Self.read(file)
    var bare: [Cost] = []
    var reader: [Cost] = []
    var records = 0
    for _ in 0..<runs {
      bare.append(Cost.of { Self.bare(bytes) })
      reader.append(
        try Cost.of {
          var reader = CSVReader(dialect: try Dialect())
          var source = MemorySource(bytes)
          let batch = RecordBatch()
          while try reader.next(batch, from: &source, maxRecords: 4_096) {}
          records = reader.account.records
        })
    }
    let size = Double(bytes.count) / 1e6
    let (a, b) = (median(bare.map { $0.processor }), median(reader.map { $0.processor }))
    print("file     \(file): \(fixed(size)) MB, \(records) records, \(runs) runs, medians")
    print("libcsv   \(fixed(a)) s of CPU, \(fixed(size / a)) MB/s")
    print(
      "reader   \(fixed(b)) s of CPU, \(fixed(size / b)) MB/s, records and byte ranges included")
    print("ratio    \(fixed(a / b)) of libcsv's speed")
  }

  private static func bare(_ bytes: [UInt8]) {
    var parser = csv_parser()
    csv_init(&parser, 0)
    bytes.withUnsafeBytes { raw in
      for start in stride(from: 0, to: raw.count, by: 1 << 20) {
        let count = min(1 << 20, raw.count - start)
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
