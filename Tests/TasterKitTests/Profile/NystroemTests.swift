import Foundation
import TasterKernels
import TasterKit
import TasterTesting
import Testing

@Suite struct `Nystroem` {
  private static func rows(_ n: Int, seed: UInt64) -> Numbers {
    var generator = SeededGenerator(seed: seed)
    return Numbers(
      rows: n, columns: 3, elements: (0..<3 * n).map { _ in generator.normal() })
  }

  private static func map(_ landmarks: Numbers, bandwidth: Double) throws -> TasterKit.Nystroem {
    try TasterKit.Nystroem(
      landmarks: landmarks, distances: squaredDistances(landmarks, landmarks), median: 2,
      bandwidth: bandwidth)
  }

  @Test(arguments: [0.25, 1, 4])
  func `gives coordinates whose products are the kernel of the landmarks`(bandwidth: Double) throws
  {
    let z = Self.rows(40, seed: 1)
    let map = try Self.map(z, bandwidth: bandwidth)
    let coordinates = map.coordinates(z)
    let products = product(coordinates, coordinates, transposeB: true)
    for i in 0..<40 {
      for j in 0..<40 {
        let distance = (0..<3).reduce(0.0) { $0 + (z[i, $1] - z[j, $1]) * (z[i, $1] - z[j, $1]) }
        let kernel = exp(-bandwidth * distance / 2)
        // Eigenvalues under a hundred-thousandth of the largest are left out.
        #expect((products[i, j] - kernel).magnitude < 1e-3)
      }
    }
  }

  @Test func `gives a row the same coordinates in any company`() throws {
    let map = try Self.map(Self.rows(20, seed: 1), bandwidth: 1)
    let z = Self.rows(9, seed: 2)
    let all = map.coordinates(z)
    for i in 0..<9 {
      let alone = map.coordinates(z.rows(i..<i + 1))
      #expect(zip(alone.elements, all.row(i)).allSatisfy { ($0 - $1).magnitude < 1e-10 })
    }
  }

  @Test func `a narrow kernel is the wide one squared`() throws {
    let landmarks = Self.rows(20, seed: 1)
    let z = Self.rows(9, seed: 2)
    let (wide, near) = try (
      Self.map(landmarks, bandwidth: 0.25), Self.map(landmarks, bandwidth: 1)
    )
    var kernel = wide.kernel(z)
    for k in kernel.elements.indices {
      kernel.elements[k] *= kernel.elements[k]
      kernel.elements[k] *= kernel.elements[k]
    }
    let (squared, direct) = (near.coordinates(ofKernel: kernel), near.coordinates(z))
    #expect(zip(squared.elements, direct.elements).allSatisfy { ($0 - $1).magnitude < 1e-9 })
  }

  @Test func `bears landmarks that are all one point`() throws {
    let map = try TasterKit.Nystroem(
      landmarks: Numbers(rows: 4, columns: 3), distances: Numbers(rows: 4, columns: 4), median: 0,
      bandwidth: 1)
    #expect(map.map.columns == 1)
    #expect(map.coordinates(Numbers(rows: 1, columns: 3)).elements.allSatisfy { $0.isFinite })
  }
}
