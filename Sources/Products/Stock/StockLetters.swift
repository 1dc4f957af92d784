import Commerce
import Office
import SQL

extension NoticeKind {
  static let stockLow = NoticeKind(
    "stock.low", for: .viewProducts, mailed: [.owner, .manager, .warehouse])
  /// Several at once, by a program, an import or the daily plan: one notice names them.
  static let stocksLow = NoticeKind(
    "stock.lows", for: .viewProducts, mailed: [.owner, .manager, .warehouse])
}

/// Tells the people of a shop that stock ran low: one notice an act, however many products crossed
/// by it. The transaction leaves a job; the job reads how things stand by then and writes nothing
/// where they are well again.
struct StockLetters: Sendable {
  static let job = "stock.low"

  let kernel: Kernel

  static let low = Query(
    """
    select coalesce(nullif(p.title, ''), p.offer_id, ''), f.available
    from product p cross join product_shelf f on f.id = p.id
    where p.id = ? and p.alerted_at is not null
    """
  ) { (title: String, available: Int64) in (title: title, available: available) }

  static let statements: [(String, any SQLStatement)] = [
    ("letters.low", low)
  ]

  /// Only at boot.
  func listen() {
    let jobs = kernel.jobs
    kernel.events.on(StockRanLow.self) { event, transaction in
      try jobs.enqueue(
        Self.job, .object([("products", .array(event.products.map { .integer($0.product.raw) }))]),
        shop: event.seller.raw, in: transaction)
    }
  }

  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in try send(job, context) }
  }

  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let products = json["products"]?.array?.compactMap(\.integer)
        ?? json["product"]?.integer.map({ [$0] })
    else { throw JobFailure.hopeless("the job names no products") }
    let rows = context.reader.seller(scope)
    var low: [(product: Int64, title: String, available: Int64)] = []
    for product in products {
      guard let found = try rows.first(Self.low, product) else { continue }
      low.append((product, found.title, found.available))
    }
    guard let notice = Self.notice(low, of: scope.seller, at: context.now) else { return }
    let plan = try kernel.notices.plan(notice, rows, at: context.now)
    try context.finish { try kernel.notices.spread(plan, in: $0.seller(scope)) }
  }

  /// So many are named; the list has them all.
  private static let named = 10

  private static func notice(
    _ low: [(product: Int64, title: String, available: Int64)], of seller: Int64, at now: Instant
  ) -> Notice? {
    guard let first = low.first else { return nil }
    if low.count == 1 {
      return Notice(
        .stockLow, object: "product", id: first.product, path: "/products/\(first.product)/stock",
        [("product", .text(first.title)), ("count", .number(first.available))], at: now)
    }
    let names = low.prefix(named).map { "\($0.title) (\($0.available))" }.joined(separator: ", ")
    return Notice(
      .stocksLow, object: "shop", id: seller, path: "/stock?tab=low",
      [
        ("count", .number(Int64(low.count))),
        ("products", .text(low.count > named ? names + ", …" : names)),
      ], at: now)
  }
}
