import Commerce
import Foundation
import HTTP
import Office
import Orders
import SQL
import Testing

@Suite("An order on its way") struct OrdersWalkTests {
  @Test("Placed, confirmed, packed, handed over, delivered; the buyer reads of it")
  func wholeWay() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let placed = try house.front().order([(7, 2)])
    #expect(placed.status == 201, "\(placed.text)")
    let number = placed.json["order"]?["postings"]?.array?.first?["number"]?.string ?? ""
    #expect(number == "48001-1")
    #expect(try house.pieces(of: 7) == (5, 2))
    let browser = try house.browser()
    let list = try browser.get("/orders")
    #expect(list.status == 200, "\(list.text)")
    #expect(list.text.contains("48001-1"))
    let path = try browser.path(of: number)
    let page = try browser.get(path)
    #expect(page.status == 200)
    #expect(page.text.contains("A•••• S."))
    #expect(!page.text.contains("Sergeeva"))
    #expect(try browser.post("\(path)/confirmation", [("version", "1")]).location == path)
    #expect(try browser.post("\(path)/packing", [("version", "2")]).status == 303)
    let form = try browser.get("\(path)/shipment")
    #expect(form.text.contains("SD0000000001"))
    let shipped = try browser.post(
      "\(path)/shipment", [("version", "3"), ("carrier", "1"), ("tracking", "SD00000000017")])
    #expect(shipped.status == 303, "\(shipped.text)")
    #expect(try house.pieces(of: 7) == (3, 0))
    try house.office.runDueJobs()
    let mails = try house.office.kernel.sentMails(limit: 10)
    #expect(mails.count == 4, "\(mails)")
  }
}

extension Browser {
  /// The page of a posting, as the list links to it.
  func path(of number: String) throws -> String {
    let list = try get("/orders?tab=all&q=\(number)").text
    let link = try #require(list.firstMatch(of: /href="(\/orders\/\d+)">([\d-]+)</))
    #expect(String(link.2) == number)
    return String(link.1)
  }
}
