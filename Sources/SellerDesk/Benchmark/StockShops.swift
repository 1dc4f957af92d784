import Commerce
import Office
import Products
import SQL

private enum StockShopSQL {
  static let insertSeller = SQL.Command(
    """
    insert into seller (id, name, state, currency, time_zone, created_at)
    values (?, 'Stock', 'active', ?, 'Europe/Berlin', ?)
    """)
  static let forgetKeys = SQL.Command(
    "delete from main.seller_api_key where seller_id = ? and name = 'sellerdesk bench'")
  static let warehouse = Query<Int64>("select id from warehouse order by id limit 1")
}

/// A shop whose program sets its stock.
struct StockShop: Sendable {
  let id: SellerID
  let key: String
  let warehouse: Int64
  /// The articles of its goods.
  let offers: [String]
}

extension SeedPlan {
  /// Shops whose programs set stock. The calls of each are limited, so it takes many to show what
  /// the server can do.
  static let stockShops = 32
  static let stockGoods = 1_000

  private func stockShop(_ number: Int) -> SellerID { seller(sellers + 2 + number) }

  private func stockProduct(_ number: Int, of shop: Int) -> ProductID {
    ProductID(
      raw: Int64(sellers + 2) * 1_000 + Int64(goods + shop * Self.stockGoods + number) + 1)
  }

  /// Makes these shops and their goods.
  func makeStockShops(_ kernel: Kernel) throws {
    let archive = ProductArchive(kernel: kernel)
    for shop in 0..<Self.stockShops {
      try kernel.database.writer.write { transaction in
        let id = stockShop(shop)
        try transaction.open.run(
          StockShopSQL.insertSeller, id.raw, Self.currency, Self.end.milliseconds)
        let rows = transaction.seller(Operator.platform.entering(seller: id.raw))
        let lot = ProductArchive.Lot(
          of: id, in: try archive.addWarehouse(named: "Berlin", in: rows),
          (0..<Self.stockGoods).map { (stockProduct($0, of: shop), GoodsText.listing($0)) })
        try archive.insert([lot], in: transaction.platform(Operator.platform))
      }
    }
  }

  /// Makes new keys for these shops' programs in place of those of an earlier run.
  func openStockShops(_ database: Database) throws -> [StockShop] {
    let offers = (0..<Self.stockGoods).map(GoodsText.offer)
    let draft = NewSellerKey(name: "sellerdesk bench", rights: [.writeStock])
    return try database.writer.write { transaction in
      try (0..<Self.stockShops).map { number in
        let id = stockShop(number)
        let rows = transaction.seller(Operator.platform.entering(seller: id.raw))
        try rows.run(StockShopSQL.forgetKeys, id.raw)
        return StockShop(
          id: id, key: try SellerKeyStore.add(draft, id: 1, at: .now(), in: rows),
          warehouse: try rows.first(StockShopSQL.warehouse) ?? 0, offers: offers)
      }
    }
  }
}
