import Commerce
import Office
import SQL

/// Which postings a wave takes.
struct WaveChoice: Sendable, Hashable {
  /// How many pieces its postings have.
  enum Kind: String, Sendable, CaseIterable {
    case any, single, multi
  }

  let warehouse: WarehouseID
  var kind = Kind.any
  /// Only those whose deadline comes within so many hours; nil takes all.
  var hours: Int64?
  var carrier: Int64?
  /// Only those whose goods all lie in this zone.
  var zone = ""
  /// Only those with goods of this class; `normal` asks for none of another.
  var handling: HandlingClass?
  var most: Int64 = 20

  static let candidates = DynamicQuery<PostingID>(
    """
    select p.id from posting p where p.tab = 2 and p.state = 3
    """
  ) { (id: Int64) in PostingID(raw: id) }

  /// Postings that wait to be packed and that no wave fetches, the nearest deadline first.
  func query(at now: Instant) -> DynamicQuery<PostingID> {
    var query = Self.candidates
    query.append("and p.warehouse_id = ?", warehouse.raw)
    switch kind {
    case .any: break
    case .single: query.append("and p.piece_count = 1")
    case .multi: query.append("and p.piece_count > 1")
    }
    if let hours { query.append("and p.due_at <= ?", (now + .hours(hours)).milliseconds) }
    if let carrier { query.append("and p.carrier_id = ?", carrier) }
    if !zone.isEmpty {
      query.append(
        """
        and not exists (select 1 from posting_line l
          left join floor_bin b on b.warehouse_id = p.warehouse_id and b.product_id = l.product_id
          where l.posting_id = p.id and coalesce(b.zone, '') <> ?)
        """, zone)
    }
    switch handling {
    case nil: break
    case .normal?:
      query.append(
        """
        and not exists (select 1 from posting_line l
          join handling_class c on c.product_id = l.product_id where l.posting_id = p.id)
        """)
    case let handling?:
      query.append(
        """
        and exists (select 1 from posting_line l
          join handling_class c on c.product_id = l.product_id
          where l.posting_id = p.id and c.class = ?)
        """, handling.rawValue)
    }
    query.append(
      """
      and not exists (select 1 from wave_posting w
        where w.posting_id = p.id and w.state = 'open')
      """)
    query.append("order by p.due_at, p.id limit ?", most)
    return query
  }

  func postings(at now: Instant, in rows: SellerReader) throws(SQLError) -> [PostingID] {
    try rows.all(query(at: now))
  }
}
