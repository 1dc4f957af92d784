import Commerce
import Office
import SQL

/// How soon each product runs out, kept in its row so that a list is in that order: worked out
/// anew each day, and at once where a product sells out, has stock again, or its alert opens or
/// closes. Other movements leave it to the next day: most of them come by the hundred.
enum StockUrgency {
  static let job = "stock.urgency"
  /// Of products that sell nothing: they never run out.
  static let never = Int64.max
  private static let batch = 200

  static func register(on runner: JobRunner, kernel: Kernel) {
    runner.every(.hours(24), job) { _, context in
      guard let platform = context.platform else { return }
      let planning = StockPlanning(kernel: kernel, now: context.now)
      var last: Int64 = 0
      while true {
        let sellers = try context.reader.platform(platform).all(StockUrgencySQL.sellers, last)
        guard let end = sellers.last else { return }
        for seller in sellers {
          try settle(platform.entering(seller: seller), planning, context)
        }
        last = end
      }
    }
  }

  /// The rates of a shop: of what sold lately, and of what did before.
  private static func settle(
    _ scope: SellerScope, _ planning: StockPlanning, _ context: JobContext
  ) throws {
    let reader = context.reader.seller(scope)
    var ids = Set(try reader.all(StockUrgencySQL.rated))
    let first = StockGaps.day(of: context.now) - Replenishment.period
    ids.formUnion(try reader.all(StockUrgencySQL.sold, first))
    var rest = ids.sorted()[...]
    while !rest.isEmpty {
      let part = rest.prefix(batch)
      rest = rest.dropFirst(batch)
      try context.database.writer.write { transaction in
        let tx = transaction.seller(scope)
        for id in part { try settle(id, planning, in: tx) }
      }
    }
  }

  private static func settle(
    _ id: Int64, _ planning: StockPlanning, in tx: SellerTransaction
  ) throws {
    guard let stock = try tx.first(StockPlanSQL.planned, id) else { return }
    let rate = try planning.replenishment(stock, in: tx.reader).rate
    try tx.run(StockUrgencySQL.rate, tx.scope.seller, id, rate, never)
  }
}

enum StockUrgencySQL {
  static let sellers = PlatformQuery<Int64>(
    "select id from seller where id > ? order by id limit 100")
  static let sold = Query<Int64>("select distinct product_id from stock_daily where day >= ?")
  static let rated = Query<Int64>("select id from product where sale_rate > 0")
  static let rate = Command(
    """
    update main.product set sale_rate = ?3, urgency = case when ?3 > 0 then (
        select f.available * 1000000 / ?3 from product_shelf f where f.id = ?2) else ?4 end
    where seller_id = ?1 and id = ?2 and (sale_rate, urgency) is not
      (?3, case when ?3 > 0 then (
        select f.available * 1000000 / ?3 from product_shelf f where f.id = ?2) else ?4 end)
    """)
  static let follow = Command(
    """
    update main.product set urgency = f.available * 1000000 / sale_rate
    from (select j.value as id from json_each(?2) j limit -1) c
      cross join product_shelf f on f.id = c.id
    where product.seller_id = ?1 and product.id = c.id and sale_rate > 0
    """)

  static let migration = Migration(
    "2026-11-28 products: how soon each runs out",
    """
    alter table product add column sale_rate integer not null default 0;
    alter table product add column urgency integer not null default 9223372036854775807;
    create index product_by_urgency on product (seller_id, urgency, id) where sale_rate > 0;
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("urgency.sellers", sellers), ("urgency.sold", sold), ("urgency.rated", rated),
    ("urgency.rate", rate), ("urgency.follow", follow),
  ]
}

/// A product on the page of what to order.
struct UrgentRow: Sendable {
  let id: ProductID
  let title: String
  let offerID: String
  /// Days that its free pieces last, in thousandths.
  let urgency: Int64
  let reserved: Int64

  /// Where the page after this row begins.
  var place: UrgentPlace {
    urgency == StockUrgency.never ? .resting(id) : .selling(urgency: urgency, id)
  }
}

/// A place in the list: first what sells, in the order in which it runs out, then the rest.
enum UrgentPlace: Sendable, Hashable {
  case selling(urgency: Int64, ProductID)
  case resting(ProductID)

  var text: String {
    switch self {
    case .selling(let urgency, let id): "\(urgency).\(id)"
    case .resting(let id): "\(id)"
    }
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let id = parts.last.flatMap({ ProductID(text: $0) }) else { return nil }
    switch parts.count {
    case 1: self = .resting(id)
    case 2:
      guard let urgency = Int64(parts[0]), urgency >= 0 else { return nil }
      self = .selling(urgency: urgency, id)
    default: return nil
    }
  }
}

extension StockStore {
  /// What runs out first comes first.
  func urgent(
    _ filter: StockFilter, after place: UrgentPlace?
  ) throws(SQLError) -> [UrgentRow] {
    var found: [UrgentRow] = []
    if case .resting = place {
    } else {
      found = try rows.all(filter.selling(after: place, of: rows.scope.seller))
    }
    if found.count < filter.limit {
      let rest = filter.resting(
        after: place, limit: filter.limit - found.count, of: rows.scope.seller)
      found += try rows.all(rest)
    }
    return found
  }
}

extension StockFilter {
  fileprivate func selling(
    after place: UrgentPlace?, of seller: Int64
  ) -> DynamicQuery<UrgentRow> {
    var query = Self.urgent
    query.append("where p.sale_rate > 0")
    narrow(&query, of: seller)
    if case .selling(let urgency, let id) = place {
      query.append("and (p.urgency, p.id) > (?, ?)", urgency, id.raw)
    }
    query.append("order by p.urgency, p.id limit ?", limit)
    return query
  }

  fileprivate func resting(
    after place: UrgentPlace?, limit: Int, of seller: Int64
  ) -> DynamicQuery<UrgentRow> {
    var query = Self.urgent
    query.append("where p.sale_rate = 0")
    narrow(&query, of: seller)
    if case .resting(let id) = place { query.append("and p.id < ?", id.raw) }
    query.append("order by p.id desc limit ?", limit)
    return query
  }

  private static let urgent = DynamicQuery<UrgentRow>(
    """
    select p.id, p.title, p.offer_id, p.urgency,
      (select coalesce(sum(s.reserved), 0) from stock s where s.product_id = p.id)
    from product p
    """
  ) { (id: Int64, title: String, offerID: String?, urgency: Int64, reserved: Int64) in
    UrgentRow(
      id: ProductID(raw: id), title: title, offerID: offerID ?? "", urgency: urgency,
      reserved: reserved)
  }
}
