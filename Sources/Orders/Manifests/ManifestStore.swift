import Commerce
import Office
import SQL

enum ManifestSQL {
  private static let manifest:
    @Sendable (
      Int64, Int64, Int64, Int, ManifestState, String, Int64, Int64, Int64, Int64, Int64, Int64,
      Int64?, Int64?, Int64
    ) -> Manifest = {
      id, warehouse, carrier, day, state, driver, parcels, weight, onTime, missing, extra, opened,
      closed, accepted, containers in
      Manifest(
        id: ManifestID(raw: id), warehouse: WarehouseID(raw: warehouse), carrier: carrier,
        day: LocalDate(daysSince1970: day), state: state, driver: driver, parcels: parcels,
        weight: weight, onTime: onTime, missing: missing, extra: extra,
        opened: Instant(milliseconds: opened), closed: Instant(stored: closed),
        accepted: Instant(stored: accepted), containers: containers)
    }
  private static let parcel:
    @Sendable (Int64, Int64, String, String, Int64, PostingState, Int64, String) -> ManifestParcel =
      { posting, part, number, tracking, weight, state, due, city in
        ManifestParcel(
          posting: PostingID(raw: posting), part: part, number: number, tracking: tracking,
          weight: weight, state: state, due: Instant(milliseconds: due), city: city)
      }

  static let page = Query<Manifest>(
    """
    select id, warehouse_id, carrier_id, day, state, driver, parcels, weight_g, on_time, missing,
      extra, opened_at, closed_at, accepted_at, containers
    from manifest where id < ? order by id desc limit ?
    """, manifest)
  static let byID = Query<Manifest>(
    """
    select id, warehouse_id, carrier_id, day, state, driver, parcels, weight_g, on_time, missing,
      extra, opened_at, closed_at, accepted_at, containers
    from manifest where id = ?
    """, manifest)
  static let opened = Query<Manifest>(
    """
    select id, warehouse_id, carrier_id, day, state, driver, parcels, weight_g, on_time, missing,
      extra, opened_at, closed_at, accepted_at, containers
    from manifest where state = 'open' and id < ? order by id desc limit ?
    """, manifest)
  static let between = Query<Manifest>(
    """
    select id, warehouse_id, carrier_id, day, state, driver, parcels, weight_g, on_time, missing,
      extra, opened_at, closed_at, accepted_at, containers
    from manifest where day between ? and ? order by day desc, id desc limit ?
    """, manifest)
  static let contain = Command(
    """
    update main.manifest set containers = ?3 where seller_id = ?1 and id = ?2 and state = 'open'
    """)
  static let open = Query<Int64>(
    """
    select id from manifest where warehouse_id = ? and carrier_id = ? and state = 'open'
    """)
  static let parcels = Query<ManifestParcel>(
    """
    select m.posting_id, m.part, p.number, m.tracking_number, m.weight_g, p.state, p.due_at, p.city
    from manifest_parcel m join posting p on p.id = m.posting_id
    where m.manifest_id = ?1 and (m.posting_id, m.part) > (?2, ?3)
    order by m.posting_id, m.part limit ?4
    """, parcel)
  static let ready = Query<ManifestParcel>(
    """
    select b.posting_id, b.part, p.number, b.tracking_number, b.weight_g, p.state, p.due_at, p.city
    from posting p cross join parcel b on b.posting_id = p.id
    where p.tab = 3 and p.state = 4 and p.warehouse_id = ?1 and b.carrier_id = ?2
      and b.manifest_id is null
    order by p.due_at, p.id limit ?3
    """, parcel)
  static let ofPosting = Query<ManifestParcel>(
    """
    select b.posting_id, b.part, p.number, b.tracking_number, b.weight_g, p.state, p.due_at, p.city
    from posting p cross join parcel b on b.posting_id = p.id
    where p.id = ?1 and p.state = 4 and p.warehouse_id = ?2 and b.carrier_id = ?3
      and b.manifest_id is null
    """, parcel)
  static let groups = Query(
    """
    select warehouse_id, carrier_id, count(*), min(due_at) from (
      select p.warehouse_id, b.carrier_id, p.due_at
      from posting p cross join parcel b on b.posting_id = p.id
      where p.tab = 3 and p.state = 4 and p.warehouse_id is not null and b.manifest_id is null
      order by p.due_at limit 5000)
    group by warehouse_id, carrier_id order by 4
    """
  ) { (warehouse: Int64, carrier: Int64, count: Int64, due: Int64) in
    ReadyGroup(
      warehouse: WarehouseID(raw: warehouse), carrier: carrier, parcels: count,
      due: Instant(milliseconds: due))
  }
  static let insert = Command(
    """
    insert into main.manifest
      (seller_id, id, warehouse_id, carrier_id, day, state, opened_at, opened_by)
    values (?, ?, ?, ?, ?, 'open', ?, ?)
    """)
  static let addParcel = Command(
    """
    insert into main.manifest_parcel
      (seller_id, manifest_id, posting_id, part, tracking_number, weight_g)
    values (?, ?, ?, ?, ?, ?)
    """)
  static let removeParcels = Command(
    """
    delete from main.manifest_parcel where seller_id = ? and manifest_id = ? and posting_id = ?
    """)
  static let list = Command(
    """
    update main.parcel set manifest_id = ?3
    where seller_id = current_seller() and posting_id = ?1 and part = ?2
    """)
  static let unlist = Command(
    """
    update main.parcel set manifest_id = null
    where seller_id = current_seller() and posting_id = ?1
    """)
  static let total = Command(
    """
    update main.manifest set
      parcels = (select count(*) from manifest_parcel m where m.manifest_id = ?2),
      weight_g = (select coalesce(sum(m.weight_g), 0) from manifest_parcel m
        where m.manifest_id = ?2)
    where seller_id = ?1 and id = ?2
    """)
  static let close = Command(
    """
    update main.manifest set state = 'closed', driver = ?3, on_time = ?4, closed_at = ?5,
      closed_by = ?6 where seller_id = ?1 and id = ?2 and state = 'open'
    """)
  static let accept = Command(
    """
    update main.manifest set state = 'accepted', missing = ?3, extra = ?4, accepted_at = ?5
    where seller_id = ?1 and id = ?2 and state = 'closed'
    """)
  static let remove = Command(
    "delete from main.manifest where seller_id = ? and id = ? and state = 'open'")
  static let addDifference = Command(
    """
    insert into main.manifest_difference
      (seller_id, manifest_id, position, kind, tracking_number, posting_id, part)
    values (?, ?, ?, ?, ?, ?, ?)
    """)
  static let differences = Query(
    """
    select kind, tracking_number, posting_id from manifest_difference where manifest_id = ?
    order by position limit 500
    """
  ) { (kind: DifferenceKind, tracking: String, posting: Int64?) in
    (kind: kind, tracking: tracking, posting: posting.map(PostingID.init(raw:)))
  }

