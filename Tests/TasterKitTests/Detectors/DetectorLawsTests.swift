import TasterKit
import TasterTesting
import Testing

@Suite struct `Every detector of the catalog` {
  @Test(arguments: Catalog.detectors.map { $0.name }, DetectorLaws.Law.allCases)
  func `obeys the laws`(name: String, law: DetectorLaws.Law) throws {
    let detector = try #require(Catalog.detector(named: name))
    try DetectorLaws(detector).verify(law)
  }
}
