import Commerce
import SQL

/// Why a posting waits.
enum HoldReason: String, CaseIterable, Sendable, SQLConvertible {
  case address, phone, question
  case stock, other

  /// Whether the buyer is asked; only then may the deadline stop.
  var asksBuyer: Bool {
    switch self {
    case .address, .phone, .question: true
    case .stock, .other: false
    }
  }
}

/// How a hold ended.
enum HoldAnswer: String, CaseIterable, Sendable, SQLConvertible {
  /// It is right as it stands.
  case right
  /// The buyer gave a new address or number.
  case changed
  /// The buyer answered in words.
  case text
  /// The time was over.
  case none
  /// The shop went on without an answer.
  case lifted
}

/// A posting that waits, and its question.
struct Hold: Sendable, Hashable {
  let reason: HoldReason
  /// What the shop asks; may be empty where the reason says all.
  let question: String
  let asked: Instant
  /// Until when the deadline stands still; nil where it goes on.
  let until: Instant?
  /// The working time that was left to the deadline.
  let remaining: Duration?
}

/// Reads and writes holds.
struct HoldStore {
  let rows: SellerReader

  static let open = Query(
    """
    select reason, question, asked_at, until_at, left_ms from posting_hold
    where posting_id = ? and ended_at is null order by id desc limit 1
    """
  ) { (reason: HoldReason, question: String, asked: Int64, until: Int64?, left: Int64?) in
    Hold(
      reason: reason, question: question, asked: Instant(milliseconds: asked),
      until: Instant(stored: until), remaining: left.map { .milliseconds($0) })
  }
  static let paused = Query<Int64>(
    """
    select coalesce(sum(coalesce(ended_at, until_at) - asked_at), 0) from posting_hold
    where posting_id = ? and until_at is not null
    """)
  static let insert = Command(
    """
    insert into main.posting_hold
      (seller_id, posting_id, id, reason, question, asked_at, until_at, left_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let close = Command(
    """
    update main.posting_hold set ended_at = ?2, answer = ?3
    where seller_id = current_seller() and posting_id = ?1 and ended_at is null
    """)
  static let correct = Command(
    """
    update main.posting_recipient set country = ?2, postcode = ?3, city = ?4, street = ?5
    where seller_id = current_seller() and posting_id = ?1
    """)
  static let place = Command(
    "update main.posting set city = ?2 where seller_id = current_seller() and id = ?1")
  static let rephone = Command(
    """
    update main.posting_recipient set phone = ?2
    where seller_id = current_seller() and posting_id = ?1
    """)
  static let tell = Command(
    """
    update main.posting_recipient set answer = ?2
    where seller_id = current_seller() and posting_id = ?1
    """)
  static let answer = Query<String>("select answer from posting_recipient where posting_id = ?")

  /// The hold that lasts.
  func open(_ posting: PostingID) throws(SQLError) -> Hold? {
    try rows.first(Self.open, posting.raw)
  }

  /// How long the deadline stood still in all holds together.
  func paused(_ posting: PostingID) throws(SQLError) -> Duration {
    .milliseconds(try rows.one(Self.paused, posting.raw))
  }

  /// What the buyer wrote last: personal data, shown to those who may see the recipient.
  func answer(_ posting: PostingID) throws(SQLError) -> String? {
    try rows.first(Self.answer, posting.raw).flatMap { $0.isEmpty ? nil : $0 }
  }
}
