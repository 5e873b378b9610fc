import TasterKit
import Testing

@Suite struct `The catalog` {
  @Test(arguments: Catalog.detectors.map { $0.name })
  func `gives every detector its own file`(name: String) throws {
    let detector = try #require(Catalog.detector(named: name))
    let type = String(describing: detector)
    let files = try House.files("Sources/TasterKit/Detectors")
    let home = try #require(files.first { $0.path.hasSuffix("/\(type).swift") })
    #expect(home.code.contains("public struct \(type): Detector {"))
  }

  @Test func `lists every detector there is`() throws {
    let files = try House.files("Sources/TasterKit/Detectors")
    let declared = files.flatMap { file in
      file.code.split(separator: "\n").filter { $0.contains(": Detector {") }
        .compactMap { $0.split(separator: " ").first { $0.hasSuffix(":") }?.dropLast() }
        .map { String($0) }
    }
    let listed = Catalog.detectors.map { String(describing: $0) }
    #expect(declared.sorted() == listed.sorted())
  }

  @Test func `has names that people can type`() {
    let names = Catalog.detectors.map { $0.name }
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isLowercase || $0 == "-" })
      #expect(Catalog.detector(named: name).map { $0.name } == name)
    }
    #expect(Catalog.detector(named: "no-such-detector") == nil)
  }

  @Test func `says what every detector does`() {
    for detector in Catalog.detectors {
      #expect(!detector.summary.isEmpty && !detector.summary.contains("\n"))
      #expect(detector.explanation.count > 2 * detector.summary.count)
    }
  }
}

@Suite struct `The list of attacks` {
  @Test func `has every attack there is, each in its own file`() throws {
    let files = try House.files("Sources/TasterKit/Attacks")
    let declared = files.flatMap { file in
      file.code.split(separator: "\n").filter { $0.contains(": Attack {") && $0.contains("struct") }
        .compactMap { $0.split(separator: " ").first { $0.hasSuffix(":") }?.dropLast() }
        .map { String($0) }
    }
    let listed = Attacks.all.map { String(describing: $0) }
    #expect(declared.sorted() == listed.sorted())
    for type in listed { #expect(files.contains { $0.path.hasSuffix("/\(type).swift") }) }
  }
}
