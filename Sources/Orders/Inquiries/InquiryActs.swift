import Commerce
import Office
import SQL

/// Asking where a parcel is, and answering, in the caller's transaction.
struct InquiryActs: Sendable {
  let acts: PostingActs

  /// The buyer asks. A second time changes nothing before the answer and for a day after it.
  /// - Parameter words: up to `Inquiry.longest` characters; may be empty.
  /// - Returns: the inquiry, and whether it is new.
  /// - Throws: `Failure.notFound`, `InquiryRefusal`.
  func ask(
    _ id: PostingID, _ words: String, at now: Instant, in tx: SellerTransaction
  ) throws -> (inquiry: Inquiry, isNew: Bool) {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let store = InquiryStore(rows: tx.reader)
    let known = try store.inquiry(of: id)
    if let known, !known.canBeAskedAgain(at: now) { return (known, false) }
    let cause: Inquiry.Cause
    switch try store.door(to: posting, at: now) {
    case .open(let why): cause = why
    case .early(let promised): throw InquiryRefusal(posting: posting, promised: promised)
    case .shut: throw InquiryRefusal(posting: posting, promised: nil)
    }
    let inquiry = Inquiry(
      posting: id, cause: cause, asked: now, due: now + Inquiry.patience,
      answer: known?.answer ?? "")
    try tx.run(
      InquirySQL.ask, tx.scope.seller, id.raw, cause, now.milliseconds,
      inquiry.due.milliseconds)
    if !words.isEmpty || known != nil { try tx.run(InquirySQL.tell, id.raw, words) }
    try Counters.add(1, to: Inquiry.counter, in: tx)
    try acts.record(.inquired, of: id, by: .buyer, "", at: now, in: tx)
    try acts.kernel.notices.publish(notice(posting, at: now), in: tx)
    try acts.kernel.events.publish(
      InquiryOpened(
        seller: SellerID(raw: tx.scope.seller), posting: id, number: posting.number,
        isLate: cause == .late, at: now), in: tx.transaction)
    return (inquiry, true)
  }

  /// The shop answers; the buyer gets a mail.
  /// - Throws: `Failure.notFound` where nobody asked, `Failure.conflict` where it is settled.
  func answer(
    _ id: PostingID, _ text: String, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard try InquiryStore(rows: tx.reader).inquiry(of: id) != nil else {
      throw Failure.notFound
    }
    guard try acts.closeInquiry(of: id, .answered, text, at: now, in: tx) else {
      throw Failure.conflict(Message("inquiries.settled"))
    }
    try acts.record(.inquiryAnswered, of: id, by: actor, text, at: now, in: tx)
    try PostingMails.answers(acts.kernel).enqueue(id, in: tx)
  }

  private func notice(_ posting: Posting, at now: Instant) -> Notice {
    Notice(
      .inquiryOpened, object: "posting", id: posting.id.raw,
      path: "/orders/\(posting.id)", [("number", .text(posting.number))], at: now)
  }
}

extension PostingActs {
  /// What the posting's own way answers needs no word of the shop.
  func endInquiry(
    of posting: PostingID, in state: PostingState, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard let outcome = Inquiry.Outcome(state) else { return }
    _ = try closeInquiry(of: posting, outcome, "", at: now, in: tx)
  }

  /// - Returns: whether one was open.
  fileprivate func closeInquiry(
    of id: PostingID, _ outcome: Inquiry.Outcome, _ answer: String, at now: Instant,
    in tx: SellerTransaction
  ) throws -> Bool {
    guard try tx.run(InquirySQL.close, id.raw, outcome, now.milliseconds, answer) == 1 else {
      return false
    }
    try Counters.add(-1, to: Inquiry.counter, in: tx)
    try kernel.events.publish(
      InquiryClosed(
        seller: SellerID(raw: tx.scope.seller), posting: id, outcome: outcome.rawValue, at: now),
      in: tx.transaction)
    return true
  }
}

extension NoticeKind {
  /// A buyer asks where a late parcel is.
  static let inquiryOpened = NoticeKind(
    "orders.inquiry", for: .answerBuyers, mailed: [.owner, .manager, .care])
}
