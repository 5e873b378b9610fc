import TasterKernels
import Testing

@Suite struct `A matrix` {
  let a = Numbers(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6])

  @Test func `elements stand row by row`() {
    #expect(a[0, 1] == 2)
    #expect(a[2, 0] == 5)
    #expect(Array(a.row(1)) == [3, 4])
    var b = a
    b[1, 1] = 9
    #expect(b.elements == [1, 2, 3, 9, 5, 6])
  }

  @Test func `rows are taken by range and by number`() {
    #expect(a.rows(1..<3).elements == [3, 4, 5, 6])
    #expect(a.rows(2..<2).elements.isEmpty)
    #expect(a.firstColumns(1).elements == a.column(0))
    #expect(a.firstColumns(a.columns).elements == a.elements)
    #expect(a.gather([2, 0, 2]).elements == [5, 6, 1, 2, 5, 6])
    #expect(a.gather([]).columns == 2)
  }

  @Test func `matrices join one below the other`() {
    let more = Numbers(rows: 1, columns: 2, elements: [7, 8])
    let empty = Numbers(rows: 0, columns: 2)
    let joined = Numbers.join(rowsOf: [a, empty, more])
    #expect((joined.rows, joined.columns) == (4, 2))
    #expect(joined.elements == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(Numbers.join(rowsOf: []).elements.isEmpty)
  }

  @Test func `matrices join side by side`() {
    let one = Numbers(rows: 3, columns: 1, repeating: 7)
    let empty = Numbers(rows: 3, columns: 0)
    let joined = Numbers.join(columnsOf: [a, empty, one])
    #expect(joined.columns == 3)
    #expect(joined.elements == [1, 2, 7, 3, 4, 7, 5, 6, 7])
    #expect(Numbers.join(columnsOf: []).elements.isEmpty)
  }

  @Test func `columns become rows`() {
    let numbers = Numbers(rows: 2, columns: 3, byColumn: [1, 4, 2, 5, 3, 6])
    #expect(numbers.elements == [1, 2, 3, 4, 5, 6])
    #expect(Numbers(rows: 2, columns: 0, byColumn: []).elements.isEmpty)
  }

  @Test func `a matrix needs all its elements`() async {
    await #expect(processExitsWith: .failure) {
      _ = Numbers(rows: 2, columns: 2, elements: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      _ = Numbers(rows: 2, columns: 2, byColumn: [1, 2, 3])
    }
  }

  @Test func `an error says what happened`() {
    #expect(String(describing: KernelError("it broke")) == "it broke")
  }
}
