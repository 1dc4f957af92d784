import Commerce
import Office
import SQL

extension Packaging.Kind: SQLConvertible { typealias Raw = String }

enum PackagingSQL {
  static let all = Query<Packaging>(
    """
    select id, name, kind, inner_length, inner_width, inner_height, outer_length, outer_width,
      outer_height, weight_g, cost, recycled, most_g, pieces, is_default
    from packaging where removed_at is null and id > 0
    """, Packaging.init)
  static let byID = Query<Packaging>(
    """
    select id, name, kind, inner_length, inner_width, inner_height, outer_length, outer_width,
      outer_height, weight_g, cost, recycled, most_g, pieces, is_default
    from packaging where id = ? and removed_at is null
    """, Packaging.init)
  static let put = Command(
    """
    insert into main.packaging (seller_id, id, name, kind, inner_length, inner_width,
      inner_height, outer_length, outer_width, outer_height, weight_g, cost, recycled, most_g,
      pieces)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
    on conflict (seller_id, id) do update set name = ?3, kind = ?4, inner_length = ?5,
      inner_width = ?6, inner_height = ?7, outer_length = ?8, outer_width = ?9,
      outer_height = ?10, weight_g = ?11, cost = ?12, recycled = ?13, most_g = ?14, pieces = ?15
    """)
  static let prefer = Command(
    "update main.packaging set is_default = (id = ?2) where seller_id = ?1")
  static let remove = Command(
    """
    update main.packaging set removed_at = ?3, is_default = 0
    where seller_id = ?1 and id = ?2 and removed_at is null
    """)
  static let use = Command(
    """
    update main.packaging set pieces = pieces - 1
    where seller_id = ?1 and id = ?2 and pieces > 0 and removed_at is null
    """)
  static let insertParcel = Command(
    """
    insert into main.packed_parcel (seller_id, posting_id, at, wave_id, packaging_id,
      suggested_id, weight_g, packaging_g, fill, photo, is_gift, member_id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let count = Command(
    """
    insert into main.packaging_daily
      (seller_id, day, packaging_id, orders, grams, saved_g, fill, cost)
    values (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7)
    on conflict (seller_id, day, packaging_id) do update set orders = orders + 1,
      grams = grams + ?4, saved_g = saved_g + ?5, fill = fill + ?6, cost = cost + ?7
    """)
  static let daily = Query<PackagingUse>(
    """
    select d.day, d.packaging_id, p.name, p.recycled, d.orders, d.grams, d.saved_g, d.fill, d.cost
    from packaging_daily d join packaging p on p.id = d.packaging_id
    where d.day between ? and ? order by d.day desc, d.packaging_id
    """, PackagingUse.init)
  static let photo = Query<Int64>(
    """
    select 1 from wave_posting w cross join packed_parcel p on p.posting_id = w.posting_id
    where w.wave_id = ? and p.photo = ? limit 1
    """)
  static let currency = Query<String>("select currency from seller where id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("packaging.all", all), ("packaging.byID", byID), ("packaging.put", put),
    ("packaging.prefer", prefer), ("packaging.remove", remove), ("packaging.use", use),
    ("packaging.insertParcel", insertParcel), ("packaging.count", count),
    ("packaging.daily", daily), ("packaging.photo", photo), ("packaging.currency", currency),
  ]
}

/// A parcel as it was closed.
struct PackedParcel: Sendable {
  let posting: PostingID
  let wave: WaveID?
  let box: Packaging
  let suggested: PackagingID?
  /// On the scales, with the box.
  let weightGrams: Int64
  /// The box and its padding.
  let packagingGrams: Int64
  /// Less than the default box would have been; negative where it is more.
  let savedGrams: Int64
  /// In tenths of a percent.
  let fill: Int64
  let photo: String
  let isGift: Bool
  let at: Instant
}

/// What was used of a box on a day.
struct PackagingUse: Sendable {
  let day: Int64
  let packaging: PackagingID
  let name: String
  let recycled: Int64
  let orders: Int64
  let grams: Int64
  let savedGrams: Int64
  /// The sum over the orders, in tenths of a percent.
  let fill: Int64
  let cost: Int64
}

/// Boxes of the shop.
struct PackagingStore {
  /// A shop has so many kinds at most.
  static let most = 200

  let rows: SellerReader

  /// The smallest first.
  func all() throws(SQLError) -> [Packaging] {
    try rows.all(PackagingSQL.all).sorted(by: Load.isSmaller)
  }

  func packaging(_ id: PackagingID) throws(SQLError) -> Packaging? {
    try rows.first(PackagingSQL.byID, id.raw)
  }

  /// What was used from a day of UTC to another, the newest first.
  func use(from first: Int64, to last: Int64) throws(SQLError) -> [PackagingUse] {
    try rows.all(PackagingSQL.daily, first, last)
  }

  func currency() throws(SQLError) -> Currency {
    try Currency(stored: try rows.one(PackagingSQL.currency, rows.scope.seller))
  }

  static func put(_ box: Packaging, in tx: SellerTransaction) throws(SQLError) {
    try tx.run(
      PackagingSQL.put, tx.scope.seller, box.id.raw, box.name, box.kind, box.inner.length,
      box.inner.width, box.inner.height, box.outer.length, box.outer.width, box.outer.height,
      box.weightGrams, box.cost, box.recycled, box.mostGrams, box.pieces)
    if box.isDefault { try tx.run(PackagingSQL.prefer, tx.scope.seller, box.id.raw) }
  }

  /// Writes a parcel down and counts its packaging.
  static func insert(
    _ parcel: PackedParcel, by member: MemberID?, in tx: SellerTransaction
  ) throws(SQLError) {
    let seller = tx.scope.seller
    try tx.run(
      PackagingSQL.insertParcel, seller, parcel.posting.raw, parcel.at.milliseconds,
      parcel.wave?.raw, parcel.box.id.raw, parcel.suggested?.raw, parcel.weightGrams,
      parcel.packagingGrams, parcel.fill, parcel.photo, parcel.isGift, member?.raw)
    try tx.run(
      PackagingSQL.count, seller, parcel.at.dayOfUTC, parcel.box.id.raw, parcel.packagingGrams,
      parcel.savedGrams, parcel.fill, parcel.box.cost)
  }
}

extension Instant {
  /// Whole days of UTC since 1970-01-01.
  var dayOfUTC: Int64 {
    let day: Int64 = 86_400_000
    return milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
  }
}

extension Packaging {
  fileprivate init(
    id: Int64, name: String, kind: Kind, innerLength: Int64, innerWidth: Int64,
    innerHeight: Int64, outerLength: Int64, outerWidth: Int64, outerHeight: Int64, weight: Int64,
    cost: Int64, recycled: Int64, most: Int64, pieces: Int64, isDefault: Bool
  ) {
    self.init(
      id: PackagingID(raw: id), name: name, kind: kind,
      inner: FloorSize(innerLength, innerWidth, innerHeight),
      outer: FloorSize(outerLength, outerWidth, outerHeight), weightGrams: weight, cost: cost,
      recycled: recycled, mostGrams: most, pieces: pieces, isDefault: isDefault)
  }
}

extension PackagingUse {
  fileprivate init(
    day: Int64, packaging: Int64, name: String, recycled: Int64, orders: Int64, grams: Int64,
    saved: Int64, fill: Int64, cost: Int64
  ) {
    self.init(
      day: day, packaging: PackagingID(raw: packaging), name: name, recycled: recycled,
      orders: orders, grams: grams, savedGrams: saved, fill: fill, cost: cost)
  }
}
