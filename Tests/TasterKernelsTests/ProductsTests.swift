import Glibc
import TasterKernels
import Testing

@Suite struct `Products` {
  @Test(arguments: sizes, [0, 1, 4, 7])
  func `transposing twice changes nothing`(rows: Int, columns: Int) {
    let a = Numbers.whole(rows, columns, seed: 1)
    let turned = a.transposed()
    #expect((turned.rows, turned.columns) == (columns, rows))
    for i in 0..<rows { for j in 0..<columns { #expect(turned[j, i] == a[i, j]) } }
    #expect(turned.transposed() == a)
  }

  @Test(arguments: sizes, [0, 1, 4, 7])
  func `a Gram matrix has both triangles`(rows: Int, columns: Int) {
    let a = Numbers.whole(rows, columns, seed: 2)
    #expect(gram(a) == naiveProduct(a.transposed(), a))
  }

  @Test(arguments: sizes)
  func `weights that are squares of whole numbers stay exact`(rows: Int) {
    let a = Numbers.whole(rows, 5, seed: 3)
    let weights = (0..<rows).map { Double(($0 % 4) * ($0 % 4)) }
    var weighted = a
    for i in 0..<rows { for j in 0..<5 { weighted[i, j] *= weights[i] } }
    #expect(gram(a, weights: weights) == naiveProduct(a.transposed(), weighted))
  }

  @Test(arguments: [0, 1, 3, 8, 20])
  func `a Gram matrix follows weights that change, however many do`(changed: Int) {
    let a = Numbers.whole(20, 5, seed: 3)
    let squares: [Double] = [1, 4, 9]
    let old = (0..<20).map { squares[$0 % 3] }
    let others: [Double] = [0, 4, 16, 25]
    let new = old.indices.map { i in i * 7 % 20 < changed ? others[i % 4] : old[i] }
    let followed = gram(gram(a, weights: old), of: a, weights: old, changedTo: new)
    #expect(distance(followed, gram(a, weights: new)) < 1e-9)
  }

  @Test func `the lower triangle becomes the upper one`() {
    var a = Numbers(rows: 3, columns: 3, elements: [1, 2, 3, 0, 4, 5, 0, 0, 6])
    fillLower(&a)
    #expect(a.elements == [1, 2, 3, 2, 4, 5, 3, 5, 6])
  }

  @Test(arguments: sizes, sizes)
  func `squared distances equal the naive loop exactly`(rows: Int, others: Int) {
    for columns in [0, 1, 3, 8] {
      let a = Numbers.whole(rows, columns, seed: 4)
      let b = Numbers.whole(others, columns, seed: 5)
      let found = squaredDistances(a, b)
      #expect((found.rows, found.columns) == (rows, others))
      for i in 0..<rows {
        for j in 0..<others {
          let expected = (0..<columns).reduce(0.0) {
            $0 + (a[i, $1] - b[j, $1]) * (a[i, $1] - b[j, $1])
          }
          #expect(found[i, j] == expected)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 7, 20, 61])
  func `a row lies at distance 0 from itself, whatever block it stands in`(columns: Int) {
    let a = Numbers.real(37, columns, seed: 6)
    let all = squaredDistances(a, a)
    for i in 0..<a.rows {
      #expect(all[i, i] == 0)
      #expect(squaredDistances(a.rows(i..<i + 1), a)[0, i] == 0)
    }
    #expect(all.elements.count { $0 == 0 } == a.rows)
    #expect(all.elements.allSatisfy { $0 >= 0 })
  }

  @Test func `squared norms sum the squares`() {
    let a = Numbers(rows: 3, columns: 2, elements: [3, 4, 0, 0, -1, 1])
    #expect(squaredNorms(a) == [25, 0, 2])
    #expect(squaredNorms(Numbers(rows: 2, columns: 0)) == [0, 0])
  }

  @Test(arguments: [0.0, 0.1, 1, 30])
  func `the Gaussian kernel falls with the distance`(gamma: Double) {
    let a = Numbers.real(9, 4, seed: 7)
    let b = Numbers.real(5, 4, seed: 8)
    let kernel = gaussianKernel(a, b, gamma: gamma)
    let distances = squaredDistances(a, b)
    for k in kernel.elements.indices {
      #expect((kernel.elements[k] - exp(-gamma * distances.elements[k])).magnitude < 1e-14)
      #expect((0...1).contains(kernel.elements[k]))
    }
  }
}
