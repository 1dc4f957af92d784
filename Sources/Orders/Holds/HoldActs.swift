import Commerce
import Office
import SQL

/// A hold as somebody of the shop wants it.
struct HoldDraft: Sendable {
  let reason: HoldReason
  let question: String
}

/// What the buyer answers, checked.
enum BuyerAnswer: Sendable, Hashable {
  case right
  case address(country: String, postcode: String, city: String, street: String)
  case phone(String)
  case text(String)

  var kind: HoldAnswer {
    switch self {
    case .right: .right
    case .address, .phone: .changed
    case .text: .text
    }
  }
}

extension PostingActs {
  /// Stops the work until something is clear. The deadline stops only while a buyer is asked, and
  /// for at most `deadlines.pause` over all holds of the posting; it counts on from the same
  /// working time.
  func hold(
    _ id: PostingID, _ draft: HoldDraft, by actor: Actor, version: Int64?, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let until = try pauseEnd(id, draft.reason, at: now, in: tx)
    var act = PostingAct(
      command: .hold, actor: actor, version: version, detail: draft.reason.rawValue)
    act.pausedUntil = until
    try perform(act, on: id, at: now, in: tx)
    let left = try until.map { _ in try remaining(posting, at: now, in: tx) }
    let holdID: ID<PostingEvent> = kernel.newID()
    try tx.run(
      HoldStore.insert, tx.scope.seller, id.raw, holdID.raw, draft.reason, draft.question,
      now.milliseconds, until?.milliseconds, left)
    if draft.reason.asksBuyer {
      try PostingMails.questions(kernel).enqueue(id, in: tx)
    }
  }

  /// Until when the deadline may stand still; nil where it goes on.
  private func pauseEnd(
    _ id: PostingID, _ reason: HoldReason, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> Instant? {
    guard reason.asksBuyer else { return nil }
    let left = deadlines.pause - (try HoldStore(rows: tx.reader).paused(id))
    return left >= .minutes(1) ? now + left : nil
  }

  /// In milliseconds of working time.
  private func remaining(
    _ posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> Int64 {
    let end = max(now, posting.due)
    let calendar = try deadlines.calendar(of: posting.warehouse, in: tx.reader)
    let left = calendar?.workingTime(from: now, to: end) ?? end - now
    return left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
  }

  /// The buyer's answer goes into the posting, and the work goes on.
  func answer(
    _ answer: BuyerAnswer, _ id: PostingID, at now: Instant, in tx: SellerTransaction
  ) throws {
    switch answer {
    case .right: break
    case .address(let country, let postcode, let city, let street):
      try tx.run(HoldStore.correct, id.raw, country, postcode, city, street)
      try tx.run(HoldStore.place, id.raw, city)
    case .phone(let number): try tx.run(HoldStore.rephone, id.raw, number)
    case .text(let text): try tx.run(HoldStore.tell, id.raw, text)
    }
    try perform(
      PostingAct(command: .resume, actor: .buyer, detail: answer.kind.rawValue), on: id, at: now,
      in: tx)
    try recheck(id, in: tx)
  }
}
