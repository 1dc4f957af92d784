import Office
import Testing

@testable import Orders

@Suite("Postings without a number") struct UnnumberedTests {
  @Test("row 60: what was packed elsewhere gets its number on the page of its hand-over")
  func unnumbered() throws {
    let house = try OrdersHouse()
    let id = try house.archived(in: .awaitingDelivery, isNumbered: false)
    let gone = try house.archived(in: .delivered, isNumbered: false)
    let browser = try house.browser()
    let page = try browser.get("/orders/\(id)").text
    #expect(page.contains("packed elsewhere: give it a number"))
    #expect(!page.contains("name=\"kind\" value=\"label\""))
    #expect(try browser.get("/orders/\(gone)").text.contains("its number is not known here"))
    let fields = [("carrier", "1"), ("tracking", "")]
    #expect(try browser.post("/orders/\(id)/parcels", fields).status == 303)
    #expect(try house.cards("/orders/\(id)").map(\.number.count) == [13])
    let label = "name=\"kind\" value=\"label\""
    #expect(try browser.get("/orders/\(id)").text.contains(label))
    let print = try browser.post("/prints", [("kind", "label"), ("id", "\(id)")])
    #expect(print.status == 303, "\(print.text)")
  }
}
