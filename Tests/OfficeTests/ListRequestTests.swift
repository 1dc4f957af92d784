import HTTP
import Template
import Testing

@testable import Office

@Suite("list address")
struct ListRequestTests {
  private func list(_ target: String) throws -> ListRequest {
    ListRequest(
      try Request(.get, target), path: "/goods", tabs: ["all", "sold"],
      filters: ["brand", "state"], sorts: ["new", "old"])
  }

  @Test(
    "what the page was asked for comes back in its own address",
    arguments: [
      "/goods", "/goods?tab=sold", "/goods?q=%D1%87%D0%B0%D0%B9%20%26%20%3D",
      "/goods?tab=sold&q=a&brand=B%2B1&state=new&size=100&after=12.x", "/goods?sort=old&size=25",
      "/goods?brand=" + String(repeating: "%D1%87", count: 100),
      "/goods?after=12~" + String(repeating: "%F0%9F%8D%B5", count: 50),
    ])
  func roundTrip(_ target: String) throws {
    let list = try list(target)
    #expect(list.url(after: list.after).text == target)
  }

  static let odd: [(target: String, canonical: String)] = [
    ("/goods?tab=none&size=7&colour=red", "/goods"), ("/goods?q=%20%20", "/goods"),
    ("/goods?sort=new", "/goods"), ("/goods?sort=x", "/goods"),
    ("/goods?q=+tea+", "/goods?q=tea"), ("/goods?tab=sold&tab=all", "/goods?tab=sold"),
    ("/goods?brand=&after=", "/goods"), ("/goods?size=50", "/goods"),
    ("/goods?brand=" + String(repeating: "b", count: 101), "/goods"),
    ("/goods?after=" + String(repeating: "1", count: 201), "/goods"),
    (
      "/goods?q=" + String(repeating: "a", count: 200),
      "/goods?q=" + String(repeating: "a", count: 100)
    ),
  ]

  @Test("what is not known falls back, it never fails", arguments: odd)
  func fallback(_ target: String, _ canonical: String) throws {
    let list = try list(target)
    #expect(list.url(after: list.after).text == canonical)
  }

  @Test("another tab or one filter less begins at the start and keeps the rest")
  func links() throws {
    let list = try list("/goods?tab=sold&q=a&brand=b&size=25&after=9")
    #expect(list.url(tab: "all").text == "/goods?q=a&brand=b&size=25")
    #expect(list.url(without: "brand").text == "/goods?tab=sold&q=a&size=25")
    #expect(list.url(without: "q").text == "/goods?tab=sold&brand=b&size=25")
    #expect(list.url(after: "7").text == "/goods?tab=sold&q=a&brand=b&size=25&after=7")
  }

  @Test(
    "a place of a row comes back as it was written",
    arguments: ["12", "-12", "12~", "12~-5", "-7~чай ~ 茶", "1~~"])
  func place(_ text: String) throws {
    let place = try #require(ListPlace(text))
    #expect(ListPlace(place.text) == place)
    #expect(place.text == (text == "12~" ? "12" : text))
  }

  @Test(
    "what is no place is none", arguments: ["", "-", "x", "--1", "0", "~1", "99999999999999999999"])
  func noPlace(_ text: String) { #expect(ListPlace(text) == nil) }
}
