import Commerce
import Office
import SQL

/// Keeps the metrics, in the transaction that changes the posting.
extension PostingActs {
  func judge(
    _ judgements: [Judgement], _ posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    if judgements.isEmpty { return }
    let day = try ServiceStore(rows: tx.reader).day(of: now, kernel)
    for one in judgements {
      try tx.run(ServiceStore.note, tx.scope.seller, day, one.metric, one.isCounted ? 1 : 0)
      guard one.isCounted else { continue }
      try tx.run(
        ServiceStore.count, tx.scope.seller, one.metric, posting.id.raw, day, now.milliseconds)
    }
  }
}

/// The item is not one that can be objected to, or decided, any more.
struct SettledItem: Error {}

/// The shop objects, the platform decides.
struct ContestActs: Sendable {
  static let counter = "orders.contests"

  /// - Throws: `Failure.notFound`, `SettledItem`.
  func contest(
    _ metric: ServiceMetric, _ posting: PostingID, _ plea: String, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    guard try tx.first(ServiceStore.item, metric, posting.raw) != nil else {
      throw Failure.notFound
    }
    guard try tx.run(ServiceStore.contest, metric, posting.raw, plea, now.milliseconds) == 1
    else { throw SettledItem() }
    try Counters.addPlatform(1, to: Self.counter, in: tx.transaction)
  }

  /// An upheld objection takes the item out of the metric.
  /// - Throws: `Failure.notFound`, `SettledItem`.
  func decide(
    _ metric: ServiceMetric, _ posting: PostingID, isUpheld: Bool, _ verdict: String,
    in tx: SellerTransaction
  ) throws {
    guard let item = try tx.first(ServiceStore.item, metric, posting.raw) else {
      throw Failure.notFound
    }
    let state: ServiceItem.State = isUpheld ? .upheld : .rejected
    guard try tx.run(ServiceStore.decide, metric, posting.raw, state, verdict) == 1 else {
      throw SettledItem()
    }
    if isUpheld { try tx.run(ServiceStore.forgive, item.day, metric) }
    try Counters.addPlatform(-1, to: Self.counter, in: tx.transaction)
  }
}
