import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// A listing and its versions, as the pages change them.
@Suite struct ListingTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  @Test("the module boots, and an empty shop is told how to begin")
  func boots() throws {
    let page = try shop.client.get("/products", as: shop.owner)
    #expect(page.status == 200)
    #expect(page.text.contains("No products yet"))
  }

  @Test("a product begins as an empty draft with a warehouse to put stock in")
  func begins() throws {
    let path = try shop.begin()
    let product = try #require(try shop.product(path))
    #expect(product.state == .new)
    #expect(product.pending == .draft)
    #expect(try shop.balances(path).count == 1)
    #expect(try shop.counts() == ["products.all": 1, "products.drafts": 1, "stock.none": 1])
  }

  @Test("row 19: a draft is saved however much is missing")
  func incomplete() throws {
    let path = try shop.begin()
    let fields = try shop.form(path, ["category": "11", "title": "Teapot"])
    #expect(try shop.client.post(path, fields, as: shop.owner).status == 303)
    #expect(try shop.product(path)?.title == "Teapot")
  }

  @Test("submitting an incomplete draft saves it and names every missing field")
  func refusesIncomplete() throws {
    let path = try shop.begin()
    let fields = try shop.form(path, ["category": "11", "title": "Ceramic teapot"])
    let answer = try shop.client.post("\(path)/submission", fields, as: shop.owner)
    #expect(answer.status == 422)
    for field in ["description", "weight", "attribute_volume", "offer_id", "pictures"] {
      #expect(answer.text.contains("href=\"#\(field)\""), "\(field)")
    }
    #expect(try shop.product(path)?.title == "Ceramic teapot")
    #expect(try shop.product(path)?.pending == .draft)
  }

  @Test("row 23: while a version is in review only the terms can be changed, and those at once")
  func submits() throws {
    let path = try shop.submitted()
    #expect(try shop.product(path)?.pending == .review)
    let whole = try shop.save(path, ["title": "Another name for it", "price": "2700"])
    #expect(whole.status == 409)
    let terms = Shop.teapot.filter { Shop.terms.contains($0.key) }.merging(["price": "2600"]) { $1 }
    let later = try shop.client.post(path, shop.form(path, terms), as: shop.owner)
    #expect(later.status == 303)
    let product = try #require(try shop.product(path))
    #expect(product.title == Shop.teapot["title"])
    #expect(product.terms.price == 260_000)
  }

  @Test("the page of a version in review says that nothing is to do, and offers no upload")
  func waits() throws {
    let path = try shop.begin()
    let draft = try shop.client.get(path, as: shop.owner).text
    #expect(draft.contains("Submit it for review") && draft.contains("type=\"file\""))
    let page = try shop.client.get(try shop.submitted(), as: shop.owner).text
    #expect(page.contains("A moderator has it; you need to do nothing"))
    #expect(!page.contains("type=\"file\"") && !page.contains("Submit it for review"))
  }

  @Test("a version can be taken back while nobody looks at it")
  func withdraws() throws {
    let path = try shop.submitted()
    #expect(try shop.client.post("\(path)/withdrawal", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.pending == .draft)
    #expect(try shop.client.post("\(path)/withdrawal", as: shop.owner).status == 409)
  }

  @Test("a version can't be taken back while a moderator looks at it, and can when the lease ends")
  func withdrawsAfterLease() throws {
    let shop = try Shop(isAlone: true)
    let path = try shop.submitted()
    _ = try shop.client.post("/moderation/claim", as: shop.moderator)
    #expect(try shop.client.post("\(path)/withdrawal", as: shop.owner).status == 409)
    shop.client.advance(.seconds(21 * 60))
    #expect(try shop.client.post("\(path)/withdrawal", as: shop.owner).status == 303)
  }

  @Test("an approved product with price and stock is on sale")
  func onSale() throws {
    let path = try shop.onSale()
    let product = try #require(try shop.product(path))
    #expect(product.state == .onSale)
    #expect(product.blockers.isEmpty)
    #expect(try shop.client.get(path, as: shop.owner).text.contains("can buy it"))
  }

  @Test("row 22: an edit of a live product leaves the live version on sale until it is approved")
  func editsLive() throws {
    let path = try shop.onSale()
    try shop.save(path, ["title": "Ceramic teapot Koivu, sage green"], to: "/submission")
    let before = try #require(try shop.product(path))
    #expect(before.state == .onSale)
    #expect(before.title == Shop.teapot["title"])
    let page = try shop.client.get(try shop.item(path), as: shop.moderator)
    #expect(page.text.contains("<ins>"))
    try shop.approve(path)
    #expect(try shop.product(path)?.title == "Ceramic teapot Koivu, sage green")
  }

  @Test("saving a live product without a change of its content begins no version")
  func noNeedlessVersion() throws {
    let path = try shop.onSale()
    try shop.save(path, ["price": "2500"])
    #expect(try shop.product(path)?.open == nil)
    #expect(
      try shop.client.post("\(path)/submission", try shop.form(path, Shop.teapot), as: shop.owner)
        .status == 409)
  }

  @Test("hidden products are not sold and come back")
  func hides() throws {
    let path = try shop.onSale()
    #expect(try shop.client.post("\(path)/hiding", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.state == .hidden)
    #expect(try shop.client.post("\(path)/showing", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.state == .onSale)
  }

  @Test("an archived product takes its waiting version out of the queue and comes back hidden")
  func archives() throws {
    let path = try shop.onSale()
    try shop.save(path, ["title": "Ceramic teapot, other name"], to: "/submission")
    #expect(try shop.client.get("\(path)/archive", as: shop.owner).status == 200)
    let before = try #require(try shop.product(path)).version
    let version = "\(before + 2)"
    #expect(try shop.client.post("\(path)/archive", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.state == .archived)
    #expect(try shop.item(path) == "/moderation/0")
    let typed = try shop.form(path, Shop.teapot.merging(["version": version]) { $1 })
    #expect(try shop.client.post(path, typed, as: shop.owner).status == 409)
    #expect(try shop.client.post("\(path)/restoration", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.state == .hidden)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("a draft can be deleted, a product that was live can't")
  func deletes() throws {
    let draft = try shop.begin()
    #expect(try shop.client.post("\(draft)/removal", as: shop.owner).status == 303)
    #expect(try shop.client.get(draft, as: shop.owner).status == 404)
    let live = try shop.onSale()
    #expect(try shop.client.post("\(live)/removal", as: shop.owner).status == 409)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test(
    "row 25: two people can't write over each other unseen: the second sees both and keeps what was typed"
  )
  func guardsVersions() throws {
    let path = try shop.begin()
    let old = try shop.form(path, Shop.teapot.merging(["title": "Typed by the second"]) { $1 })
    try shop.save(path, ["title": "Saved by the first"])
    let answer = try shop.client.post(path, old, as: shop.owner)
    #expect(answer.status == 409)
    #expect(answer.input("title") == "Typed by the second")
    let text = answer.document.root.text
    #expect(text.contains("What is stored now") && text.contains("What you typed"))
    #expect(text.contains("Saved by") && text.contains("1 field differs"))
    #expect(try shop.product(path)?.title == "Saved by the first")
    let again = try shop.form(path, ["title": "x"]).first { $0.0 == "version" }?.1
    #expect(answer.input("version") == again)
  }

  @Test("an offer id is taken once in a shop and free in another")
  func uniqueOffer() throws {
    try shop.save(try shop.begin())
    let second = try shop.save(try shop.begin(), ["barcode": ""])
    #expect(second.status == 422)
    #expect(second.text.contains("href=\"#offer_id\""))
    let other = try shop.client.addSeller("Second")
    let owner = try shop.client.signIn(.owner, of: other)
    let path = try shop.client.post("/products", [("category", "11")], as: owner).location
    let fields = [("version", "1"), ("category", "11"), ("offer_id", "KOI-TP09")]
    #expect(try shop.client.post(path, fields, as: owner).status == 303)
  }

  @Test("kept counts equal their rows after every act")
  func counts() throws {
    let live = try shop.onSale()
    _ = try shop.begin()
    _ = try shop.submitted(["offer_id": "B", "barcode": ""])
    _ = try shop.client.post("\(live)/hiding", as: shop.owner)
    #expect(try shop.wrongCounts().isEmpty)
    #expect(
      try shop.counts() == [
        "products.all": 3, "products.hidden": 1, "products.drafts": 1, "products.review": 1,
        "stock.none": 2,
      ])
  }
}
