import Commerce
import Office
import OfficeTesting
@_spi(Minting) import SQL
import Testing

@testable import Products

/// Listings in random states: what is shown equals what is so.
@Suite struct StateTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private static let setState = Command(
    """
    update main.product set live_revision = iif(?3, id, null), price = ?4, price_before = null,
      price_min = null, is_hidden = ?5, is_archived = ?6, suspended = ?7, pending = ?8,
      low_stock = ?9, title = ?10, brand = ?11, category_id = ?12, updated_at = ?13
    where seller_id = ?1 and id = ?2
    """)
  private static let setAvailable = Command(
    "update main.product_shelf set available = ?3 where seller_id = ?1 and id = ?2")

  /// One random state, and what of it keeps buyers away, worked out apart from the database.
  private struct State {
    let isLive: Bool
    let price: Int64?
    let available: Int64
    let isHidden: Bool
    let isArchived: Bool
    let suspension: String
    let pending: Pending
    let lowStock: Int64
    let name: String
    let category: Int64
    let changed: Int64

    init(_ dice: inout Dice) {
      isLive = dice.next() % 4 > 0
      price = dice.next() % 3 > 0 ? 100 : nil
      available = Int64(dice.next() % 3)
      isHidden = dice.next() % 3 == 0
      isArchived = isLive && dice.next() % 5 == 0
      suspension = ["", "", "document", "policy"][Int(dice.next() % 4)]
      pending = Pending.allCases[Int(dice.next() % 4)]
      lowStock = Int64(dice.next() % 3)
      name = ["Koivu", "koivu", "Чай"][Int(dice.next() % 3)]
      category = dice.next() % 2 == 0 ? 11 : 12
      changed = Int64(dice.next() % 3) + 1
    }

    var failed: Set<Blockers> {
      var failed: Set<Blockers> = []
      if !isLive { failed.insert(.notApproved) }
      if price == nil { failed.insert(.noPrice) }
      if available == 0 { failed.insert(.noStock) }
      if isHidden { failed.insert(.hidden) }
      if isArchived { failed.insert(.archived) }
      if !suspension.isEmpty { failed.insert(.suspended) }
      return failed
    }
  }

  /// The counts of the stock's tabs follow movements, which these states did not come from.
  private func wrongTabs() throws -> [String] {
    try shop.wrongCounts().filter { $0.hasPrefix("products.") }
  }

  private func put(_ state: State, on path: String) throws {
    let id = shop.id(path)
    try shop.client.write(in: shop.seller) { tx in
      try ProductStore.counting(id, in: tx) {
        _ = try tx.run(
          Self.setState, tx.scope.seller, id.raw, state.isLive, state.price,
          state.isHidden, state.isArchived, state.suspension, state.pending,
          state.lowStock, state.name, state.name, state.category, state.changed)
        _ = try tx.run(Self.setAvailable, tx.scope.seller, id.raw, state.available)
      }
    }
  }

  @Test("row 27: for random states the reasons why it is not visible are the failed predicates")
  func reasons() throws {
    var dice = Dice(seed: 27)
    let path = try shop.onSale()
    for _ in 0..<300 {
      let state = State(&dice)
      try put(state, on: path)
      let product = try #require(try shop.product(path))
      #expect(Set(product.blockers.all) == state.failed)
      #expect(ListingState(product.blockers) == product.state)
      let buyable = try shop.client.write(in: shop.seller) { tx in
        try Stock(kernel: shop.client.kernel).sellable(
          shop.id(path), in: tx.transaction.platform(PlatformScope()))
      }
      #expect((buyable != nil) == state.failed.isEmpty)
    }
    #expect(try wrongTabs().isEmpty)
  }

  @Test("row 27: the page names every reason at once, each with what to do")
  func page() throws {
    let path = try shop.onSale()
    try shop.save(path, ["stock": "0", "price": "", "price_before": "", "price_min": ""])
    _ = try shop.client.post("\(path)/hiding", as: shop.owner)
    let text = try shop.client.get(path, as: shop.owner).document.root.text
    for key in ["hidden", "noPrice", "noStock"] {
      for suffix in ["", ".fix"] {
        let words = shop.client.kernel.wording.strings.text(
          Message("products.blocker.\(key)\(suffix)"), .en)
        #expect(text.contains(words), "\(key)\(suffix)")
      }
    }
  }

  @Test("row 11: the count of each tab equals the rows of its list, for 1000 random states")
  func counts() throws {
    var dice = Dice(seed: 11)
    var paths: [String] = []
    for number in 0..<12 {
      paths.append(try shop.onSale(["offer_id": "P\(number)", "barcode": ""]))
    }
    for step in 1...1000 {
      try put(State(&dice), on: paths[Int(dice.next() % 12)])
      if step % 50 > 0 { continue }
      let counts = try shop.counts()
      for tab in ProductTab.allCases {
        let rows = try shop.client.rows(of: shop.seller) {
          try ProductStore(rows: $0).page(ProductFilter(tab: tab)).rows
        }
        #expect(Int64(rows.count) == counts[tab.counter] ?? 0, "\(tab) after \(step)")
      }
    }
    #expect(try wrongTabs().isEmpty)
  }

  @Test("row 26: archived goods leave the shop at once, and what was promised still leaves")
  func archive() throws {
    let path = try shop.onSale()
    let stock = Stock(kernel: shop.client.kernel)
    let now = shop.client.clock.now()
    let posting = PostingID(raw: 26)
    let got = try shop.client.write(in: shop.seller) { tx in
      try stock.reserve(shop.id(path), quantity: 4, for: posting, at: now, in: tx)
    }
    let page = try shop.client.get("\(path)/archive", as: shop.owner).text
    #expect(page.contains("4 pieces are promised to orders"))
    #expect(try shop.client.post("\(path)/archive", as: shop.owner).status == 303)
    #expect(throws: StockRefusal.notSellable) {
      try shop.client.write(in: shop.seller) { tx in
        try stock.reserve(shop.id(path), quantity: 1, for: PostingID(raw: 27), at: now, in: tx)
      }
    }
    try shop.client.write(in: shop.seller) { tx in
      try stock.ship(got, for: posting, at: now, in: tx)
    }
    #expect(try shop.balances(path).first?.onHand == 6)
    #expect(try shop.client.post("\(path)/restoration", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.state == .hidden)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 20: what the moderator's checks find, the seller's page has found before")
  func sameChecks() throws {
    var dice = Dice(seed: 20)
    let titles = [
      "Ceramic teapot Koivu, 0.9 L", "BUY THIS TEAPOT NOW", "Best replica of it", "Pot",
    ]
    let texts = ["Write to shop@koivu.example", "Heals headaches at once, every time", "Short"]
    for _ in 0..<12 {
      let path = try shop.begin()
      let title = titles[Int(dice.next() % 4)]
      try shop.save(
        path,
        [
          "title": title, "description": texts[Int(dice.next() % 3)], "barcode": "",
          "offer_id": dice.next() % 2 == 0 ? "" : "R\(dice.next())",
          "weight": dice.next() % 2 == 0 ? "" : "900000",
          "attribute_volume": dice.next() % 2 == 0 ? "" : "900",
        ], picture: dice.next() % 2 == 0 ? Shop.picture(300, 300) : nil)
      let seen = try shop.client.get(path, as: shop.owner).text
      let refused = try shop.save(path, try typed(path), to: "/submission")
      if refused.status == 303 { continue }
      #expect(refused.status == 422)
      for link in refused.document.root.elements("a") where link["href"]?.hasPrefix("#") ?? false {
        guard link.text.contains(": ") else { continue }
        #expect(seen.contains("href=\"\(link["href"] ?? "")\""), "\(link.text)")
      }
    }
  }

  /// What stands in the form now.
  private func typed(_ path: String) throws -> [String: String] {
    let page = try shop.client.get(path, as: shop.owner)
    var fields: [String: String] = ["barcode": ""]
    for name in ["title", "offer_id", "weight", "attribute_volume"] {
      fields[name] = page.input(name) ?? ""
    }
    let area = page.document.root.elements("textarea").first { $0["name"] == "description" }
    fields["description"] = area?.text ?? ""
    return fields
  }
}
