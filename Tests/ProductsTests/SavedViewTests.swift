import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// Views of lists, saved under a name.
@Suite struct SavedViewTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private func save(
    _ name: String = "Low teapots", _ query: String = "category=11&stock=low",
    audience: String = "maker", as person: Person? = nil
  ) throws -> Answer {
    try shop.client.post(
      "/views",
      [
        ("list", "/products"), ("query", query), ("name", name), ("audience", audience),
        ("pinned", "1"),
      ], as: person ?? shop.owner)
  }

  private func list(_ query: String = "", as person: Person? = nil) throws -> String {
    try shop.client.get("/products\(query)", as: person ?? shop.owner).text
  }

  private func id(_ answer: Answer) -> String {
    String(answer.location.split(separator: "view=").last ?? "")
  }

  @Test("row 7: a view is the address under a name; it comes back in one click")
  func saved() throws {
    #expect(try list("?stock=low&category=11").contains("/views/new?list="))
    let answer = try save()
    #expect(answer.status == 303)
    #expect(answer.location.hasPrefix("/products?category=11&stock=low&view="))
    let bar = try list()
    #expect(bar.contains("Low teapots"))
    let shown = try shop.client.get(answer.location, as: shop.owner).text
    #expect(shown.contains("chip--on\" href=\"/products?category=11&amp;stock=low&amp;view="))
    #expect(!shown.contains("/views/new?list="), "what is saved needs no saving")
  }

  @Test("row 7: the query is kept as the list reads it, whatever was posted")
  func canonical() throws {
    let answer = try save("X", "stock=low&colour=red&tab=nonsense&after=9&q=%20tea%20&view=7")
    #expect(answer.location.hasPrefix("/products?q=tea&stock=low&view="))
  }

  @Test(
    "row 7: what can't be a view is refused and nothing is stored",
    arguments: [
      ("", "maker", 422), (String(repeating: "x", count: 61), "maker", 422),
      ("A\u{202E}b", "maker", 422), ("A", "moderator", 422), ("A", "", 422),
    ])
  func refused(name: String, audience: String, status: Int) throws {
    let answer = try save(name, audience: audience)
    #expect(answer.status == status)
    #expect(answer.text.contains("class=\"errors\""))
    #expect(!(try list().contains("class=\"chip\"")))
  }

  @Test("row 7: a view of no list, or of a damaged query, is no page")
  func unknown() throws {
    for (list, query) in [("/none", ""), ("/moderation", ""), ("/products", "q=%ff")] {
      let fields = [("list", list), ("query", query), ("name", "A"), ("audience", "maker")]
      #expect(try shop.client.post("/views", fields, as: shop.owner).status == 404)
    }
    #expect(try shop.client.get("/views/new?list=/none", as: shop.owner).status == 404)
  }

  @Test("row 7: private is private, a role's view is the role's, the shop's is everybody's")
  func shared() throws {
    let keeper = try shop.client.signIn(.warehouse, of: shop.seller)
    let editor = try shop.client.signIn(.catalogue, of: shop.seller)
    let stranger = try shop.client.signIn(.owner, of: shop.client.addSeller("Second"))
    let mine = id(try save("Mine alone"))
    let role = id(try save("For the catalogue", "stock=none", audience: "catalogue"))
    let all = id(try save("For all of us", "stock=ok", audience: "shop"))
    for (person, names) in [
      (shop.owner, ["Mine alone", "For the catalogue", "For all of us"]),
      (editor, ["For the catalogue", "For all of us"]), (keeper, ["For all of us"]),
      (stranger, []),
    ] {
      let page = try list(as: person)
      let kept = try shop.client.get("/views", as: person).text
      for name in ["Mine alone", "For the catalogue", "For all of us"] {
        #expect(page.contains(name) == names.contains(name), "\(person.role) \(name)")
        #expect(kept.contains(name) == names.contains(name), "\(person.role) \(name)")
      }
    }
    for (person, view) in [(editor, mine), (editor, role), (keeper, all), (stranger, all)] {
      #expect(try shop.client.get("/views/\(view)", as: person).status == 404)
      #expect(try shop.client.post("/views/\(view)/removal", as: person).status == 404)
      let fields = [("name", "Taken"), ("audience", "maker")]
      #expect(try shop.client.post("/views/\(view)", fields, as: person).status == 404)
    }
  }

  @Test("row 7: the owner may change what others share, not what they keep to themselves")
  func owners() throws {
    let editor = try shop.client.signIn(.catalogue, of: shop.seller)
    let open = id(try save("Shared", audience: "shop", as: editor))
    let own = id(try save("Own", audience: "maker", as: editor))
    #expect(try shop.client.post("/views/\(open)/removal", as: shop.owner).status == 303)
    #expect(try shop.client.post("/views/\(own)/removal", as: shop.owner).status == 404)
    #expect(try list(as: editor).contains("Own"))
  }

  @Test("row 7: a view is renamed, unpinned, set to what is shown now, and deleted")
  func changes() throws {
    let view = id(try save())
    let changed = try list("?category=11&view=\(view)")
    #expect(changed.contains("action=\"/views/\(view)/query\""))
    #expect(changed.contains("Update “Low teapots”"))
    let set = try shop.client.post(
      "/views/\(view)/query", [("query", "category=11")], as: shop.owner)
    #expect(set.location == "/products?category=11&view=\(view)")
    #expect(!(try list("?category=11&view=\(view)").contains("/query\"")))
    let renamed = try shop.client.post(
      "/views/\(view)", [("name", "All <teapots>"), ("audience", "maker")], as: shop.owner)
    #expect(renamed.status == 303)
    #expect(!(try list().contains("teapots")), "it is pinned no more")
    #expect(try shop.client.get("/views", as: shop.owner).text.contains("All &lt;teapots&gt;"))
    #expect(try shop.client.post("/views/\(view)/removal", as: shop.owner).status == 303)
    #expect(try shop.client.get("/views/\(view)", as: shop.owner).status == 404)
  }

  @Test("row 7: the badge counts the rows, and says 99+ where there are more")
  func badge() throws {
    let archive = ProductArchive(kernel: shop.client.kernel)
    _ = try save("Few", "category=12")
    _ = try save("Many", "category=11")
    try shop.client.write(in: shop.seller) { tx in
      let warehouse = try archive.addWarehouse(named: "Main", in: tx)
      for index in 0..<103 {
        let listing = ProductArchive.Listing(
          category: CategoryID(raw: index < 3 ? 12 : 11), title: "P\(index)",
          offerID: "V-\(index)", createdAt: shop.client.clock.now())
        _ = try archive.insert(listing, warehouse: warehouse, in: tx)
      }
    }
    let bar = try list()
    #expect(bar.contains("Few <b>3</b>") && bar.contains("Many <b>99+</b>"))
  }

  @Test("row 7: a shop keeps fifty views of a list for each member, no more")
  func limit() throws {
    for number in 0..<50 { #expect(try save("V\(number)").status == 303) }
    let answer = try save("One more")
    #expect(answer.status == 422 && answer.text.contains("50 views"))
  }
}
