import TasterKit

/// The tables that laws are checked on.
extension Sheet {
  /// A clean table: two classes that two of four numeric columns tell apart, one categorical column, four sources.
  ///
  /// - Parameters:
  ///   - n: How many rows.
  ///   - seed: Another seed makes another table of the same kind.
  /// - Returns: The columns `x0` … `x3`, `colour`, `origin` and `label`.
  package static func clean(rows n: Int, seed: UInt64) -> Sheet {
    var generator = SeededGenerator(seed: seed)
    var numbers = [[Double]](repeating: [], count: 4)
    var colours: [String?] = []
    var origins: [String?] = []
    var labels: [String?] = []
    for _ in 0..<n {
      let isGood = Bool.random(using: &generator)
      let shift = isGood ? 1.6 : -1.6
      for j in 0..<4 {
        let x = generator.normal() + (j < 2 ? shift : 0)
        numbers[j].append((x * 1_000).rounded() / 1_000)
      }
      colours.append(["red", "green", "blue"].randomElement(using: &generator))
      origins.append(["north", "east", "south", "west"].randomElement(using: &generator))
      labels.append(isGood ? "good" : "bad")
    }
    return Sheet(
      rowCount: n,
      fields: numbers.enumerated().map { Field("x\($0.offset)", .numbers($0.element)) } + [
        Field("colour", .texts(colours)),
        Field("origin", .texts(origins), role: .source),
        Field("label", .texts(labels), role: .label),
      ])
  }

  /// A table with something planted for every kind of detector: far values, flipped labels from one source, a flood of
  /// near copies, rows that share two exact values and one wrong label, and missing values.
  ///
  /// - Parameter n: How many rows, at least 200.
  /// - Returns: The columns of ``clean(rows:seed:)``.
  package static func planted(rows n: Int) -> Sheet {
    precondition(n >= 200, "a planted table needs 200 rows")
    let clean = clean(rows: n, seed: 1)
    guard case .numbers(var x0) = clean.fields[0].cells,
      case .numbers(var x1) = clean.fields[1].cells,
      case .numbers(var x2) = clean.fields[2].cells,
      case .numbers(var x3) = clean.fields[3].cells,
      case .texts(var colours) = clean.fields[4].cells,
      case .texts(var origins) = clean.fields[5].cells,
      case .texts(var labels) = clean.fields[6].cells
    else { return clean }
    // Each kind has its own place in every tenth of the table.
    let step = n / 10
    for k in 0..<5 { x2[k * step] = 60 + Double(k) * 7 }
    for k in 0..<10 {
      let flipped = k * step + 3
      labels[flipped] = labels[flipped] == "good" ? "bad" : "good"
      origins[flipped] = "harbour"
      let triggered = k * step + 7
      (x3[triggered], colours[triggered]) = (0.777, "violet")
      (x0[triggered], x1[triggered]) = (x0[triggered].magnitude + 1, x1[triggered].magnitude + 1)
      labels[triggered] = "bad"
    }
    for k in 0..<14 {
      let copy = k < 10 ? k * step + 13 : (k - 10) * step + 19
      let jitter = Double(k % 3) / 1_000
      (x0[copy], x1[copy], x2[copy], x3[copy]) = (1.9 + jitter, 1.4, 0.5 - jitter, -0.25)
      (colours[copy], labels[copy]) = ("green", "bad")
    }
    for k in 0..<8 { x1[k * step + 11] = .nan }
    colours[17] = nil
    var planted = clean
    planted.fields[0].cells = .numbers(x0)
    planted.fields[1].cells = .numbers(x1)
    planted.fields[2].cells = .numbers(x2)
    planted.fields[3].cells = .numbers(x3)
    planted.fields[4].cells = .texts(colours)
    planted.fields[5].cells = .texts(origins)
    planted.fields[6].cells = .texts(labels)
    return planted
  }

  /// A table in which every tenth row was moved a little and got the other label.
  ///
  /// - Parameter n: How many rows.
  /// - Returns: The columns of ``clean(rows:seed:)``.
  package static func mislabelled(rows n: Int) -> Sheet {
    var sheet = clean(rows: n, seed: 6)
    guard case .texts(var labels) = sheet.fields[6].cells else { return sheet }
    for j in 2..<4 {
      guard case .numbers(var list) = sheet.fields[j].cells else { continue }
      for i in stride(from: j == 2 ? 4 : 14, to: n, by: 20) {
        list[i] = (i % 40 < 20 ? 1 : -1) * (3.6 + Double(i) / 200)
      }
      sheet.fields[j].cells = .numbers(list)
    }
    for i in stride(from: 4, to: n, by: 10) { labels[i] = labels[i] == "good" ? "bad" : "good" }
    sheet.fields[6].cells = .texts(labels)
    return sheet
  }

