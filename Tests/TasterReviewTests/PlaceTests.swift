import TasterKit
import TasterStore
import Testing

@testable import TasterReview

@Suite struct `A place in the list` {
  @Test func `is its address`() {
    var place = Place()
    #expect(place.address("/rows") == "/rows" && place.conditions == "")
    place.filter = "class=\"a b\""
    place.show = .undecided
    place.isByRow = true
    let address = place.address("/rows/7", [("after", "3")])
    #expect(
      address == "/rows/7?where=class%3D%22a%20b%22&show=undecided&sort=row&after=3")
    #expect(Place(Query.fields(String(address.split(separator: "?")[1]))) == place)
    #expect(place.conditions == "class=\"a b\" status=undecided")
    #expect(Place(["show": "nonsense", "sort": "x"]) == Place())
  }

  @Test func `asks for rows in its order, decided or not`() throws {
    var place = Place()
    let query = try place.query()
    #expect(query.order == .score && query.isDescending)
    #expect(query.includesReleased)
    place.isByRow = true
    let byRow = try place.query()
    #expect(byRow.order == .row && !byRow.isDescending)
    place.filter = "scorre>1"
    #expect(throws: (any Error).self) { try place.query() }
  }

  @Test(arguments: ["plain", "a b", "\"", "'", "a'b\"c", "=<>!~", Desk.evil])
  func `takes any value as a condition`(value: String) throws {
    let text = RowFilter.text([.source: value, .label: "x"])
    let whole = try RowFilter(text)
    let parts = try RowFilter(RowFilter.text([.source: value]) + " class=x")
    #expect(whole == parts)
  }
}
