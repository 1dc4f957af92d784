import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Variants made and changed as one matrix.
@Suite struct VariantTests {
  let shop: Shop
  let path: String

  /// A draft of a T-shirt with a number of its own.
  init() throws {
    shop = try Shop()
    path = try shop.client.post("/products", [("category", "61")], as: shop.owner).location
    _ = try shop.client.post(
      path,
      [
        ("version", "1"), ("category", "61"), ("title", "T-shirt Koivu of linen"),
        ("description", "A straight T-shirt of soft linen, washed once."), ("brand", "Koivu"),
        ("offer_id", "KOI-TS"), ("attribute_audience", "women"), ("attribute_country", "ru"),
        ("attribute_composition", "Linen 100 %"), ("weight", "180"), ("price", "990"),
      ], as: shop.owner)
  }

  static let colours = [
    "white", "black", "red", "blue", "green", "grey", "pink", "brown", "beige", "orange",
  ]
  static let sizes = ["s", "m", "l", "xl"]

  private func chosen(_ colours: some Sequence<String>, _ sizes: some Sequence<String>)
    -> [(String, String)]
  {
    colours.map { ("v_colour", $0) } + sizes.map { ("v_size", $0) }
  }

  /// The matrix's form as the page holds it, with changes.
  private func form(
    _ chosen: [(String, String)], _ changes: [String: String] = [:]
  ) throws -> [(String, String)] {
    let query = chosen.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    let page = try shop.client.get("\(path)/variants?\(query)", as: shop.owner)
    #expect(page.status == 200)
    let forms = page.document.forms(at: "\(path)/variants")
    var form = try #require(forms.first { $0.action == "\(path)/variants" && $0.method == "post" })
    for (name, value) in changes { form[name] = value.isEmpty ? nil : value }
    return form.fields.filter { $0.name != "_token" }.map { ($0.name, $0.value) }
  }

  private func post(_ fields: [(String, String)], to tail: String = "") throws -> Answer {
    try shop.client.post("\(path)/variants\(tail)", fields, as: shop.owner)
  }

  private func family() throws -> [FamilyMember] {
    try shop.client.rows(of: shop.seller) { reader in
      let store = VariantStore(rows: reader)
      guard let family = try store.family(of: shop.id(path)) else { return [] }
      return try store.members(of: family.id)
    }
  }

  private func stock(_ product: ProductID) throws -> Int64 {
    try shop.client.rows(of: shop.seller) {
      try StockStore(rows: $0).balances(of: product).reduce(0) { $0 + $1.onHand }
    }
  }

