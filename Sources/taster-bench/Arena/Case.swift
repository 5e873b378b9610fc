import Foundation
package import TasterKit

/// A table with the truth about its rows.
package struct Case: Sendable, Hashable {
  /// The folder's name, and the file's where a folder holds several tables.
  package var name: String
  /// Which attack was planted; `none` in a control.
  package var attack: String
  /// The table.
  package var train: String
  /// Which rows were planted, a line a row; nil where none was.
  package var truth: String?
  /// Clean rows of the same table that are not in it.
  package var test: String?
  /// Such rows with a backdoor's trigger.
  package var triggered: String?
  /// The class that a backdoor wants.
  package var target: String?
  /// The column of the labels; nil in a table without.
  package var label: String?
  /// The column that says where rows came from.
  package var source: String?

  /// Reads the table.
  package func table() throws -> Table {
    var options = TableOptions()
    options.label = label.map { .column($0) } ?? .none
    options.source = source
    return try Table.read([train], options: options)
  }

  /// Reads the clean rows that are not in the table; nil where there are none.
  package func trustedTable() throws -> Table? {
    guard let test else { return nil }
    var options = TableOptions()
    options.label = label.map { .column($0) } ?? .none
    return try Table.read([test], options: options)
  }

  /// Whether each row was planted.
  ///
  /// - Parameter rows: How many rows the table has.
  /// - Returns: As many.
  /// - Throws: ``CaseError`` where the file does not fit the table.
  package func planted(rows: Int) throws -> [Bool] {
    var planted = [Bool](repeating: false, count: rows)
    guard let truth else { return planted }
    let text = try String(contentsOfFile: truth, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let titles = lines.first.map { $0.split(separator: ",") } ?? []
    let column = titles.firstIndex { $0 == "poisoned" || $0 == "anomaly" }
    guard let column, titles.first == "row", lines.count == rows + 1 else {
      throw CaseError(
        "\(truth): wants the columns row and poisoned and a line for each of \(rows) rows")
    }
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count > column, let row = Int(fields[0]), (1...rows).contains(row) else {
        throw CaseError("\(truth): '\(line)' names no row of the table")
      }
      planted[row - 1] = fields[column] == "1"
    }
    return planted
  }
}

/// What is wrong with a folder of cases.
package struct CaseError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension Case {
  /// The cases of some folders: a case, a set with its plan, or a folder of such folders.
  ///
  /// - A *case* holds `train.csv` or `data.csv`, `truth.csv` and `meta.json` with the members `attack`, `label`,
  ///   `source_column` and `target`; without `meta.json` it is an unlabelled table.
  /// - A *set* holds `plan.json` and, for every file that it names, `X.csv` with `X.truth.csv`; `clean.csv` is a control.
  ///
  /// - Parameter folders: Paths.
  /// - Returns: At least one case, by name within each folder.
  /// - Throws: ``CaseError`` where a folder holds none.
  package static func found(in folders: [String]) throws -> [Case] {
    try folders.flatMap { folder in
      let own = try found(at: folder)
      if !own.isEmpty { return own }
      let inner = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .flatMap { try found(at: "\(folder)/\($0)") }
      guard !inner.isEmpty else { throw CaseError("\(folder): no case in it") }
      return inner
    }
  }

  private static func found(at folder: String) throws -> [Case] {
    let files = FileManager.default
    let name = URL(filePath: folder).lastPathComponent
    func existing(_ file: String) -> String? {
      let path = "\(folder)/\(file)"
      return files.fileExists(atPath: path) ? path : nil
    }
    if let path = existing("plan.json") {
      return try planned(read(Plan.self, path), name: name, existing: existing)
    }
    guard let train = existing("train.csv") ?? existing("data.csv"),
      let truth = existing("truth.csv")
    else { return [] }
    let meta = try existing("meta.json").map { try read(Meta.self, $0) }
    return [
      Case(
        name: name, attack: meta?.attack ?? "unlabelled", train: train, truth: truth,
        test: existing("test.csv"), triggered: existing("test_triggered.csv"),
        target: meta?.target, label: meta?.label, source: meta?.source)
    ]
  }

  private static func planned(
    _ plan: Plan, name: String, existing: (String) -> String?
  ) throws -> [Case] {
    var cases: [Case] = []
    if let clean = existing("clean.csv") {
      cases.append(
        Case(name: "\(name)/clean", attack: "none", train: clean, label: plan.label))
    }
    for (file, planted) in plan.files.sorted(by: { $0.key < $1.key }) {
      guard let train = existing("\(file).csv"),
        let truth = existing("\(file).truth.csv") ?? existing("truth.csv")
      else { throw CaseError("\(name)/plan.json names '\(file)', which is not there") }
      cases.append(
        Case(
          name: "\(name)/\(file)", attack: file == "data" ? "mixed" : file, train: train,
          truth: truth, label: plan.label,
          source: planted.attacks.first { $0.attack == "source_attack" }?.column))
    }
    return cases
  }

  private static func read<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw CaseError("\(path): \(error)")
    }
  }

  /// What `meta.json` says, as far as it matters here.
  private struct Meta: Decodable {
    let attack: String
    let label: String?
    let source: String?
    let target: String?

    enum CodingKeys: String, CodingKey {
      case attack, label, target
      case source = "source_column"
    }
  }

  /// What `plan.json` says, as far as it matters here.
  private struct Plan: Decodable {
    struct File: Decodable { let attacks: [Attack] }
    struct Attack: Decodable {
      let attack: String
      let column: String?
    }
    let label: String?
    let files: [String: File]
  }
}
