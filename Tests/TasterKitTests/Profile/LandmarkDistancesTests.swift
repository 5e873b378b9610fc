import TasterKernels
import TasterTesting
import Testing

@testable import TasterKit

@Suite struct `Distances to landmarks` {
  private static let z: Numbers = {
    var generator = SeededGenerator(seed: 21)
    var z = Numbers(rows: 2_500, columns: 3)
    for k in z.elements.indices { z.elements[k] = generator.normal() }
    return z
  }()
  private static let chosen = [0, 7, 1_100, 2_499]

  /// The other rows round a landmark, by the definition.
  private static func all(round i: Int) -> [(row: Int, distance: Double)] {
    (0..<z.rows).filter { $0 != i }.map { k in
      (k, zip(z.row(i), z.row(k)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot())
    }.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }
  }

  @Test func `have the rows within a radius, nearest first`() throws {
    let lists = try LandmarkDistances(Self.z, Self.chosen, threads: 2)
      .neighbours(within: 0.5, atMost: 2_500, threads: 2)
    for (list, i) in zip(lists, Self.chosen) {
      let wanted = Self.all(round: i).prefix { $0.distance <= 0.5 }
      #expect(list.map { $0.row } == wanted.map { $0.row })
    }
    #expect(lists.contains { $0.count > 3 })
  }

  @Test func `have none for a landmark with too many`() throws {
    let distances = try LandmarkDistances(Self.z, Self.chosen, threads: 1)
    let counts = try distances.neighbours(within: 0.5, atMost: 2_500, threads: 1).map { $0.count }
    let most = counts.max() ?? 0
    let cut = try distances.neighbours(within: 0.5, atMost: most - 1, threads: 1)
    #expect(cut.map { $0.count } == counts.map { $0 == most ? 0 : $0 })
  }

  @Test func `have nothing for no landmark`() throws {
    let none = try LandmarkDistances(Self.z, [], threads: 1)
    #expect(try none.rows(within: 1, threads: 1).isEmpty)
    #expect(try none.neighbours(within: 1, atMost: 10, threads: 1).isEmpty)
  }
}