  /// A table of eight columns that follow one hidden number, in which rows 3, 24, 45 … take each value from another row.
  ///
  /// - Parameters:
  ///   - n: How many rows.
  ///   - isMixed: Whether those rows do; otherwise they are like the others.
  /// - Returns: The columns `x0` … `x7` and `label`, the sign of the hidden number.
  package static func mixed(rows n: Int, isMixed: Bool = true) -> Sheet {
    var generator = SeededGenerator(seed: 12)
    let hidden = (0..<n).map { _ in generator.normal() }
    var columns = (0..<8).map { _ in
      hidden.map { (($0 + 0.15 * generator.normal()) * 1e4).rounded() / 1e4 }
    }
    let honest = columns
    for i in stride(from: 3, to: isMixed ? n : 0, by: 21) {
      for j in columns.indices { columns[j][i] = honest[j][Int(generator.next() % UInt64(n))] }
    }
    let labels = Field("label", .texts(hidden.map { $0 > 0 ? "up" : "down" }), role: .label)
    return Sheet(
      rowCount: n,
      fields: columns.enumerated().map { Field("x\($0)", .numbers($1)) } + [labels])
  }

  /// A table in which a tenth of the rows of one column is in another unit.
  ///
  /// - Parameters:
  ///   - n: How many rows.
  ///   - factor: What `x2` is multiplied by in rows 5, 15, 25 … from 0, where it is at least 0.1 in size.
  /// - Returns: The columns of ``clean(rows:seed:)``, and the rows that were changed.
  package static func rescaled(rows n: Int, by factor: Double) -> (sheet: Sheet, changed: [Int]) {
    var sheet = clean(rows: n, seed: 8)
    guard case .numbers(var list) = sheet.fields[2].cells else { return (sheet, []) }
    let changed = stride(from: 5, to: n, by: 10).filter { list[$0].magnitude >= 0.1 }
    for i in changed { list[i] = (list[i] * factor * 1e6).rounded() / 1e6 }
    sheet.fields[2].cells = .numbers(list)
    return (sheet, changed)
  }

  /// The numeric columns multiplied.
  package func scaled(by factor: Double) -> Sheet {
    var result = self
    for (j, field) in fields.enumerated() {
      if case .numbers(let list) = field.cells {
        result.fields[j].cells = .numbers(list.map { $0 * factor })
      }
    }
    return result
  }

  /// The features without a single value.
  package func emptied() -> Sheet {
    var result = self
    for (j, field) in fields.enumerated() where field.role == .feature {
      switch field.cells {
      case .numbers: result.fields[j].cells = .numbers(Array(repeating: .nan, count: rowCount))
      case .texts: result.fields[j].cells = .texts(Array(repeating: nil, count: rowCount))
      }
    }
    return result
  }

  /// The rows in an order that follows from a seed, and where each stood.
  package func shuffled(seed: UInt64) -> (sheet: Sheet, order: [Int]) {
    var generator = SeededGenerator(seed: seed)
    let order = Array(0..<rowCount).shuffled(using: &generator)
    return (rows(order), order)
  }
}

extension Sheet {
  /// A table with whatever an attack may meet: whole numbers, decimals, a column of many zeros, categories with a rare
  /// level, missing values, three classes, sources.
  ///
  /// - Parameter n: How many rows.
  /// - Returns: The columns `x`, `y`, `count`, `amount`, `colour`, `shape`, `origin` and `label`.
  package static func attacked(rows n: Int) -> Sheet {
    var generator = SeededGenerator(seed: 21)
    var numbers = [[Double]](repeating: [], count: 4)
    var texts = [[String?]](repeating: [], count: 4)
    for i in 0..<n {
      let kind = i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : 2
      let centre = [(-2.0, 0.0), (2.0, 1.0), (0.0, 4.0)][kind]
      let x = generator.normal() + centre.0
      let y = generator.normal() + centre.1
      numbers[0].append((x * 1_000).rounded() / 1_000)
      numbers[1].append(i % 17 == 4 ? .nan : (y * 100).rounded() / 100)
      numbers[2].append(Double(20 + Int(6 * generator.normal())))
      numbers[3].append(i % 3 == 0 ? 25 * Double(1 + Int(generator.normal().magnitude * 40)) : 0)
      let colours = ["red", "green", "blue"]
      texts[0].append(i % 29 == 7 ? nil : i % 50 == 9 ? "violet" : colours[(i * 7 + kind) % 3])
      texts[1].append(i % 60 == 11 ? "star" : (i * 13) % 5 < 2 ? "round" : "square")
      texts[2].append(["north", "east", "south"][(i * 11) % 3])
      texts[3].append(["ash", "birch", "cedar"][kind])
    }
    let names = ["x", "y", "count", "amount"]
    return Sheet(
      rowCount: n,
      fields: names.enumerated().map { Field($1, .numbers(numbers[$0])) } + [
        Field("colour", .texts(texts[0])), Field("shape", .texts(texts[1])),
        Field("origin", .texts(texts[2]), role: .source),
        Field("label", .texts(texts[3]), role: .label),
      ])
  }
}
