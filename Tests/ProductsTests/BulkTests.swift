import Commerce
import Glibc
import HTTP
import OfficeTesting
import SQL
import Testing

@testable import Office
@testable import Products

/// One act on many products: previewed, done, undone.
@Suite struct BulkTests {
  let shop: Shop
  let importer: Importer

  init() throws {
    shop = try Shop()
    importer = Importer(shop: shop)
  }

  /// Products as drafts, the first without a price.
  private func fill(_ count: Int) throws {
    var text = "offer_id,title,category,price,price_min\n"
    for number in 0..<count {
      text += "P-\(number),Teapot number \(number),11,\(number == 0 ? "" : "\(100 + number)"),90\n"
    }
    try importer.run(importer.check(text))
  }

  private func ids(_ offers: [String]) throws -> [(String, String)] {
    try offers.map { ("id", try importer.product($0)?.id.description ?? "") }
  }

  private func choose(
    _ act: String, _ offers: [String] = [], query: String = "", scope: String = "page"
  ) throws -> String {
    let answer = try shop.client.post(
      "/products/bulk\(query)", ids(offers) + [("act", act), ("scope", scope)], as: shop.owner)
    #expect(answer.status == 303, "\(answer.text)")
    return answer.location
  }

  private func run(_ path: String) throws -> BulkRun? {
    let id = BulkID(text: path.split(separator: "/").last ?? "") ?? BulkID(raw: 1)
    return try shop.client.rows(of: shop.seller) { try BulkStore(rows: $0).run(id) }
  }

  private func act(_ path: String, _ verb: String, _ fields: [(String, String)] = []) throws {
    let answer = try shop.client.post("\(path)/\(verb)", fields, as: shop.owner)
    #expect(answer.status == 303, "\(answer.text)")
    for _ in 0..<2_000 {
      try shop.client.office.runDueJobs()
      guard try run(path)?.state.isBusy == true else { return }
      usleep(10_000)
    }
  }

