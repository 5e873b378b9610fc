import ArgumentParser

@main
struct TasterBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taster-bench",
    abstract: "Measure Taster's parts side by side with what they stand on.",
    discussion: """
      Runs are interleaved; every figure is a median, in one process on one machine, so that the \
      ratios mean something. Build with -c release.
      """,
    subcommands: [
      CSVBench.self, HostileBench.self, DetectorBench.self, AblationBench.self, ScanBench.self,
      DamageBench.self, BaselineBench.self, FDRBench.self, CompareBench.self, DriftBench.self,
      FilterBench.self, DripBench.self, TuneBench.self, ReaderBench.self,
      NeighboursBench.self, FuzzBench.self,
    ])
}
