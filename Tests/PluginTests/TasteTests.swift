import Foundation
import Testing

/// Builds the whole command once more, as a client's package does, so it only runs when asked to.
///
/// It takes minutes:
///
///     TASTER_SLOW_TESTS=1 swift test --filter PluginTests
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TASTER_SLOW_TESTS"] == "1"))
struct `swift package taste` {
  @Test func `judges the data sets of a client's package`() throws {
    let package = try SamplePackage()

    // Without settings: the folder Datasets and the resources, no row may be held.
    try package.write(
      "taster.yaml", "label: kind\nmax-quarantine: 5%\nexclude: [Datasets/drafts]\n")
    var run = try package.taste()
    #expect(run.status != 0)
    let judged = run.lines.filter { $0.contains(" rows, ") }
    #expect(judged.count == 3)
    #expect(
      judged.contains {
        $0.hasPrefix("Datasets/good.csv: 400 rows, ") && $0.hasSuffix("policy met")
      })
    #expect(
      judged.contains {
        $0.hasPrefix("Datasets/bad.csv: 400 rows, ") && $0.hasSuffix("policy violated")
      })
    #expect(judged.contains { $0.hasPrefix("Sources/Client/Resources/small.csv: 120 rows, ") })
    #expect(run.lines.contains("error: policy violated: Datasets/bad.csv"))

    // Exactly the listed ones, each by its own policy.
    try package.write(
      "taster.yaml",
      """
      max-quarantine: 5%
      data:
        - path: Datasets/good.csv
          label: kind
        - path: Datasets/bad.csv
          max-quarantine: 25%
      """)
    run = try package.taste()
    #expect(
      run.lines.filter { $0.contains(" rows, ") }.map { $0.prefix(14) }
        == ["Datasets/good.", "Datasets/bad.c"])
    #expect(run.status == 0)
    #expect(run.lines.filter { $0.hasSuffix("policy met") }.count == 2)

    // What follows the verb goes to every scan and stands over the settings.
    run = try package.taste("--max-quarantine", "0")
    #expect(run.lines.contains("error: policy violated: Datasets/bad.csv"))

    // What cannot be judged is not passed over.
    try package.write("taster.yaml", "data:\n  - path: Datasets/drafts/none.csv\n")
    run = try package.taste()
    #expect(run.status != 0)
    #expect(run.lines.contains("error: could not be judged: Datasets/drafts/none.csv"))

    try package.write("taster.yaml", "lable: kind\n")
    run = try package.taste()
    #expect(run.status != 0)
    #expect(
      run.lines.contains {
        $0.contains("taster.yaml:1: there is no key 'lable'; did you mean 'label'?")
      })
  }
}
