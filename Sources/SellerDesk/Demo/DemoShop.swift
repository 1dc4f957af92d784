import Commerce
import Documents
import Office
import Orders
import Products
import SQL

/// Makes the demo marketplace: two shops with staff, goods with drawn pictures, 60 days of orders.
struct DemoShop {
  /// What was drawn, by thing and colour.
  private typealias Pictures = [ProductPicture: [ProductColour: ProductArchive.Image]]

  static let password = "sellerdesk-demo"
  static let key = "sd_demo_storefront_key"
  static let sellerKey = "sk_demo_seller_key"

  let kernel: Kernel
  let say: (String) -> Void

  private static let marker = Query<String>("select value from setting where name = 'demo'") {
    (value: String) in value
  }
  private static let settle = SQL.Command(
    """
    update seller set country = 'RU', postcode = ?, city = ?, address = ? where id = ?
    """)
  private static let polyana = Query<Int64>("select id from seller where name = ? limit 1") {
    (id: Int64) in id
  }
  private static let mark = SQL.Command("insert into setting (name, value) values ('demo', 'made')")

  /// Whether the data folder holds a whole demo.
  func isMade() throws -> Bool {
    try kernel.database.makeReader().open.first(Self.marker) != nil
  }

  /// What programs of the first shop send as `Client-Id`.
  static func client(_ kernel: Kernel) throws -> String {
    let id = try kernel.database.makeReader().open.first(polyana, "Polyana Home")
    return id.map { "\($0)" } ?? ""
  }

  /// Makes it all; the mark comes last, so a demo that was cut short is made anew.
  func make() throws {
    let (first, second) = try addPeople()
    try settle(first, "300000", "Tula", "Skladskaya 3, gate 2")
    try settle(second, "190000", "St Petersburg", "Naberezhnaya 14")
    say("Drawing pictures ...")
    let wares = (DemoGoods.make(200, seed: 7), DemoGoods.make(24, seed: 11))
    let pictures = try drawPictures(wares.0 + wares.1)
    say("Filling two shops ...")
    let goods = try addGoods(wares.0, to: first, pictures)
    let others = try addGoods(wares.1, to: second, pictures)
    say("Remembering 60 days of orders ...")
    let history = DemoHistory(kernel: kernel)
    try history.make(
      shop: first, goods: goods, perDay: 22,
      hands: ArchivedHands(office: "Vera Orlova", warehouse: "Timur Gusev"))
    try history.make(
      shop: second, goods: others, perDay: 3,
      hands: ArchivedHands(office: "Lev Zimin", warehouse: "Lev Zimin"))
    try DemoStock(kernel: kernel).spread(in: first)
    try DemoFloor(kernel: kernel).furnish(first, goods, isBusy: true)
    try DemoFloor(kernel: kernel).furnish(second, others, isBusy: false)
    try kernel.database.writer.write { transaction in
      _ = try transaction.open.run(Self.mark)
    }
  }

  /// Gives a shop the address that its labels need.
  private func settle(
    _ shop: SellerID, _ postcode: String, _ city: String, _ address: String
  ) throws {
    try kernel.database.writer.write { transaction in
      _ = try transaction.open.run(Self.settle, postcode, city, address, shop.raw)
    }
  }

  private func addPeople() throws -> (SellerID, SellerID) {
    let accounts = Accounts(database: kernel.database)
    guard let hash = PasswordHasher().hash(Self.password) else {
      throw BootError("This system's libcrypt has no yescrypt.")
    }
    func add(
      _ email: String, _ name: String, _ role: Role, shop: SellerID? = nil, new: NewShop? = nil
    ) throws -> SellerID? {
      let draft = NewMember(email: email, name: name, role: role, shop: shop, newShop: new)
      return try accounts.add(draft, hash: hash, at: .now()).shop
    }
    let moscow = "Europe/Moscow"
    let polyana = NewShop(name: "Polyana Home", currency: "RUB", timeZone: moscow)
    let northern = NewShop(name: "Northern Books", currency: "RUB", timeZone: moscow)
    guard let first = try add("owner@demo.example", "Vera Orlova", .owner, new: polyana),
      let second = try add("owner@second.example", "Lev Zimin", .owner, new: northern)
    else { throw BootError("The demo's shops could not be made.") }
    _ = try add("catalogue@demo.example", "Kira Belova", .catalogue, shop: first)
    _ = try add("warehouse@demo.example", "Timur Gusev", .warehouse, shop: first)
    _ = try add("moderator@demo.example", "Olga Titova", .moderator)
    _ = try add("support@demo.example", "Pavel Uvarov", .support)
    _ = try add("treasurer@demo.example", "Anton Kravets", .treasurer)
    _ = try add("admin@demo.example", "Raisa Chernova", .admin)
    try addSellerKey(to: first)
    _ = try accounts.addKey(name: "demo shop front", scope: .storefront, at: .now(), key: Self.key)
    return (first, second)
  }

