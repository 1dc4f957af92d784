import Commerce
import Office
import SQL

enum CardSQL {
  static let balances = Query<CardBalance>(
    """
    select product_id, warehouse_id, on_hand, reserved from stock
    where product_id in (select value from json_each(?)) order by product_id, warehouse_id
    """
  ) { (product: Int64, warehouse: Int64, onHand: Int64, reserved: Int64) in
    CardBalance(product: product, warehouse: warehouse, onHand: onHand, reserved: reserved)
  }
  static let warehouses = Query<CardWarehouse>("select id, name from warehouse order by id") {
    (id: Int64, name: String) in CardWarehouse(id: id, name: name)
  }
  static let byOffer = Query<Int64>("select id from product where offer_id = ?")
  /// A picture that stands in a version of the shop's own.
  static let picture = Query<Picture>(
    "select name, width, height, alt from product_image where name = ? limit 1"
  ) { (name: String, width: Int64, height: Int64, alt: String) in
    Picture(name: name, width: width, height: height, alt: alt)
  }

  static let statements: [(String, any SQLStatement)] = [
    ("card.balances", balances), ("card.warehouses", warehouses), ("card.byOffer", byOffer),
    ("card.picture", picture),
  ]
}

/// Pieces of one product in one warehouse.
struct CardBalance: Sendable {
  let product: Int64
  let warehouse: Int64
  let onHand: Int64
  let reserved: Int64
}

struct CardWarehouse: Sendable {
  let id: Int64
  let name: String
}

/// Cards of the shop, as the Seller API reads them.
struct CardStore {
  let rows: SellerReader

  func page(_ filter: CardFilter) throws(SQLError) -> [Card] { try rows.all(filter.page) }

  /// How many cards there are; from a kept count where the whole shop is asked for.
  func total(_ filter: CardFilter) throws(SQLError) -> Int64 {
    if case .all = filter.choice,
      let count = filter.visibility.count(try Counters.all(in: rows))
    {
      return max(0, count)
    }
    return try rows.one(filter.count)
  }

  /// One more than fits, to know whether there is a next page; and the place of that page, empty
  /// on the last.
  func slice(_ filter: CardFilter) throws(SQLError) -> (cards: [Card], next: String) {
    var wider = filter
    wider.limit += 1
    let found = try page(wider)
    let cards = Array(found.prefix(Int(filter.limit)))
    let next = found.count > cards.count ? cards.last?.id.description ?? "" : ""
    return (cards, next)
  }

  /// The number of the product with that article; nil where the shop has none.
  func id(offer: String) throws(SQLError) -> ProductID? {
    offer.isEmpty ? nil : try rows.first(CardSQL.byOffer, offer).map(ProductID.init(raw:))
  }

  /// Balances by product.
  func balances(_ ids: some Sequence<Int64>) throws(SQLError) -> [Int64: [CardBalance]] {
    let list = JSON.array(ids.map { .integer($0) }).text
    return Dictionary(grouping: try rows.all(CardSQL.balances, list), by: \.product)
  }

  func warehouses() throws(SQLError) -> [CardWarehouse] { try rows.all(CardSQL.warehouses) }

  /// What stands in the newest version of a card.
  func content(_ card: Card) throws(SQLError) -> ProductContent {
    let revision = try card.newest.flatMap { id throws(SQLError) in
      try RevisionStore(rows: rows).revision(id)
    }
    return revision?.content ?? ProductContent(category: card.category)
  }
}

/// The leaves that a call meets, each read once.
struct CardCategories<Rows: Reads> {
  private let store: CategoryStore<Rows>
  private let locale: Locale
  private var known: [CategoryID: WireAttributes] = [:]

  init(_ rows: Rows, _ locale: Locale = .ru) {
    store = CategoryStore(rows: rows)
    self.locale = locale
  }

  mutating func attributes(_ id: CategoryID) throws(SQLError) -> WireAttributes? {
    if let found = known[id] { return found }
    guard let category = try store.category(id) else { return nil }
    let made = WireAttributes(category, locale)
    known[id] = made
    return made
  }
}
