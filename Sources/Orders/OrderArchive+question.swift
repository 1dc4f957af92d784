import Commerce
import Office
import SQL

extension OrderArchive {
  /// What the buyer was promised; the watch looks at the parcel then, as at any other.
  static func promise(
    _ posting: ArchivedPosting, _ id: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    guard let promised = posting.promised else { return }
    try PromiseStore.keep(promised, to: id, in: tx)
    guard posting.state.isTravelling else { return }
    try tx.run(
      ParcelNewsSQL.watch, id.raw, Int64(1), promised.milliseconds, ParcelTrouble.none)
  }

  /// What the buyer asked, and what the shop answered; who of the shop is not known.
  /// - Returns: whether the buyer waits.
  static func ask(
    _ question: ArchivedQuestion, _ id: PostingID, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    let asked = question.asked
    try tx.run(
      InquirySQL.ask, tx.scope.seller, id.raw, Inquiry.Cause.late, asked.milliseconds,
      (asked + Inquiry.patience).milliseconds)
    try tx.run(InquirySQL.tell, id.raw, question.text)
    try note(.inquired, .buyer, "", id, at: asked, in: tx)
    guard let answer = question.answer else { return true }
    try tx.run(
      InquirySQL.close, id.raw, Inquiry.Outcome.answered, answer.at.milliseconds, answer.text)
    try note(.inquiryAnswered, .member, answer.text, id, at: answer.at, in: tx)
    return false
  }

  static func note(
    _ kind: PostingEvent.Kind, _ actor: PostingEvent.ActorKind, _ detail: String, _ id: PostingID,
    by name: String = "", at: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      PostingActs.insertEvent, tx.scope.seller, id.raw, max(1, at.milliseconds) << 20, kind,
      at.milliseconds, actor, name, detail)
  }

  /// Puts names to the steps that were taken.
  static func sign(
    _ posting: ArchivedPosting, _ id: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    guard let hands = posting.hands else { return }
    let done = posting.milestones
    let steps: [(PostingEvent.Kind, Instant?, String, String)] = [
      (.confirmed, done.confirmed, hands.office, ""), (.packed, done.packed, hands.warehouse, ""),
      (.shipped, done.shipped, hands.warehouse, posting.trackingNumber ?? ""),
      (.cancelled, done.cancelled, hands.office, ""),
    ]
    for (kind, at, name, detail) in steps {
      guard let at else { continue }
      try note(kind, .member, detail, id, by: name, at: at, in: tx)
    }
    guard let delivered = done.delivered else { return }
    try note(.tracking, .carrier, TrackingStatus.delivered.rawValue, id, at: delivered, in: tx)
  }
}