  private func addSellerKey(to shop: SellerID) throws {
    let draft = NewSellerKey(name: "demo program", rights: Set(KeyRight.allCases))
    let id = (kernel.newID() as ID<SellerKey>).raw
    let scope = Operator.scope(of: shop)
    try kernel.database.writer.write { transaction in
      _ = try SellerKeyStore.add(
        draft, id: id, at: kernel.clock.now(), in: transaction.seller(scope),
        key: Self.sellerKey)
    }
  }

  /// One picture for each thing and colour that is sold.
  private func drawPictures(_ goods: [DemoProduct]) throws -> Pictures {
    let archive = ProductArchive(kernel: kernel)
    var drawn: Pictures = [:]
    for product in goods {
      guard let kind = ProductPicture(rawValue: product.picture),
        drawn[kind]?[product.colour] == nil
      else { continue }
      let pixels = kind.draw(product.colour, seed: UInt64(drawn[kind]?.count ?? 0))
      let side = ProductPicture.side
      let png = try PNGEncoder.encode(width: side, height: side, channels: .rgb, pixels: pixels)
      drawn[kind, default: [:]][product.colour] = try archive.store(png, alt: "")
    }
    return drawn
  }

  private func addGoods(
    _ goods: [DemoProduct], to shop: SellerID, _ pictures: Pictures
  ) throws -> [DemoHistory.Goods] {
    let archive = ProductArchive(kernel: kernel)
    let scope = Operator.scope(of: shop)
    var chance = Chance(seed: UInt64(bitPattern: shop.raw))
    return try kernel.database.writer.write { transaction in
      let rows = transaction.seller(scope)
      let warehouse = try archive.addWarehouse(named: "Tula main", in: rows)
      return try goods.enumerated().map { number, product in
        let listing = listing(product, number, pictures, &chance)
        let id = try archive.insert(listing, warehouse: warehouse, in: rows)
        return DemoHistory.Goods(
          id: id, product: product, barcode: listing.barcode,
          picture: listing.images.first?.name ?? "")
      }
    }
  }

  private func listing(
    _ product: DemoProduct, _ number: Int, _ drawn: Pictures, _ chance: inout Chance
  ) -> ProductArchive.Listing {
    let state = Self.state(number)
    let age = Int64.random(in: state.isRecent ? 0...2 : 61...300, using: &chance)
    var listing = ProductArchive.Listing(
      category: CategoryID(raw: product.category), title: product.title,
      offerID: product.offerID, createdAt: kernel.clock.now() - .days(age) - .minutes(Int64(number))
    )
    listing.description = product.description
    listing.brand = product.brand
    listing.barcode = Self.barcode(number)
    listing.price = product.price
    listing.priceBefore = number % 4 == 0 ? product.price / 100 * 120 : nil
    listing.cost = product.price / 100 * 45
    listing.weight = product.weightGrams
    (listing.length, listing.width, listing.height) = (
      product.size[0], product.size[1], product.size[2]
    )
    listing.attributes = Dictionary(
      product.attributes.map { ($0.0, $0.1.text) }, uniquingKeysWith: { first, _ in first })
    listing.images = Self.pictures(of: product, drawn)
    listing.stock = number % 17 == 5 ? 0 : Int64.random(in: 4...160, using: &chance)
    listing.lowStock = 10
    listing.state = state
    return listing
  }

  /// Its own colour first, then another for comparison.
  private static func pictures(
    of product: DemoProduct, _ drawn: Pictures
  ) -> [ProductArchive.Image] {
    guard let kind = ProductPicture(rawValue: product.picture), let colours = drawn[kind],
      var own = colours[product.colour]
    else { return [] }
    own.alt = product.title
    let others = ProductColour.allCases.filter { $0 != product.colour && colours[$0] != nil }
    guard let other = others.first, var second = colours[other] else { return [own] }
    second.alt = "Also in \(other.rawValue)"
    return [own, second]
  }

  /// Most are live; some are in every other state, so that each tab has something to show.
  private static func state(_ number: Int) -> ProductArchive.State {
    switch number % 40 {
    case 3: .draft
    case 11, 27: .submitted
    case 19:
      .returned(
        reasons: ["description:misleading_claim"],
        message: "Please say how the 35 hours were measured, or leave the number out.")
    case 31: .hidden
    case 39: .archived
    default: .live
    }
  }

  /// An EAN-13 of the range for use inside a shop (GS1 General Specifications 2.1.11.1).
  private static func barcode(_ number: Int) -> String {
    let digits = "2\(String(10_000_000_000 + number * 7_919))"
    var sum = 0
    for (index, digit) in digits.compactMap(\.wholeNumberValue).enumerated() {
      sum += index % 2 == 0 ? digit : digit * 3
    }
    return digits + String((10 - sum % 10) % 10)
  }
}

extension ProductArchive.State {
  /// Whether somebody works on it these days.
  fileprivate var isRecent: Bool {
    switch self {
    case .draft, .submitted, .returned: true
    default: false
    }
  }
}

extension DemoValue {
  /// As a form would post it.
  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .flag(let isOn): isOn ? "1" : "0"
    }
  }
}
