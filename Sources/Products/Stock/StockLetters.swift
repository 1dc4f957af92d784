import Commerce
import Office
import SQL

extension NoticeKind {
  static let stockLow = NoticeKind(
    "stock.low", for: .viewProducts, mailed: [.owner, .manager, .warehouse])
}

/// Tells the people of a shop that stock ran low: one notice a crossing. The transaction leaves a
/// job; the job reads how things stand by then and writes nothing where they are well again.
struct StockLetters: Sendable {
  static let job = "stock.low"

  let kernel: Kernel

  static let low = Query(
    """
    select coalesce(nullif(title, ''), offer_id, ''), available from product
    where id = ? and alerted_at is not null
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
        Self.job, .object([("product", .integer(event.product.raw))]), shop: event.seller.raw,
        in: transaction)
    }
  }

  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in try send(job, context) }
  }

  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let product = json["product"]?.integer
    else { throw JobFailure.hopeless("the job names no product") }
    let rows = context.reader.seller(scope)
    guard let low = try rows.first(Self.low, product) else { return }
    let notice = Notice(
      .stockLow, object: "product", id: product, path: "/products/\(product)/stock",
      [("product", .text(low.title)), ("count", .number(low.available))], at: context.now)
    let plan = try kernel.notices.plan(notice, rows, at: context.now)
    try context.finish { try kernel.notices.spread(plan, in: $0.seller(scope)) }
  }
}
