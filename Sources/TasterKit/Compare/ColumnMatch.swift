/// Which columns of two snapshots are the same, by name.
public struct ColumnMatch: Sendable, Hashable {
  /// A column that both snapshots have.
  public struct Pair: Sendable, Hashable {
    /// Its name in the old snapshot.
    public let name: String
    /// Its name in the new snapshot, where that is another one.
    public let renamed: String?
    /// Its place in the old snapshot, from 0.
    public let old: Int
    /// Its place in the new snapshot, from 0.
    public let new: Int
    /// What it is for.
    public let role: Column.Role
  }

  /// The columns of both, in the order of the old snapshot.
  public let pairs: [Pair]
  /// Columns that only the old snapshot has.
  public let went: [String]
  /// Columns that only the new snapshot has.
  public let came: [String]
  /// Whether columns of both stand in another order.
  public var isReordered: Bool {
    zip(pairs, pairs.dropFirst()).contains { $0.new > $1.new }
  }
  /// The columns that go by another name now.
  public var renamed: [Pair] { pairs.filter { $0.renamed != nil } }

  /// Matches columns.
  ///
  /// - Parameters:
  ///   - old: The names and roles of the old snapshot's columns.
  ///   - new: The names of the new snapshot's columns.
  ///   - renamed: New names by old ones, for columns that hold the same under another name.
  package init(
    old: [(name: String, role: Column.Role)], new: [String], renamed: [String: String] = [:]
  ) {
    var places: [String: Int] = [:]
    for (j, name) in new.enumerated() { places[name] = j }
    var pairs: [Pair] = []
    var went: [String] = []
    for (j, column) in old.enumerated() {
      let other = places[column.name] == nil ? renamed[column.name] : nil
      if let place = places[other ?? column.name] {
        pairs.append(
          Pair(name: column.name, renamed: other, old: j, new: place, role: column.role))
      } else {
        went.append(column.name)
      }
    }
    self.pairs = pairs
    self.went = went
    let taken = Set(pairs.map { $0.new })
    came = new.indices.filter { !taken.contains($0) }.map { new[$0] }
  }

  /// What rows are not judged by.
  ///
  /// - Parameter lacking: The old snapshot's features that the new one has no values of.
  /// - Returns: A sentence; none where nothing is lacking.
  func remarks(_ lacking: Set<String>) -> [String] {
    guard !lacking.isEmpty else { return [] }
    let names = (pairs.map { $0.name } + went).filter { lacking.contains($0) }.map { "'\($0)'" }
    return [
      "new rows are judged without \(names.prefix(5).joined(separator: ", "))"
        + "\(names.count > 5 ? ", …" : ""), which the new snapshot lacks or holds in another kind"
    ]
  }

  /// The pair of a name.
  func pair(_ name: String) -> Pair? { pairs.first { $0.name == name } }
}
