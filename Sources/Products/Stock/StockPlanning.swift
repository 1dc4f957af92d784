import Commerce
import HTTP
import Office
import SQL

/// What a product needs to be ordered in time; nil takes what is usual.
struct StockPlan: Sendable, Hashable {
  /// The shop is told when the free pieces last fewer days than these.
  var lowDays: Int64?
  /// From the order until the goods are on the shelf.
  var leadDays: Int64?
  var safetyDays: Int64?

  static let usualLead: Int64 = 14
  static let usualSafety: Int64 = 7
}

/// Reads the form of a plan.
struct PlanForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func plan() throws(InvalidForm) -> StockPlan {
    let plan = StockPlan(
      lowDays: reader.integer("low_days", 1...365), leadDays: reader.integer("lead_days", 0...365),
      safetyDays: reader.integer("safety_days", 0...365))
    try reader.check()
    return plan
  }
}

enum StockPlanSQL {
  static let plan = Query<StockPlan>(
    "select low_days, lead_days, safety_days from product where id = ?"
  ) { (low: Int64?, lead: Int64?, safety: Int64?) in
    StockPlan(lowDays: low, leadDays: lead, safetyDays: safety)
  }
  static let save = Command(
    """
    update main.product set low_days = ?3, lead_days = ?4, safety_days = ?5
    where seller_id = ?1 and id = ?2
    """)
  static let cover = Command(
    """
    update main.product set cover_stock = ?3
    where seller_id = ?1 and id = ?2 and cover_stock <> ?3
    """)
  static let planned = Query<PlannedStock>(
    """
    select p.id, f.available, p.inbound, p.created_at, p.price, p.low_days, p.lead_days,
      p.safety_days
    from product p cross join product_shelf f on f.id = p.id where p.id = ?
    """, PlannedStock.init)
  /// Those whose threshold is in days, in the order of their numbers.
  static let covered = Query<PlannedStock>(
    """
    select p.id, f.available, p.inbound, p.created_at, p.price, p.low_days, p.lead_days,
      p.safety_days
    from product p cross join product_shelf f on f.id = p.id
    where p.low_days is not null and p.id > ? order by p.id limit ?
    """, PlannedStock.init)

  static let statements: [(String, any SQLStatement)] = [
    ("plan.plan", plan), ("plan.save", save), ("plan.cover", cover), ("plan.planned", planned),
    ("plan.covered", covered),
  ]
}

/// What of a product's row decides when it must be ordered.
struct PlannedStock: Sendable {
  let product: ProductID
  let available: Int64
  let inbound: Int64
  let created: Instant
  /// In minor units of the shop's currency.
  let price: Int64?
  let plan: StockPlan

  init(
    id: Int64, available: Int64, inbound: Int64, created: Int64, price: Int64?, low: Int64?,
    lead: Int64?,
    safety: Int64?
  ) {
    product = ProductID(raw: id)
    self.available = available
    self.inbound = inbound
    self.created = Instant(milliseconds: created)
    self.price = price
    plan = StockPlan(lowDays: low, leadDays: lead, safetyDays: safety)
  }
}

/// Thresholds in days of cover: what they come to in pieces is worked out anew each day.
struct StockPlanning: Sendable {
  static let job = "stock.cover"
  private static let batch = 200

  let kernel: Kernel
  let now: Instant

  static func plan(
    of product: ProductID, in reader: SellerReader
  ) throws(SQLError) -> StockPlan? {
    try reader.first(StockPlanSQL.plan, product.raw)
  }

  /// What the rates and the plan of a product say.
  func replenishment(
    _ stock: PlannedStock, in reader: SellerReader
  ) throws(SQLError) -> Replenishment {
    let today = StockGaps.day(of: now)
    let first = today - Replenishment.period
    let days = try reader.all(StockGapSQL.sold, stock.product.raw, first, today)
    let gaps = try reader.all(
      StockGapSQL.gaps, stock.product.raw, today * 86_400_000, first * 86_400_000)
    let rate = { (from: Int64) in
      SaleRate(days: days, gaps: gaps, from: from, to: today, created: stock.created)
    }
    let month = rate(first)
    let begun = max(first * 86_400_000, stock.created.milliseconds)
    let whole = max(0, today * 86_400_000 - begun) / 60_000
    return Replenishment(
      available: stock.available, inbound: stock.inbound, week: rate(today - 7), month: month,
      emptyMinutes: whole - month.minutes,
      leadDays: stock.plan.leadDays ?? StockPlan.usualLead,
      safetyDays: stock.plan.safetyDays ?? StockPlan.usualSafety)
  }

  /// Saves a plan and settles the alert by it. Throws `Failure.notFound`.
  func save(_ plan: StockPlan, of product: ProductID, in tx: SellerTransaction) throws {
    let changed = try tx.run(
      StockPlanSQL.save, tx.scope.seller, product.raw, plan.lowDays, plan.leadDays,
      plan.safetyDays)
    guard changed == 1, let stock = try tx.first(StockPlanSQL.planned, product.raw) else {
      throw Failure.notFound
    }
    _ = try settle(stock, in: tx)
    if plan.lowDays != nil { try wake(tx.scope.seller, in: tx.transaction) }
  }

  /// Works out the threshold in pieces.
  /// - Returns: it, where that opened an alert.
  private func settle(_ stock: PlannedStock, in tx: SellerTransaction) throws(SQLError) -> Int64? {
    let rate = try replenishment(stock, in: tx.reader).rate
    let pieces = stock.plan.lowDays.map { Replenishment.pieces(rate, days: $0) } ?? 0
    try tx.run(StockPlanSQL.cover, tx.scope.seller, stock.product.raw, pieces)
    return try StockAlerts.settle(stock.product, at: now, in: tx) ? pieces : nil
  }

  /// The shop's thresholds are looked at once the day is over.
  private func wake(_ seller: Int64, in transaction: Transaction) throws(SQLError) {
    let next = Instant(seconds: (StockGaps.day(of: now) + 1) * 86_400 + 600)
    try kernel.jobs.enqueue(
      Self.job, .object([]), shop: seller, at: next, key: "\(seller)", in: transaction)
  }
}

extension StockPlanning {
  static func register(on runner: JobRunner, kernel: Kernel) {
    runner.register(job) { _, context in
      guard let scope = context.seller else { throw JobFailure.hopeless("the job has no shop") }
      let planning = StockPlanning(kernel: kernel, now: context.now)
      var last: Int64? = 0
      while let after = last {
        last = try context.database.writer.write { transaction in
          try planning.day(after: after, in: transaction.seller(scope))
        }
      }
      try context.finish { transaction in
        let rows = transaction.seller(scope)
        let isNeeded = try rows.first(StockPlanSQL.covered, Int64(0), 1) != nil
        if isNeeded { try planning.wake(scope.seller, in: transaction) }
      }
    }
  }

  /// Settles a batch of products.
  /// - Returns: the last of them; nil where there was none.
  func day(after last: Int64, in tx: SellerTransaction) throws -> Int64? {
    let stocks = try tx.all(StockPlanSQL.covered, last, Self.batch)
    var low: [LowStock] = []
    for stock in stocks {
      guard let threshold = try settle(stock, in: tx) else { continue }
      low.append(
        LowStock(product: stock.product, available: stock.available, threshold: threshold))
    }
    try Stock(kernel: kernel).tell(low, in: tx)
    return stocks.last?.product.raw
  }
}
