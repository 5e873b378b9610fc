import ArgumentParser
import TasterKit

struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Print the table of a file as plain CSV: what Taster understood.",
    discussion: """
      EXAMPLE
        taster normalize odd.csv | head
        taster normalize export.txt --delimiter tab --preamble 3 > plain.csv

      Commas, double quotes where they are needed, CR LF, UTF-8 (RFC 4180). Fields are as they stand, rows \
      too, also those with too few or too many fields; a header is never made up. What was decided about the \
      file, and why, goes to the standard error. Memory: a few blocks, however long the file is.
      """)

  @Argument(
    help: "A CSV file, plain, gzip or Zstandard; '-' is the standard input.",
    completion: .file(extensions: ["csv", "tsv", "gz", "zst"]))
  var file: String?
  @OptionGroup(title: "Reading") var layout: LayoutFlags
  @OptionGroup(title: "Settings") var settings: SettingsFlags
  @OptionGroup(title: "Output") var talk: TalkFlags

  func run() throws {
    let file = try layout.inputs(file.map { [$0] } ?? [], of: self)[0]
    var normalizer = Normalizer()
    normalizer.table = try settings.run(layout.settings, for: [file]).table
    normalizer.table.temporaryDirectory = layout.temporary
    let result = try normalizer.run(file) { Talk.output($0) }
    for sentence in result.decisions + result.remarks { talk.say(sentence) }
  }
}
