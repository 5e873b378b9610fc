// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]

/// What the library targets add: every unsafe expression is marked, sendability is spelled out.
let library: [SwiftSetting] =
  house + [.strictMemorySafety(), .treatWarning("ExplicitSendable", as: .error)]

let package = Package(
  name: "taster",
  products: [
    .library(name: "TasterKit", targets: ["TasterKit"]),
    .library(name: "TasterSettings", targets: ["TasterSettings"]),
    .library(name: "TasterStore", targets: ["TasterStore"]),
    .library(name: "TasterReview", targets: ["TasterReview"]),
    .library(name: "TasterTesting", targets: ["TasterTesting"]),
    .executable(name: "taster", targets: ["taster"]),
    .plugin(name: "Taste", targets: ["Taste"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "CNumbers"),
    .target(name: "CLines"),
    .target(name: "CBareReader", dependencies: ["CLibCSV"]),
    .target(
      name: "TasterCSV",
      dependencies: [
        "CLibCSV", "CZlib", "CZstd", "CNumbers", "CLines",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: library),
    .target(name: "TasterKernels", dependencies: ["COpenBLAS"], swiftSettings: library),
    .target(
      name: "TasterKit",
      dependencies: [
        "TasterCSV", "TasterKernels",
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      resources: [.embedInCode("Report/report.css"), .embedInCode("Report/tuning.css")],
      swiftSettings: library),
    .target(
      name: "TasterSettings",
      dependencies: ["TasterKit", .product(name: "Yams", package: "Yams")],
      swiftSettings: library),
    .target(
      name: "TasterStore",
      dependencies: ["TasterKit", "TasterCSV", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: library),
    .target(
      name: "TasterReview",
      dependencies: [
        "TasterKit", "TasterStore", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      resources: [.embedInCode("Page/review.css"), .embedInCode("Page/review.js")],
      swiftSettings: library),
    .target(name: "TasterTesting", dependencies: ["TasterKit"], swiftSettings: house),
    .executableTarget(
      name: "taster",
      dependencies: [
        "TasterKit", "TasterSettings", "TasterStore", "TasterReview",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house),
    .executableTarget(
      name: "taster-bench",
      dependencies: [
        "TasterKit", "TasterCSV", "TasterKernels", "TasterSettings", "CLibCSV", "CBareReader",
        "COpenBLAS",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("Peers")], swiftSettings: house),
    .plugin(
      name: "Taste",
      capability: .command(
        intent: .custom(verb: "taste", description: "Judge the CSV data sets of this package.")),
      dependencies: ["taster"]),
    .testTarget(
      name: "TasterCSVTests", dependencies: ["TasterCSV", "CLibCSV"], swiftSettings: house),
    .testTarget(name: "TasterKernelsTests", dependencies: ["TasterKernels"], swiftSettings: house),
    .testTarget(
      name: "TasterKitTests",
      dependencies: ["TasterKit", "TasterCSV", "TasterKernels", "TasterTesting"],
      swiftSettings: house),
    .testTarget(
      name: "TasterSettingsTests", dependencies: ["TasterSettings", "TasterKit"],
      swiftSettings: house),
    .testTarget(
      name: "TasterStoreTests", dependencies: ["TasterStore", "TasterKit", "TasterCSV"],
      swiftSettings: house),
    .testTarget(
      name: "TasterReviewTests",
      dependencies: ["TasterReview", "TasterStore", "TasterKit", "TasterCSV"],
      swiftSettings: house),
    .testTarget(
      name: "TasterCommandTests", dependencies: ["taster", "TasterKit", "TasterSettings"],
      exclude: ["Browser", "Readers"],
      swiftSettings: house),
    .testTarget(
      name: "TasterBenchTests", dependencies: ["taster-bench", "TasterKit"], swiftSettings: house),
    .testTarget(name: "PluginTests", swiftSettings: house),
    .testTarget(name: "HouseTests", dependencies: ["TasterKit"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// Documentation: TASTER_DOCS=1 swift package generate-documentation --target TasterKit
if Context.environment["TASTER_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
