import TasterCSV

/// What every column of a file is for: told or guessed from the header and the first rows.
struct ColumnPlan: Sendable {
  /// The header as it stands; the same as ``names`` where there is none.
  let header: [String]
  /// The names by which columns go: unique, never empty.
  let names: [String]
  private(set) var roles: [Column.Role]
  /// Why a role was guessed, by column.
  private(set) var guesses: [Int: String] = [:]
  private(set) var remarks: [String] = []

  var label: Int? { roles.firstIndex(of: .label) }
  var source: Int? { roles.firstIndex(of: .source) }
  /// The columns whose cells are kept.
  var features: [Int] { roles.indices.filter { roles[$0] == .feature } }

  /// Decides.
  ///
  /// - Parameters:
  ///   - header: The fields of the first record.
  ///   - batch: The first records.
  ///   - firstRow: The first of them that is data.
  ///   - options: What was told.
  /// - Throws: ``TableError`` where a named column is not there, or no label can be guessed.
  init(
    header: [String], batch: RecordBatch, firstRow: Int, options: TableOptions
  ) throws {
    let plain =
      options.hasHeader ? header : header.indices.map { "column \($0 + 1)" }
    var names: [String] = []
    var seen: Set<String> = [""]
    for (j, name) in plain.enumerated() {
      var unique = name
      while !seen.insert(unique).inserted {
        unique += (unique.isEmpty ? "" : " ") + "(column \(j + 1))"
      }
      names.append(unique)
    }
    self.header = header
    self.names = names
    roles = Array(repeating: .feature, count: names.count)
    let renamed = names.indices.filter { names[$0] != plain[$0] }
    if !renamed.isEmpty {
      remarks.append(
        "\(renamed.count) column names are empty or stand twice; they go by "
          + renamed.prefix(3).map { "'\(names[$0])'" }.joined(separator: ", ")
          + (renamed.count > 3 ? ", …" : ""))
    }
    if let like = options.like {
      try take(like, options: options)
      return
    }
    try assign(.label, to: { if case .column(let name) = options.label { name } else { nil } }())
    try assign(.id, to: options.id)
    try assign(.source, to: options.source)
    try assign(.time, to: options.time)
    for name in options.ignored { try assign(.ignored, to: name) }
    guess(batch, firstRow: firstRow, options: options)
    if options.label == .guessed, label == nil {
      throw TableError(
        .noLabel,
        "no column looks like labels; name it with --label, or judge without labels with "
          + "--label none. The columns are: \(Self.list(names))")
    }
  }

  /// Takes the roles from another table's columns; a column may become id, source or time that is no feature there.
  private mutating func take(_ like: Schema, options: TableOptions) throws {
    for (j, name) in names.enumerated() {
      roles[j] = like.columns.first { $0.name == name }?.role ?? .ignored
    }
    for (role, name) in [
      (Column.Role.id, options.id), (.source, options.source), (.time, options.time),
    ] {
      guard let name, let j = names.firstIndex(of: name), roles[j] == .ignored,
        !roles.contains(role)
      else { continue }
      roles[j] = role
    }
    guard let label = like.columns.first(where: { $0.role == .label }), self.label == nil else {
      return
    }
    throw TableError(
      .noLabel,
      "there is no column '\(label.name)', which carries the labels in the baseline"
        + "\(Nearest.hint(label.name, among: names)); rename the column, or learn a baseline without "
        + "labels (--label none)")
  }

  private mutating func assign(_ role: Column.Role, to name: String?) throws {
    guard let name else { return }
    let number = Int(name).map { $0 - 1 }
    guard
      let j = names.firstIndex(of: name)
        ?? number.flatMap({ names.indices.contains($0) ? $0 : nil })
    else {
      let near = Nearest.names(to: name, among: names)
      let hint =
        near.isEmpty
        ? "the columns are: \(Self.list(names))"
        : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
      throw TableError(.unknownColumn, "there is no column '\(name)' (--\(role.flag)); \(hint)")
    }
    guard roles[j] == .feature else {
      throw TableError(
        .unknownColumn,
        "column '\(names[j])' cannot be both --\(roles[j].flag) and --\(role.flag)")
    }
    roles[j] = role
  }

  private mutating func guess(_ batch: RecordBatch, firstRow: Int, options: TableOptions) {
    let rows = batch.records.indices.dropFirst(firstRow).filter {
      batch.records[$0].fieldCount == names.count && !batch.records[$0].flags.contains(.blank)
    }.prefix(1_000)
    var distinct: [Int] = []
    var numeric: [Bool] = []
    for j in names.indices {
      var seen = Set<String>()
      var isNumeric = true
      for i in rows {
        let text = batch.text(i, j)
        if options.missing.contains(text) { continue }
        seen.insert(text)
        if batch.number(i, j) == .notANumber { isNumeric = false }
      }
      distinct.append(seen.count)
      numeric.append(isNumeric)
    }
    if options.id == nil {
      for j in names.indices
      where roles[j] == .feature
        && RoleGuess.isID(
          name: options.hasHeader ? header[j] : "-", distinct: distinct[j], rows: rows.count)
      {
        // A label column may be called anything, but no value of it stands once only.
        roles[j] =
          label == nil && options.label == .guessed && j == names.count - 1 ? .feature : .id
        guard roles[j] == .id else { continue }
        guesses[j] = "its name says so and no value stands twice"
        remarks.append("column '\(names[j])' is taken for an id: \(guesses[j] ?? "")")
        break
      }
    }
    guard options.label == .guessed else { return }
    let free = names.indices.map { roles[$0] == .feature ? distinct[$0] : 0 }
    guard
      let found = RoleGuess.label(
        names: names, distinct: free, rows: rows.count, numeric: numeric)
    else { return }
    roles[found.column] = .label
    guesses[found.column] = found.reason
    remarks.append(
      "column '\(names[found.column])' is taken for the label: \(found.reason) (--label tells another)"
    )
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}

extension Column.Role {
  /// The flag that gives a column this role.
  var flag: String { self == .ignored ? "ignore" : rawValue }
}
