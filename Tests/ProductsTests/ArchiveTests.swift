import Commerce
import HTTP
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Listings that come from elsewhere, and the module's own tables of contents.
@Suite struct ArchiveTests {
  static let states: [(ProductArchive.State, ListingState, Pending)] = [
    (.live, .onSale, .none), (.hidden, .hidden, .none), (.archived, .archived, .none),
    (.draft, .new, .draft), (.submitted, .new, .review),
    (.returned(reasons: ["title:language"], message: "Again"), .new, .fixes),
  ]

  @Test(
    "a listing from elsewhere stands in its state, with stock, counts and queue", arguments: states)
  func inserts(state: ProductArchive.State, listed: ListingState, pending: Pending) throws {
    let shop = try Shop()
    let archive = ProductArchive(kernel: shop.client.kernel)
    var listing = ProductArchive.Listing(
      category: CategoryID(raw: 91), title: "From elsewhere", offerID: "E-1",
      createdAt: shop.client.clock.now() - .days(3))
    listing.price = 500
    listing.stock = 4
    listing.state = state
    let id = try shop.client.write(in: shop.seller) { tx in
      let warehouse = try archive.addWarehouse(named: "Main", in: tx)
      return try archive.insert(listing, warehouse: warehouse, in: tx)
    }
    let product = try #require(try shop.product("/products/\(id)"))
    #expect(product.state == listed)
    #expect(product.pending == pending)
    #expect(try shop.wrongCounts().isEmpty)
    #expect(try shop.balances("/products/\(id)").map(\.onHand) == [4])
    #expect(try shop.client.get("/products/\(id)", as: shop.owner).status == 200)
    let waits = try shop.item("/products/\(id)") != "/moderation/0"
    #expect(waits == (pending == .review))
    let record = try shop.client.platform {
      try $0.first(ModerationSQL.record, shop.seller.raw) ?? ModerationRecord()
    }
    let isDecided = pending == .none
    #expect(record.approved == (isDecided ? 1 : 0) && record.rejected == 0)
    #expect(record.changes == (pending == .fixes ? 1 : 0))
  }

  @Test("listings of several shops come in at once, each with its shop's counts and words")
  func lots() throws {
    let shops = [try Shop(), try Shop()]
    let kernel = shops[0].client.kernel
    let archive = ProductArchive(kernel: kernel)
    var lots: [ProductArchive.Lot] = []
    for shop in shops {
      let warehouse = try shop.client.write(in: shop.seller) { tx in
        try archive.addWarehouse(named: "Main", in: tx)
      }
      var lot = ProductArchive.Lot(of: shop.seller, in: warehouse)
      for number in 1...3 {
        var listing = ProductArchive.Listing(
          category: CategoryID(raw: 91), title: "Enamel bucket \(number)", offerID: "E-\(number)",
          createdAt: shop.client.clock.now())
        listing.price = number == 1 ? nil : 500
        listing.stock = number == 2 ? 0 : 4
        listing.state = number == 3 ? .submitted : .live
        let id: ProductID = kernel.newID()
        lot.listings.insert((id, listing), at: 0)
      }
      lots.append(lot)
    }
    try kernel.database.writer.write {
      try archive.insert(lots, in: $0.platform(Operator.platform))
    }
    for shop in shops {
      #expect(
        try shop.counts() == [
          "products.all": 3, "products.ready": 2, "products.review": 1, "stock.none": 1,
        ])
      #expect(try shop.wrongCounts().isEmpty)
      let found = try shop.client.get("/products?q=bucket", as: shop.owner).text
      #expect(found.ranges(of: ">Enamel bucket").count == 3)
    }
  }

  @Test("an identity of more than 53 bits is refused")
  func identities() throws {
    let shop = try Shop()
    let archive = ProductArchive(kernel: shop.client.kernel)
    let listing = ProductArchive.Listing(
      category: CategoryID(raw: 91), title: "A", offerID: "A", createdAt: shop.client.clock.now())
    #expect(throws: SQLError.self) {
      try shop.client.write(in: shop.seller) { tx in
        let warehouse = try archive.addWarehouse(named: "Main", in: tx)
        try archive.insert(listing, id: ProductID(raw: 1 << 53), warehouse: warehouse, in: tx)
      }
    }
  }

  @Test("the platform's count of waiting versions equals its rows")
  func waiting() throws {
    let shop = try Shop(isAlone: true)
    _ = try shop.submitted()
    _ = try shop.onSale(["offer_id": "B", "barcode": ""])
    let kept = try shop.client.platform { try $0.one(Self.waitingCount) }
    let counted = try shop.client.platform { try $0.one(Self.waitingRows) }
    #expect(kept == 1)
    #expect(counted == 1)
  }

  private static let waitingCount = Query<Int64>(
    "select value from platform_counter where name = 'moderation.waiting'")
  private static let waitingRows = Query<Int64>(
    "select count(*) from moderation_item where state = 'open'")

  @Test("every statement is prepared, and none walks all rows of a shop's table")
  func statements() throws {
    let shop = try Shop()
    for check in ProductsModule.statements {
      let plan = try check.explain(shop.client.kernel.database)
      for line in plan {
        let scans = ["product", "product_revision", "product_image", "stock", "stock_movement"]
          .contains { line == "SCAN main.\($0)" || line == "SCAN \($0)" }
        #expect(!scans, "\(check.name): \(line)")
      }
    }
  }

  @Test("a leaf's attributes are read in every language, with their dictionaries")
  func categories() throws {
    let shop = try Shop()
    let store = try CategoryStore(rows: shop.client.reader().open)
    let leaves = try store.names().filter { $0.parent != nil }
    #expect(leaves.count == 86)
    for leaf in leaves {
      let category = try #require(try store.leaf(leaf.id))
      for attribute in category.attributes {
        if case .choice(let choices) = attribute.kind {
          #expect(choices.count > 1, "\(attribute.key) of \(category.name.en)")
        }
        #expect(Locale.allCases.allSatisfy { !attribute.label($0).isEmpty })
      }
    }
    #expect(try store.leaf(CategoryID(raw: 1)) == nil)
  }
}
