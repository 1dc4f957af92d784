import Commerce
import Office
import SQL

/// Fires what is due. The timer stands in the posting's row and goes with the transition, so it
/// fires once, whatever ends the process; what was due while nothing ran is caught up with in its
/// order.
struct PostingTimers: Sendable {
  static let job = "orders.timers"
  /// How many are fired in one transaction.
  static let batch = 100

  static let due = PlatformQuery<Due>(
    """
    select seller_id, id, act_at from main.posting where act_at <= ?1
    order by act_at, seller_id, id limit ?2
    """
  ) { (seller: Int64, id: Int64, at: Int64) in
    Due(seller: SellerID(raw: seller), posting: PostingID(raw: id), at: Instant(milliseconds: at))
  }
  static let postpone = Command(
    """
    update main.posting set act_at = ?2 where seller_id = current_seller() and id = ?1
    """)

  struct Due: Sendable, Hashable {
    let seller: SellerID
    let posting: PostingID
    let at: Instant
  }

  let acts: PostingActs

  func register(on runner: JobRunner) {
    runner.every(.minutes(1), Self.job) { _, context in
      guard let scope = context.platform else { return }
      while try fire(scope, context.database, at: context.now) == Self.batch {}
    }
  }

  /// Fires the next batch of what is due; returns how many there were.
  func fire(_ scope: PlatformScope, _ database: Database, at now: Instant) throws -> Int {
    try database.writer.write { transaction in
      let tx = transaction.platform(scope)
      let due = try tx.all(Self.due, now.milliseconds, Self.batch)
      for one in due { try fire(one, at: now, in: tx) }
      return due.count
    }
  }

  /// One that fails is tried again in an hour, so that it stops nobody else's.
  private func fire(_ due: Due, at now: Instant, in tx: PlatformTransaction) throws {
    let rows = tx.seller(due.seller)
    do {
      try tx.transaction.attempt {
        guard let posting = try PostingStore(rows: rows.reader).posting(due.posting),
          let timer = posting.timer, timer.at <= now
        else { return }
        try fire(timer, posting, at: now, in: rows)
      }
    } catch let error as SQLError where error.isFull || error.isBusy {
      throw error
    } catch {
      acts.kernel.log("timer of posting \(due.posting): \(error)")
      try rows.run(Self.postpone, due.posting.raw, (now + .hours(1)).milliseconds)
    }
  }

  private func fire(
    _ timer: PostingTimer, _ posting: Posting, at now: Instant, in rows: SellerTransaction
  ) throws {
    var act = PostingAct(command: timer.kind.command, actor: .platform)
    switch timer.kind {
    case .expire: act.detail = CancelReason.paymentExpired.rawValue
    case .resume: act.detail = HoldAnswer.none.rawValue
    case .lapse: act.detail = CancelReason.overdue.rawValue
    default: break
    }
    try acts.perform(act, on: posting.id, at: now, in: rows)
    if timer.kind == .expire { try PaymentActs(acts: acts).expire(posting, at: now, in: rows) }
  }
}
