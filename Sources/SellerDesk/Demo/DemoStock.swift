import Commerce
import Office
import Products
import SQL

/// Spreads the goods of the demo shop: a second warehouse, deliveries on their way, pieces aside.
/// It comes after the orders, whose pieces all lie in the first warehouse.
struct DemoStock {
  let kernel: Kernel

  private static let stocked = Query<(ProductID, Int64)>(
    """
    select p.id, s.on_hand - s.reserved from product p join stock s on s.product_id = p.id
    where p.state = 'onsale' and s.warehouse_id = ? order by p.id
    """
  ) { (id: Int64, free: Int64) in (ProductID(raw: id), free) }
  private static let low = Query<ProductID>(
    "select id from product where alerted_at is not null order by id"
  ) { (id: Int64) in ProductID(raw: id) }
  private static let first = Query<WarehouseID>("select id from warehouse order by id limit 1") {
    (id: Int64) in WarehouseID(raw: id)
  }

  func spread(in shop: SellerID) throws {
    let scope = Operator.scope(of: shop)
    let stock = StockArchive(kernel: kernel)
    let now = kernel.clock.now()
    try kernel.database.writer.write { transaction in
      let rows = transaction.seller(scope)
      let main = try rows.one(Self.first)
      let second = try ProductArchive(kernel: kernel).addWarehouse(named: "Kazan", in: rows)
      try stock.settle(
        main, address: "Tula, Skladskaya 3, gate 2", workingDays: 63, cutOff: 1_080, in: rows)
      try stock.settle(
        second, address: "Kazan, ul. Primernaya 12", workingDays: 31, cutOff: 960, in: rows)
      for (number, (product, free)) in try rows.all(Self.stocked, main.raw).enumerated() {
        let day = now - .days(Int64(number % 20))
        if number % 3 == 0, free >= 20 {
          try stock.transfer(free / 4, of: product, from: main, to: second, at: day, in: rows)
        }
        if number % 11 == 4, free >= 20 {
          try stock.setAside(
            2, of: product, in: main, isDamaged: number % 2 == 0, note: "Found while packing",
            at: day, in: rows)
        }
        if number % 9 == 2 { try stock.warn(below: 14, of: product, at: now, in: rows) }
      }
      try announce(stock, main, second, now, rows)
    }
  }

  private func announce(
    _ stock: StockArchive, _ main: WarehouseID, _ second: WarehouseID, _ now: Instant,
    _ rows: SellerTransaction
  ) throws {
    let low = try rows.all(Self.low)
    let today = TimeZoneRules.utc.local(now).date
    let parts = [low.prefix(6), low.dropFirst(6).prefix(3)]
    for (number, part) in parts.enumerated() where !part.isEmpty {
      try stock.announce(
        part.map { (product: $0, quantity: 60) }, to: number == 0 ? main : second,
        from: number == 0 ? "Koivu Ceramics" : "Volga Linen",
        on: today.adding(days: 4 + number * 5), at: now - .days(2), in: rows)
    }
  }
}