  @Test("row 13: a matrix of 3 x 4 is made in one post, each cell a product of its own")
  func makes() throws {
    let fields = try form(
      chosen(Self.colours.prefix(3), Self.sizes),
      ["price_all": "1190", "stock_all": "7", "price_xl-black": "1290", "stock_m-red": "3"])
    let answer = try post(fields)
    #expect(answer.status == 303)
    let members = try family()
    #expect(members.count == 12)
    #expect(Set(members.map(\.product.terms.offerID)).count == 12)
    let places = Set(members.map { "\($0.values["colour"] ?? "")-\($0.values["size"] ?? "")" })
    #expect(places.count == 12 && places.contains("red-xl"))
    for member in members where member.product.id != shop.id(path) {
      #expect(member.product.title == "T-shirt Koivu of linen")
      #expect(member.values["composition"] == "Linen 100 %")
      let code = member.product.terms.barcode
      #expect((try? GTIN(code))?.kind == .ean13 && code.hasPrefix("20"))
      let place = "\(member.values["colour"] ?? "")-\(member.values["size"] ?? "")"
      #expect(member.product.terms.price == (place == "black-xl" ? 129_000 : 119_000))
      #expect(try stock(member.product.id) == (place == "red-m" ? 3 : 7))
    }
    // The product that it started from took the first place that was free, and kept its number.
    let source = try #require(members.first { $0.product.id == shop.id(path) })
    #expect(source.values["size"]?.isEmpty == false)
    #expect(source.product.terms.offerID == "KOI-TS")
    #expect(try shop.wrongCounts() == [])
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("KOI-TS-XL-RED"))
  }

  @Test("row 13: a matrix of 10 x 12 is usable: one page, one post, changed by another")
  func large() throws {
    let path = try shop.client.post("/products", [("category", "101")], as: shop.owner).location
    _ = try shop.client.post(
      path,
      [("version", "1"), ("category", "101"), ("title", "Sneakers"), ("offer_id", "SNK")],
      as: shop.owner)
    var query = Self.colours.map { "v_colour=\($0)" }
    query += (35...46).map { "v_shoe_size=eu\($0)" }
    let address = "\(path)/variants?\(query.joined(separator: "&"))"
    let page = try shop.client.get(address, as: shop.owner)
    var form = try #require(
      page.document.forms(at: address).first { $0.fields.contains { $0.name == "pattern" } })
    form["price_all"] = "4990"
    let fields = form.fields.filter { $0.name != "_token" }.map { ($0.name, $0.value) }
    #expect(try shop.client.post("\(path)/variants", fields, as: shop.owner).status == 303)
    let again = try shop.client.get("\(path)/variants", as: shop.owner)
    let known = try #require(
      again.document.forms(at: path).first { $0.fields.contains { $0.name == "pattern" } })
    #expect(known.fields.count { $0.name.hasPrefix("version_") } == 120)
    let same = known.fields.filter { $0.name != "_token" }.map { ($0.name, $0.value) }
    #expect(try shop.client.post("\(path)/variants", same, as: shop.owner).status == 303)
  }

  @Test("row 13: what is wrong is told at its cell, all of it, and nothing is half made")
  func refuses() throws {
    _ = try shop.onSale(["offer_id": "TAKEN", "barcode": "4607123450017"])
    let fields = try form(
      chosen(["white", "black"], ["s", "m"]),
      [
        "barcode_s-black": "4607123450018", "price_m-black": "a lot", "offer_m-white": "SAME",
        "offer_m-black": "SAME",
      ])
    let answer = try post(fields)
    #expect(answer.status == 422)
    for field in ["barcode_s-black", "price_m-black", "offer_m-black"] {
      #expect(answer.text.contains("href=\"#\(field)\""), "\(field)")
      #expect(answer.text.contains("id=\"\(field)-e\""), "\(field)")
    }
    #expect(answer.input("price_m-black") == "a lot")
    #expect(answer.input("offer_m-white") == "SAME")
    #expect(try family().isEmpty)
    let taken = try post(
      try form(chosen(["white", "black"], ["s"]), ["offer_s-black": "TAKEN"]))
    #expect(taken.status == 422)
    #expect(taken.text.contains("id=\"offer_s-black-e\""))
    #expect(try family().isEmpty)
    #expect(try shop.wrongCounts() == [])
  }

  @Test("row 13: cells that are there are shown and changed; unticked ones are not made")
  func changes() throws {
    _ = try post(try form(chosen(["white", "black"], ["s", "m"]), ["make_m-black": ""]))
    #expect(try family().count == 3)
    _ = try post(
      try form(
        chosen(["red"], [String]()),
        ["price_s-black": "777", "stock_s-black": "5", "make_s-red": "", "make_m-black": ""]))
    let members = try family()
    #expect(members.count == 4)
    let black = try #require(members.first { $0.values["colour"] == "black" })
    #expect(black.product.terms.price == 77_700)
    #expect(try stock(black.product.id) == 5)
    #expect(members.contains { $0.values["colour"] == "red" && $0.values["size"] == "m" })
  }

  @Test("row 13: somebody was faster at one cell: told there, and saving again writes")
  func stale() throws {
    _ = try post(try form(chosen(["white", "black"], ["s"])))
    let fields = try form([], ["price_s-black": "888"])
    _ = try post(try form([], ["price_s-black": "777"]))
    let answer = try post(fields)
    #expect(answer.status == 422)
    #expect(answer.text.contains("id=\"offer_s-black-e\""))
    #expect(answer.input("price_s-black") == "888")
  }

  @Test("row 13: a matrix sent twice is made once; a cell typed otherwise meanwhile is told")
  func twice() throws {
    let chosen = chosen(["white", "black"], ["s", "m"])
    let fields = try form(chosen, ["price_all": "990", "stock_all": "3"])
    let other = try form(chosen, ["price_all": "990", "stock_all": "3", "price_m-black": "880"])
    #expect(try post(fields).status == 303)
    let made = try family().map(\.product)
    #expect(try post(fields).status == 303)
    #expect(try family().map(\.product.version) == made.map(\.version))
    #expect(try family().map(\.product.terms) == made.map(\.terms))
    let answer = try post(other)
    #expect(answer.status == 422 && answer.input("price_m-black") == "880")
    #expect(answer.text.ranges(of: "Somebody changed this variant meanwhile").count == 2)
    #expect(answer.input("was_m-black") == "3")
  }

  @Test("row 17: a price of the matrix that waits to be typed again is told in its row")
  func held() throws {
    _ = try post(try form(chosen(["white", "black"], ["s"]), ["price_all": "990"]))
    let location = try post(try form([], ["price_s-black": "9"])).location
    let page = try shop.client.get(location, as: shop.owner).text
    #expect(page.contains("9.00 waits: type it again"))
    let black = try #require(try family().first { $0.values["colour"] == "black" })
    #expect(black.product.terms.price == 99_000 && black.product.asked?.price == 900)
  }

  @Test("row 13: a variant leaves its family whole; the last but one takes the other along")
  func leaves() throws {
    let fields = try form(
      chosen(["white"], ["s", "m", "l"]), ["price_all": "990", "stock_all": "5"])
    #expect(try post(fields).status == 303)
    let members = try family()
    let count = members.count
    #expect(count >= 3)
    let leaver = try #require(members.last?.product)
    let before = try shop.client.rows(of: shop.seller) { reader in
      try leaver.newest.flatMap { try RevisionStore(rows: reader).revision($0)?.content }
    }
    let page = try shop.client.get("/products/\(leaver.id)", as: shop.owner)
    #expect(page.text.contains("action=\"/products/\(leaver.id)/variants/leaving\""))
    let leave = { (id: ProductID) in
      try shop.client.post("/products/\(id)/variants/leaving", as: shop.owner).status
    }
    #expect(try leave(leaver.id) == 303)
    #expect(try family().count == count - 1)
    let alone = try #require(try shop.product("/products/\(leaver.id)"))
    #expect(alone.terms == leaver.terms && alone.available == leaver.available)
    #expect(
      try shop.client.rows(of: shop.seller) { reader in
        try alone.newest.flatMap { try RevisionStore(rows: reader).revision($0)?.content }
      } == before)
    #expect(try leave(leaver.id) == 409, "it stands alone already")
    for member in try family().dropLast() { #expect(try leave(member.product.id) == 303) }
    #expect(try family().isEmpty)
  }

  @Test("row 13: filling writes the first row into the cells and stores nothing")
  func fills() throws {
    let fields = try form(
      chosen(["white", "black"], ["s"]), ["price_all": "555", "stock_all": "9"])
    let answer = try post(fields + [("act", "fill")])
    #expect(answer.status == 200)
    #expect(answer.input("price_s-black") == "555")
    #expect(answer.input("offer_s-black") == "KOI-TS-S-BLACK")
    #expect(try family().isEmpty)
  }

  @Test("row 13: the shared content goes to all variants as drafts, each keeping its own values")
  func copies() throws {
    _ = try post(try form(chosen(["white", "black"], ["s", "m"])))
    let version = try #require(try shop.product(path)).version
    _ = try shop.client.post(
      path,
      [
        ("version", "\(version)"), ("category", "61"), ("title", "T-shirt Koivu, new name"),
        ("offer_id", "KOI-TS"), ("attribute_colour", "white"), ("attribute_size", "s"),
        ("attribute_audience", "men"),
      ], as: shop.owner)
    #expect(try post([], to: "/content").status == 303)
    let members = try family()
    #expect(members.allSatisfy { $0.product.title == "T-shirt Koivu, new name" })
    #expect(members.allSatisfy { $0.values["audience"] == "men" })
    #expect(
      Set(members.map { "\($0.values["colour"] ?? "")\($0.values["size"] ?? "")" }).count == 4)
  }

  @Test("row 13: three axes, too many cells and a category without variants are refused in words")
  func limits() throws {
    let many = chosen(
      Self.colours + ["yellow", "purple", "many"], Self.sizes + ["xs", "xxl", "one"])
    #expect(many.count == 20)
    let query = many.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    #expect(try shop.client.get("\(path)/variants?\(query)", as: shop.owner).status == 200)
    let none = try post([("price_all", "1")])
    #expect(none.status == 422)
    #expect(none.text.contains("Choose at least one value"))
    let other = try shop.client.post("/products", [("category", "163")], as: shop.owner).location
    let page = try shop.client.get("\(other)/variants", as: shop.owner)
    #expect(page.text.contains("no attributes that make variants"))
  }

  @Test("row 13: internal numbers have a right check digit and are never given twice")
  func barcodes() {
    var seen: Set<String> = []
    for raw in Int64(1)...2_000 {
      let text = InternalBarcode.text(for: ProductID(raw: 1_781_234_567_890_123 + raw * 7))
      #expect((try? GTIN(text))?.kind == .ean13)
      #expect(seen.insert(text).inserted)
    }
  }
}