  static let statements: [(String, any SQLStatement)] = [
    ("manifest.page", page), ("manifest.opened", opened), ("manifest.byID", byID),
    ("manifest.open", open),
    ("manifest.between", between), ("manifest.contain", contain),
    ("manifest.parcels", parcels), ("manifest.ready", ready), ("manifest.ofPosting", ofPosting),
    ("manifest.groups", groups), ("manifest.insert", insert), ("manifest.addParcel", addParcel),
    ("manifest.removeParcels", removeParcels), ("manifest.list", list),
    ("manifest.unlist", unlist), ("manifest.total", total), ("manifest.close", close),
    ("manifest.accept", accept), ("manifest.remove", remove),
    ("manifest.addDifference", addDifference), ("manifest.differences", differences),
  ]
}

/// Parcels of a warehouse that wait for a carrier and are on no act.
struct ReadyGroup: Sendable, Hashable {
  let warehouse: WarehouseID
  let carrier: Int64
  let parcels: Int64
  /// The nearest deadline among them.
  let due: Instant
}

/// The acts of hand-over of a shop.
struct ManifestStore {
  let rows: SellerReader

  /// Newest first, older than the given one; all, or those that are being put together.
  func page(
    before: ManifestID?, isOpen: Bool = false, limit: Int
  ) throws(SQLError) -> [Manifest] {
    try rows.all(isOpen ? ManifestSQL.opened : ManifestSQL.page, before?.raw ?? .max, limit)
  }

  func manifest(_ id: ManifestID) throws(SQLError) -> Manifest? {
    try rows.first(ManifestSQL.byID, id.raw)
  }

  /// The act that is being put together.
  func open(_ warehouse: WarehouseID, _ carrier: Int64) throws(SQLError) -> ManifestID? {
    try rows.first(ManifestSQL.open, warehouse.raw, carrier).map(ManifestID.init(raw:))
  }

  /// Of these days, newest first.
  func acts(_ days: ClosedRange<LocalDate>, limit: Int) throws(SQLError) -> [Manifest] {
    try rows.all(
      ManifestSQL.between, days.lowerBound.daysSince1970, days.upperBound.daysSince1970, limit)
  }

  /// In the order of their postings, from behind the given one.
  func parcels(
    of id: ManifestID, after: (posting: Int64, part: Int64)? = nil, limit: Int = 10_000
  ) throws(SQLError) -> [ManifestParcel] {
    try rows.all(ManifestSQL.parcels, id.raw, after?.posting ?? 0, after?.part ?? 0, limit)
  }

  /// What could still go on it, the most urgent first.
  func ready(
    _ warehouse: WarehouseID, _ carrier: Int64, limit: Int
  ) throws(SQLError) -> [ManifestParcel] {
    try rows.all(ManifestSQL.ready, warehouse.raw, carrier, limit)
  }

  func groups() throws(SQLError) -> [ReadyGroup] { try rows.all(ManifestSQL.groups) }
}
