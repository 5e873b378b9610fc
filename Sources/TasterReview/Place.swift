import TasterKit
import TasterStore

/// Where in the list of held rows a reader is: the filter, what of it is shown, the order.
///
/// Every view carries it in its address.
struct Place: Sendable, Hashable {
  /// What of the rows is shown, by what was decided.
  enum Show: String, Sendable, CaseIterable {
    case all, undecided, released, confirmed
  }

  /// The conditions, as they were typed.
  var filter = ""
  var show = Show.all
  /// Whether rows come in the order of the data, not the most suspicious first.
  var isByRow = false

  init() {}

  /// Reads an address.
  init(_ fields: [String: String]) {
    filter = (fields["where"] ?? "").trimmingPrefix { $0.isWhitespace }.description
    show = fields["show"].flatMap { Show(rawValue: $0) } ?? .all
    isByRow = fields["sort"] == "row"
  }

  /// The same place with another choice.
  func with(show: Show) -> Place {
    var place = self
    place.show = show
    return place
  }

  /// The address of something at this place.
  func address(_ path: String, _ more: [(name: String, value: String)] = []) -> String {
    path
      + Query.text(
        [
          ("where", filter), ("show", show == .all ? "" : show.rawValue),
          ("sort", isByRow ? "row" : ""),
        ] + more)
  }

  /// Everything that has to hold for a row, as it can be typed.
  var conditions: String {
    show == .all ? filter : (filter + " status=\(show.rawValue)").trimmingPrefix(" ").description
  }

  /// The rows that are meant.
  ///
  /// - Throws: ``TasterKit/TableError`` where the filter cannot be read.
  func query() throws -> RowQuery {
    var query = RowQuery()
    query.filter = try RowFilter(conditions)
    query.includesReleased = true
    query.order = isByRow ? .row : .score
    query.isDescending = !isByRow
    return query
  }
}
