import TasterKernels
import Testing

@Suite struct `BLAS` {
  @Test(arguments: sizes, sizes)
  func `a product equals the naive loop exactly, either side transposed`(rows: Int, inner: Int) {
    for columns in [0, 1, 4, 7] {
      let a = Numbers.whole(rows, inner, seed: 1)
      let b = Numbers.whole(inner, columns, seed: 2)
      let expected = naiveProduct(a, b)
      #expect(product(a, b) == expected)
      #expect(product(a.transposed(), b, transposeA: true) == expected)
      #expect(product(a, b.transposed(), transposeB: true) == expected)
      #expect(
        product(a.transposed(), b.transposed(), transposeA: true, transposeB: true) == expected)
    }
  }

  @Test(arguments: [3, 17, 65])
  func `a product of reals differs from the naive loop by rounding alone`(size: Int) {
    let a = Numbers.real(size, 2 * size, seed: 3)
    let b = Numbers.real(2 * size, size + 1, seed: 4)
    #expect(distance(product(a, b), naiveProduct(a, b)) <= Double(2 * size) * 4e-16)
  }

  @Test func `a product refuses inner sizes that differ`() async {
    await #expect(processExitsWith: .failure) {
      _ = product(Numbers(rows: 2, columns: 3), Numbers(rows: 2, columns: 3))
    }
  }

  @Test(arguments: sizes, sizes)
  func `a Gram matrix is added to the upper triangle and to nothing else`(rows: Int, columns: Int) {
    let a = Numbers.whole(rows, columns, seed: 5)
    let before = Numbers.whole(columns, columns, seed: 6)
    var sum = before
    addGram(of: a, to: &sum)
    let expected = naiveProduct(a.transposed(), a)
    for i in 0..<columns {
      for j in 0..<columns {
        #expect(sum[i, j] == before[i, j] + (i <= j ? expected[i, j] : 0))
      }
    }
  }

  @Test(arguments: [1, 2, 5, 16, 33])
  func `eigenvectors are orthonormal and rebuild the matrix`(size: Int) throws {
    let a = Numbers.positive(size, seed: 7)
    let (values, vectors) = try symmetricEigen(a)
    #expect(values == values.sorted())
    #expect(values.allSatisfy { $0 > 0.9 })
    let orthonormal = naiveProduct(vectors.transposed(), vectors)
    #expect(distance(orthonormal, .identity(size)) < 1e-12)
    var scaled = vectors
    for i in 0..<size { for k in 0..<size { scaled[i, k] *= values[k] } }
    #expect(distance(naiveProduct(scaled, vectors.transposed()), a) < 1e-11)
  }

  @Test func `eigenvalues read the lower triangle alone`() throws {
    var a = Numbers.positive(6, seed: 8)
    let expected = try symmetricEigen(a).values
    for i in 0..<6 { for j in i + 1..<6 { a[i, j] = 1e6 } }
    #expect(try symmetricEigen(a).values == expected)
  }

  @Test func `eigenvalues of nothing are none, of NaN an error`() throws {
    #expect(try symmetricEigen(Numbers(rows: 0, columns: 0)).values.isEmpty)
    #expect(throws: KernelError.self) {
      try symmetricEigen(Numbers(rows: 2, columns: 2, elements: [1, .nan, .nan, 1]))
    }
  }

  @Test(arguments: [1, 2, 7, 30], [1, 3])
  func `a solved system leaves no residual`(size: Int, columns: Int) throws {
    var a = Numbers.real(size, size, seed: 9)
    for i in 0..<size { a[i, i] += 4 }
    let b = Numbers.real(size, columns, seed: 10)
    #expect(distance(naiveProduct(a, try solve(a, b)), b) < 1e-12)
  }

  @Test func `solving rejects a singular system and passes an empty one through`() throws {
    let singular = Numbers(rows: 2, columns: 2, elements: [1, 2, 2, 4])
    #expect(throws: KernelError.self) {
      try solve(singular, Numbers(rows: 2, columns: 1, repeating: 1))
    }
    let none = Numbers(rows: 0, columns: 3)
    #expect(try solve(Numbers(rows: 0, columns: 0), none) == none)
  }

  @Test(arguments: [1, 2, 7, 30])
  func `a Cholesky factor inverts and whitens`(size: Int) throws {
    let a = Numbers.positive(size, seed: 11)
    let cholesky = try Cholesky(a)
    let inverse = cholesky.inverse()
    #expect(distance(naiveProduct(a, inverse), .identity(size)) < 1e-11)
    #expect(inverse == inverse.transposed())
    // Few rows and many take different ways.
    for count in [4, size + 1] {
      let rows = Numbers.real(count, size, seed: 12)
      let lengths = squaredNorms(cholesky.whitened(rows))
      let expected = naiveProduct(naiveProduct(rows, inverse), rows.transposed())
      for i in 0..<count { #expect((lengths[i] - expected[i, i]).magnitude < 1e-11) }
    }
  }

  @Test func `a Cholesky factor wants a positive definite matrix`() throws {
    #expect(throws: KernelError.self) {
      try Cholesky(Numbers(rows: 2, columns: 2, elements: [1, 2, 2, 1]))
    }
    let empty = try Cholesky(Numbers(rows: 0, columns: 0))
    #expect(empty.inverse().elements.isEmpty)
    let rows = Numbers(rows: 3, columns: 0)
    #expect(empty.whitened(rows) == rows)
  }
}