  @Test("row 30: 500 prices are changed, previewed and undone by a job; the audit shows both")
  func fiveHundred() throws {
    try fill(500)
    let before = try importer.dump()
    let path = try choose("percent", query: "?tab=drafts", scope: "all")
    try act(path, "values", [("value", "+10"), ("rounding", "units")])
    let preview = try #require(try run(path))
    #expect(preview.state == .preview && preview.total == 500 && preview.refused == 1)
    #expect(try importer.dump() == before, "a preview changes nothing")
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("It has no price to change") && page.contains("Change 499 products"))
    try act(path, "run")
    #expect(try run(path)?.state == .done)
    #expect(try run(path)?.changed == 499)
    #expect(try importer.product("P-7")?.terms.price == 11_800)
    #expect(try importer.product("P-499")?.terms.price == 65_900)
    #expect(try shop.client.get(path, as: shop.owner).text.contains("It can be undone until"))
    try act(path, "undo")
    #expect(try run(path)?.undone == 499)
    #expect(try importer.dump() == before)
    let id = try #require(try run(path)?.id.raw)
    let acts = try Audit.history(
      of: "bulk", id, shop.client.reader().open, limit: 10
    ).map(\.act)
    #expect(acts.first == "bulk.act.undone" && acts.contains("bulk.act.applied"))
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 30: what breaks a rule is refused alone, with the field and the reason")
  func refused() throws {
    try fill(4)
    let path = try choose("price", ["P-1", "P-2", "P-3"])
    try act(path, "values", [("value", "50")])
    #expect(try run(path)?.refused == 3)
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("Lowest price: "))
    let answer = try shop.client.post("\(path)/run", as: shop.owner)
    #expect(answer.status == 303)
    #expect(try run(path)?.changed == 0)
  }

  @Test(
    "row 30: a price that the guard would hold is refused; what was in force is put back past it")
  func guarded() throws {
    try fill(2)
    let slip = try choose("price", ["P-1"])
    try act(slip, "values", [("value", "500")])
    #expect(try run(slip)?.refused == 1)
    #expect(try importer.product("P-1")?.asked == nil)
    let path = try choose("price", ["P-1"])
    try act(path, "values", [("value", "200")])
    try act(path, "run")
    #expect(try importer.product("P-1")?.terms.price == 20_000)
    try act(path, "undo")
    let product = try #require(try importer.product("P-1"))
    #expect(product.terms.price == 10_100 && product.asked == nil)
  }

  @Test("row 30: what somebody changed after the preview, or after the act, is left alone")
  func changed() throws {
    try fill(4)
    let path = try choose("price", ["P-1", "P-2", "P-3"])
    try act(path, "values", [("value", "150")])
    let first = try #require(try importer.product("P-1")?.id)
    try shop.save("/products/\(first)", ["offer_id": "P-1", "barcode": ""])
    try act(path, "run")
    #expect(try run(path)?.changed == 2 && run(path)?.refused == 1)
    let second = try #require(try importer.product("P-2")?.id)
    try shop.save(
      "/products/\(second)",
      [
        "offer_id": "P-2", "barcode": "", "price": "140", "price_before": "", "price_min": "",
        "cost": "",
      ])
    try act(path, "undo")
    let ended = try #require(try run(path))
    #expect(ended.undone == 1 && ended.kept == 1)
    #expect(try importer.product("P-2")?.terms.price == 14_000)
    #expect(try importer.product("P-3")?.terms.price == 10_300)
    #expect(
      try shop.client.get(path, as: shop.owner).text.contains("Somebody changed it meanwhile"))
  }

  @Test("row 30: hidden products are shown again, archived ones come back, as they were")
  func flags() throws {
    let product = try shop.onSale()
    let id = shop.id(product).description
    for verb in ["hide", "archive"] {
      let made = try shop.client.post(
        "/products/bulk", [("id", id), ("act", verb), ("scope", "page")], as: shop.owner)
      let path = made.location
      #expect(try run(path)?.state == .preview)
      try act(path, "run")
      #expect(try shop.product(product)?.state == (verb == "hide" ? .hidden : .archived))
      try act(path, "undo")
      #expect(try shop.product(product)?.state == .onSale)
    }
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 30: incomplete drafts are not submitted, and each says what is missing")
  func submits() throws {
    try fill(2)
    let path = try choose("submit", ["P-0", "P-1"])
    #expect(try run(path)?.refused == 2)
    #expect(try shop.client.get(path, as: shop.owner).text.contains("Pictures: "))
  }

  @Test("row 30: a table takes many fields at once; wrong cells are told beside themselves")
  func table() throws {
    try fill(3)
    let before = try importer.dump()
    let path = try choose("edit", ["P-1", "P-2"])
    let page = try shop.client.get(path, as: shop.owner)
    #expect(page.input("price_0") == "101.00" && page.input("title_1") == "Teapot number 2")
    let wrong = try shop.client.post(
      "\(path)/values", [("price_0", "abc"), ("title_1", "Another teapot")], as: shop.owner)
    #expect(wrong.status == 422 && wrong.text.contains("href=\"#price_0\""))
    #expect(wrong.input("price_0") == "abc" && wrong.input("title_1") == "Another teapot")
    try act(
      path, "values", [("price_0", "120"), ("title_1", "Another teapot"), ("low_stock_1", "4")])
    try act(path, "run")
    #expect(try importer.product("P-1")?.terms.price == 12_000)
    #expect(try importer.product("P-2")?.title == "Another teapot")
    #expect(try importer.product("P-2")?.terms.lowStock == 4)
    try act(path, "undo")
    #expect(try importer.dump() == before)
  }

  @Test("row 30: amounts stand as the reader's language writes them, and unchanged are unchanged")
  func amounts() throws {
    let alone = try Shop(isAlone: true)
    let importer = Importer(shop: alone)
    try importer.run(importer.check("offer_id,title,category,price\nW-1,Teapot,11,1234.5\n"))
    let id = try #require(try importer.product("W-1")?.id.description)
    _ = try alone.client.post("/language", [("locale", "ru"), ("return", "/")], as: alone.owner)
    let path = try alone.client.post(
      "/products/bulk", [("id", id), ("act", "edit"), ("scope", "page")], as: alone.owner
    ).location
    let page = { try alone.client.get(path, as: alone.owner) }
    let values = { (price: String) in
      try alone.client.post("\(path)/values", [("price_0", price)], as: alone.owner).status
    }
    #expect(try page().input("price_0") == "1\u{202F}234,50")
    for same in ["1\u{202F}234,50", "1234.50", "1234,5"] { #expect(try values(same) == 422) }
    #expect(try values("1300,5") == 303)
    let preview = try page().text
    #expect(preview.contains("1\u{202F}234,50") && preview.contains("1\u{202F}300,50"))
  }

  @Test("row 30: undo ends after 24 hours")
  func window() throws {
    let alone = try Shop(isAlone: true)
    let importer = Importer(shop: alone)
    try importer.run(importer.check("offer_id,title,category,price\nW-1,Teapot,11,100\n"))
    let id = try #require(try importer.product("W-1")?.id.description)
    let path = try alone.client.post(
      "/products/bulk", [("id", id), ("act", "price"), ("scope", "page")], as: alone.owner
    ).location
    _ = try alone.client.post("\(path)/values", [("value", "200")], as: alone.owner)
    _ = try alone.client.post("\(path)/run", as: alone.owner)
    alone.client.advance(.hours(25))
    #expect(try alone.client.post("\(path)/undo", as: alone.owner).status == 409)
    #expect(try importer.product("W-1")?.terms.price == 20_000)
    #expect(try alone.client.get(path, as: alone.owner).text.contains("are over"))
  }

  @Test(
    "row 30: nothing chosen, no action and strange values are told; another shop's are not there")
  func faults() throws {
    try fill(2)
    let none = try shop.client.post(
      "/products/bulk", [("act", "hide"), ("scope", "page")], as: shop.owner)
    #expect(none.status == 422 && none.text.contains("Tick at least one"))
    let act = try shop.client.post(
      "/products/bulk", ids(["P-1"]) + [("scope", "page")], as: shop.owner)
    #expect(act.status == 422)
    let path = try choose("percent", ["P-1"])
    for value in ["", "x", "0", "-95", "1e9", "99999999999999999999"] {
      let answer = try shop.client.post("\(path)/values", [("value", value)], as: shop.owner)
      #expect(answer.status == 422 && answer.input("value") == value, "\(value)")
    }
    let other = try Shop()
    #expect(try other.client.get(path, as: other.owner).status == 404)
    #expect(try other.client.post("\(path)/run", as: other.owner).status == 404)
    let foreign = try other.client.post(
      "/products/bulk", ids(["P-1"]) + [("act", "hide"), ("scope", "page")], as: other.owner)
    #expect(foreign.status == 404)
  }

  @Test(
    "row 30: a run that a job does is stopped: what was done stays and is undone, the rest is not begun"
  )
  func stopped() throws {
    let alone = try Shop(isAlone: true)
    let importer = Importer(shop: alone)
    var text = "offer_id,title,category,price\n"
    for number in 0..<230 { text += "S-\(number),Teapot number \(number),11,\(100 + number)\n" }
    try importer.run(importer.check(text))
    let before = try importer.dump()
    let (client, owner) = (alone.client, alone.owner)
    let path = try client.post(
      "/products/bulk?tab=drafts", [("act", "percent"), ("scope", "all")], as: owner
    ).location
    let id = try #require(BulkID(text: path.split(separator: "/").last ?? ""))
    let run = { try client.rows(of: alone.seller) { try BulkStore(rows: $0).run(id) } }
    _ = try client.post("\(path)/values", [("value", "10")], as: owner)
    #expect(try client.post("\(path)/run", as: owner).status == 303)
    #expect(try run()?.state == .running, "more than 200 wait for the job")
    let page = try client.get(path, as: owner)
    #expect(page.text.contains("action=\"\(path)/stop\"") && page.headers["Refresh"] == "2")
    // The first part, as the job does it, and then somebody stops.
    let engine = BulkEngine(ProductBulk(kernel: client.kernel), kernel: client.kernel)
    let isMore = try client.write(in: alone.seller) {
      try engine.step(id, at: client.kernel.clock.now(), in: $0)
    }
    #expect(isMore)
    #expect(try client.post("\(path)/stop", as: owner).status == 303)
    #expect(try client.post("\(path)/stop", as: owner).status == 303, "pressed twice")
    try client.office.runDueJobs()
    let ended = try #require(try run())
    #expect(ended.state == .done && ended.isStopped && ended.changed == 100)
    let text2 = try client.get(path, as: owner).text
    #expect(text2.contains("Stopped") && text2.contains("Not begun"))
    #expect(text2.contains("Undo for 100 products") && !text2.contains("/stop\""))
    #expect(try client.post("\(path)/undo", as: owner).status == 303)
    try client.office.runDueJobs()
    #expect(try run()?.undone == 100 && run()?.state == .undone)
    #expect(try importer.dump() == before)
    #expect(try alone.wrongCounts().isEmpty)
  }

  @Test("row 30: a button pressed twice does the work once")
  func twice() throws {
    try fill(2)
    let path = try choose("percent", ["P-1"])
    try act(path, "values", [("value", "10")])
    try act(path, "run")
    try act(path, "run")
    #expect(try importer.product("P-1")?.terms.price == 11_110)
    try act(path, "undo")
    try act(path, "undo")
    #expect(try importer.product("P-1")?.terms.price == 10_100)
    let same = try ids(["P-1", "P-1"])
    let doubled = try shop.client.post(
      "/products/bulk", same + [("act", "price"), ("scope", "page")], as: shop.owner)
    #expect(try run(doubled.location)?.total == 1)
  }

  @Test("row 30: runs and their items are forgotten after 90 days")
  func forgotten() throws {
    let alone = try Shop(isAlone: true)
    let importer = Importer(shop: alone)
    try importer.run(importer.check("offer_id,title,category,price\nF-1,Teapot,11,100\n"))
    let id = try #require(try importer.product("F-1")?.id.description)
    let path = try alone.client.post(
      "/products/bulk", [("id", id), ("act", "price"), ("scope", "page")], as: alone.owner
    ).location
    let number = try #require(BulkID(text: path.split(separator: "/").last ?? ""))
    let isKept = { () throws -> Bool in
      let kernel = alone.client.kernel
      try kernel.database.writer.write { transaction in
        _ = try kernel.jobs.enqueue("bulk.sweep", nil, key: "every", in: transaction)
      }
      try alone.client.office.runDueJobs()
      return try alone.client.rows(of: alone.seller) {
        try BulkStore(rows: $0).run(number) != nil
      }
    }
    alone.client.advance(.hours(89 * 24))
    #expect(try isKept())
    alone.client.advance(.hours(48))
    #expect(try !isKept())
    #expect(try importer.product("F-1")?.id.description == id)
  }

  @Test("row 30: the list offers the acts to who may, and only to them")
  func bar() throws {
    try fill(1)
    let page = try shop.client.get("/products?tab=drafts", as: shop.owner).text
    #expect(
      page.contains("action=\"/products/bulk?tab=drafts\"") && page.contains("All 1 in this tab"))
    // The browser asks for the act, so that what was ticked is not lost to a page of faults.
    #expect(page.contains("id=\"act\" name=\"act\" required"))
    let viewer = try shop.client.signIn(.viewer, of: shop.seller)
    let plain = try shop.client.get("/products", as: viewer).text
    #expect(!plain.contains("name=\"act\"") && !plain.contains("name=\"id\""))
  }
}
