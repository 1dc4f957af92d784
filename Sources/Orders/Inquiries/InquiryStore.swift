import Commerce
import Office
import SQL

enum InquirySQL {
  static let byPosting = Query(
    """
    select posting_id, cause, asked_at, due_at, closed_at, outcome, answer from inquiry
    where posting_id = ?
    """, Inquiry.init)
  static let open = Query(
    """
    select q.posting_id, q.cause, q.asked_at, q.due_at, p.number, r.inquiry
    from inquiry q join posting p on p.id = q.posting_id
    left join posting_recipient r on r.posting_id = q.posting_id
    where q.closed_at is null and (q.due_at, q.posting_id) > (?1, ?2)
    order by q.due_at, q.posting_id limit ?3
    """, WaitingBuyer.init)
  static let first = Query(
    "select asked_at, due_at from inquiry where closed_at is null order by due_at limit 1"
  ) { (asked: Int64, due: Int64) in
    HomeTask.Deadline(start: Instant(milliseconds: asked), end: Instant(milliseconds: due))
  }
  static let words = Query<String>("select inquiry from posting_recipient where posting_id = ?")
  /// The last answer stays until there is a new one.
  static let ask = Command(
    """
    insert into main.inquiry (seller_id, posting_id, cause, asked_at, due_at)
    values (?, ?, ?, ?, ?)
    on conflict (seller_id, posting_id) do update set cause = excluded.cause,
      asked_at = excluded.asked_at, due_at = excluded.due_at, closed_at = null, outcome = null
    """)
  static let tell = Command(
    """
    update main.posting_recipient set inquiry = ?2
    where seller_id = current_seller() and posting_id = ?1
    """)
  static let close = Command(
    """
    update main.inquiry set outcome = ?2, closed_at = ?3, answer = ?4
    where seller_id = current_seller() and posting_id = ?1 and closed_at is null
    """)
  static let recount = PlatformQuery(
    """
    select seller_id, 'inquiries.open', count(*) from main.inquiry where closed_at is null
    group by seller_id
    """, RecountRow.init)

  static let statements: [(String, any SQLStatement)] = [
    ("inquiry.byPosting", byPosting), ("inquiry.open", open), ("inquiry.first", first),
    ("inquiry.words", words), ("inquiry.ask", ask), ("inquiry.tell", tell),
    ("inquiry.close", close),
  ]
}

extension Inquiry {
  init(
    _ posting: Int64, _ cause: Cause, _ asked: Int64, _ due: Int64, _ closed: Int64?,
    _ outcome: Outcome?, _ answer: String
  ) {
    self.init(
      posting: PostingID(raw: posting), cause: cause, asked: Instant(milliseconds: asked),
      due: Instant(milliseconds: due), closed: Instant(stored: closed), outcome: outcome,
      answer: answer)
  }
}

/// A buyer whom nobody has answered yet.
struct WaitingBuyer: Sendable {
  let posting: PostingID
  let number: String
  let cause: Inquiry.Cause
  let asked: Instant
  let due: Instant
  /// The buyer's own words: for those who may see the recipient.
  let words: String

  fileprivate init(
    _ posting: Int64, _ cause: Inquiry.Cause, _ asked: Int64, _ due: Int64, _ number: String,
    _ words: String?
  ) {
    self.posting = PostingID(raw: posting)
    self.number = number
    self.cause = cause
    self.asked = Instant(milliseconds: asked)
    self.due = Instant(milliseconds: due)
    self.words = words ?? ""
  }
}

/// Reads what buyers asked.
struct InquiryStore {
  let rows: SellerReader

  func inquiry(of posting: PostingID) throws(SQLError) -> Inquiry? {
    try rows.first(InquirySQL.byPosting, posting.raw)
  }

  /// What the buyer wrote: personal data; empty for nothing.
  func words(of posting: PostingID) throws(SQLError) -> String {
    try rows.first(InquirySQL.words, posting.raw) ?? ""
  }

  /// Those who wait, the nearest deadline first, from behind the given one.
  func waiting(
    after: (due: Int64, posting: Int64)?, limit: Int
  ) throws(SQLError) -> [WaitingBuyer] {
    try rows.all(InquirySQL.open, after?.due ?? 0, after?.posting ?? 0, limit)
  }

  /// Whether the buyer of a posting can ask now.
  func door(to posting: Posting, at now: Instant) throws(SQLError) -> InquiryDoor {
    guard posting.state.isTravelling else { return .shut }
    let cards = try ParcelStore(rows: rows).cards(of: posting.id)
    let promised =
      try PromiseStore(rows: rows).promise(of: posting.id) ?? cards.compactMap(\.promised).max()
    return InquiryDoor(posting.state, promised: promised, cards.map(\.trouble), now: now)
  }
}
