import Commerce
import Office
import SQL

extension ParcelNews.Source: SQLConvertible { typealias Raw = String }

enum ParcelNewsSQL {
  static let insert = Command(
    """
    insert into main.parcel_event (seller_id, posting_id, part, id, event_key, source, code, status,
      place, at, received_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (seller_id, posting_id, part, event_key) do nothing
    """)
  static let events = Query<ParcelNews?>(
    """
    select event_key, status, code, at, place, source from parcel_event
    where posting_id = ? and part = ? order by at desc, id desc limit 200
    """, ParcelNews.stored)
  static let latest = Query<ParcelNews?>(
    """
    select event_key, status, code, at, place, source from parcel_event
    where posting_id = ? and part = ? order by at desc, id desc limit 1
    """, ParcelNews.stored)
  static let note = Command(
    """
    update main.parcel set status = ?3, event_at = ?4, watch_at = ?5, trouble = ?6
    where seller_id = current_seller() and posting_id = ?1 and part = ?2
    """)
  static let watch = Command(
    """
    update main.parcel set watch_at = ?3, trouble = ?4
    where seller_id = current_seller() and posting_id = ?1 and part = ?2
    """)
  static let due = PlatformQuery(
    """
    select seller_id, posting_id, part from main.parcel
    where watch_at is not null and watch_at <= ? order by watch_at limit ?
    """
  ) { (seller: Int64, posting: Int64, part: Int64) in
    (seller: SellerID(raw: seller), posting: PostingID(raw: posting), part: part)
  }
  static let byNumber = PlatformQuery(
    """
    select seller_id, posting_id, part from main.parcel
    where tracking_number = ? and carrier_id = ?
    """
  ) { (seller: Int64, posting: Int64, part: Int64) in
    (seller: SellerID(raw: seller), posting: PostingID(raw: posting), part: part)
  }
  static let mine = Query(
    """
    select posting_id, part, carrier_id from parcel where tracking_number = ?
    order by carrier_id limit 10
    """
  ) { (posting: Int64, part: Int64, carrier: Int64) in
    (posting: PostingID(raw: posting), part: part, carrier: carrier)
  }
  static let tell = Command(
    """
    insert into main.late_notice (seller_id, posting_id, trouble, at) values (?, ?, ?, ?)
    on conflict (seller_id, posting_id) do nothing
    """)
  static let told = Query<Int64>("select at from late_notice where posting_id = ?")
  static let troubled = Query(
    """
    select p.number, b.posting_id, b.part, b.carrier_id, b.tracking_number, b.status, b.event_at,
      coalesce(m.promised_at, b.promised_at), n.at
    from parcel b join posting p on p.id = b.posting_id
    left join posting_promise m on m.posting_id = b.posting_id
    left join late_notice n on n.posting_id = b.posting_id
    where b.trouble = ?1 and (b.posting_id, b.part) > (?2, ?3)
    order by b.posting_id, b.part limit ?4
    """, TroubledParcel.init)

  static let statements: [(String, any SQLStatement)] = [
    ("news.insert", insert), ("news.events", events), ("news.latest", latest), ("news.note", note),
    ("news.watch", watch), ("news.due", due), ("news.byNumber", byNumber), ("news.mine", mine),
    ("news.tell", tell), ("news.told", told), ("news.troubled", troubled),
  ]
}

extension ParcelNews {
  /// nil for a status that no release knew.
  fileprivate static func stored(
    _ key: String, _ status: String, _ code: String, _ at: Int64, _ place: String, _ source: Source
  ) -> ParcelNews? {
    TrackingStatus(rawValue: status).map {
      ParcelNews(
        key: key, status: $0, code: code, at: Instant(milliseconds: at), place: place,
        source: source)
    }
  }
}

/// A parcel that somebody must look after.
struct TroubledParcel: Sendable {
  let number: String
  let posting: PostingID
  let part: Int64
  let carrier: Int64
  let tracking: String
  let status: TrackingStatus?
  let heard: Instant?
  let promised: Instant?
  /// When the buyer was told.
  let told: Instant?

  fileprivate init(
    _ number: String, _ posting: Int64, _ part: Int64, _ carrier: Int64, _ tracking: String,
    _ status: String?, _ heard: Int64?, _ promised: Int64?, _ told: Int64?
  ) {
    self.number = number
    self.posting = PostingID(raw: posting)
    self.part = part
    self.carrier = carrier
    self.tracking = tracking
    self.status = status.flatMap(TrackingStatus.init(rawValue:))
    self.heard = Instant(stored: heard)
    self.promised = Instant(stored: promised)
    self.told = Instant(stored: told)
  }
}

/// What is known of parcels on their way.
struct ParcelNewsStore {
  let rows: SellerReader

  /// Newest first.
  func events(of posting: PostingID, _ part: Int64) throws(SQLError) -> [ParcelNews] {
    try rows.all(ParcelNewsSQL.events, posting.raw, part).compactMap { $0 }
  }

  func latest(of posting: PostingID, _ part: Int64) throws(SQLError) -> ParcelNews? {
    try rows.first(ParcelNewsSQL.latest, posting.raw, part) ?? nil
  }

  /// Parcels in trouble, in the order of their postings, from behind the given one.
  func troubled(
    _ trouble: ParcelTrouble, after: (posting: Int64, part: Int64)?, limit: Int
  ) throws(SQLError) -> [TroubledParcel] {
    try rows.all(
      ParcelNewsSQL.troubled, trouble, after?.posting ?? 0, after?.part ?? 0, limit)
  }

  /// When the buyer was told that it takes longer; nil where not.
  func told(_ posting: PostingID) throws(SQLError) -> Instant? {
    try rows.first(ParcelNewsSQL.told, posting.raw).map(Instant.init(milliseconds:))
  }
}
