import Commerce
import SQL

extension WavePostingState: SQLConvertible { typealias Raw = String }

enum WaveSQL {
  static let byID = Query<Wave>(
    """
    select id, number, warehouse_id, is_closed, is_single, created_at, postings, pieces, picked,
      packed
    from wave where id = ?
    """, Wave.init)
  static let page = Query<Wave>(
    """
    select id, number, warehouse_id, is_closed, is_single, created_at, postings, pieces, picked,
      packed
    from wave where is_closed = ? and id < ? order by id desc limit ?
    """, Wave.init)
  static let lastNumber = Query<Int64>(
    "select number from wave order by number desc limit 1")
  static let postings = Query<WavePosting>(
    """
    select w.posting_id, p.number, w.slot, w.state, w.told_at, p.due_at, p.placed_at
    from wave_posting w join posting p on p.id = w.posting_id where w.wave_id = ? order by w.slot
    """, WavePosting.init)
  static let lines = Query<WaveLine>(
    """
    select l.posting_id, l.line, w.slot, w.state, l.product_id, l.quantity, l.picked, l.packed,
      l.bin, l.spare, l.zone, l.path, l.class, coalesce(p.offer_id, ''), coalesce(p.title, ''),
      coalesce(p.barcode, ''), coalesce(p.picture, ''), coalesce(p.weight_g, 0)
    from wave_line l
    join wave_posting w on w.wave_id = l.wave_id and w.posting_id = l.posting_id
    left join posting_line p on p.posting_id = l.posting_id and p.line = l.line
    where l.wave_id = ?
    """, WaveLine.init)
  static let openWave = Query<Int64>(
    "select wave_id from wave_posting where posting_id = ? and state = 'open'")
  static let insert = Command(
    """
    insert into main.wave (seller_id, id, number, warehouse_id, is_single, created_at, created_by)
    values (?, ?, ?, ?, ?, ?, ?)
    """)
  static let add = Command(
    """
    insert into main.wave_posting (seller_id, wave_id, posting_id, slot) values (?, ?, ?, ?)
    """)
  static let addLine = Command(
    """
    insert into main.wave_line
      (seller_id, wave_id, posting_id, line, product_id, quantity, bin, spare, zone, path, class)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  /// Brings a wave's own figures up to what its lines say.
  static let tally = Command(
    """
    update main.wave set
      postings = (select count(*) from wave_posting w
        where w.wave_id = ?2 and w.state in ('open', 'packed')),
      (pieces, picked, packed) = (
        select coalesce(sum(l.quantity), 0), coalesce(sum(l.picked), 0),
          coalesce(sum(case when w.state = 'packed' then l.quantity end), 0)
        from wave_posting w
        join wave_line l on l.wave_id = w.wave_id and l.posting_id = w.posting_id
        where w.wave_id = ?2 and w.state in ('open', 'packed'))
    where seller_id = ?1 and id = ?2
    """)
  static let move = Command(
    """
    update main.wave_posting set state = ?4
    where seller_id = ?1 and wave_id = ?2 and posting_id = ?3 and state = 'open'
    """)
  static let tell = Command(
    """
    update main.wave_posting set told_at = ?4
    where seller_id = ?1 and wave_id = ?2 and posting_id = ?3 and told_at is null
      and state in ('cancelled', 'left')
    """)
  static let leave = Command(
    """
    update main.wave_posting set state = 'left', told_at = ?3
    where seller_id = ?1 and wave_id = ?2 and state = 'open'
    """)
  static let close = Command(
    """
    update main.wave set is_closed = 1, closed_at = ?3
    where seller_id = ?1 and id = ?2 and is_closed = 0
    """)
  static let setPicked = Command(
    """
    update main.wave_line set picked = ?5, packed = min(packed, ?5)
    where seller_id = ?1 and wave_id = ?2 and posting_id = ?3 and line = ?4
    """)
  static let setPacked = Command(
    """
    update main.wave_line set packed = ?5
    where seller_id = ?1 and wave_id = ?2 and posting_id = ?3 and line = ?4
    """)
  static let setQuantity = Command(
    """
    update main.wave_line set quantity = ?5, picked = min(picked, ?5), packed = min(packed, ?5)
    where seller_id = ?1 and wave_id = ?2 and posting_id = ?3 and line = ?4
    """)
  static let look = Command(
    """
    update main.wave_line set bin = ?4, spare = '', path = ?5
    where seller_id = ?1 and wave_id = ?2 and product_id = ?3 and picked < quantity
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("wave.byID", byID), ("wave.page", page), ("wave.lastNumber", lastNumber),
    ("wave.postings", postings), ("wave.lines", lines), ("wave.openWave", openWave),
    ("wave.insert", insert), ("wave.add", add), ("wave.addLine", addLine), ("wave.tally", tally),
    ("wave.move", move), ("wave.tell", tell), ("wave.leave", leave), ("wave.close", close),
    ("wave.setPicked", setPicked), ("wave.setPacked", setPacked),
    ("wave.setQuantity", setQuantity), ("wave.look", look),
  ]
}

/// Waves of the shop.
struct WaveStore {
  let rows: SellerReader

  func wave(_ id: WaveID) throws(SQLError) -> Wave? { try rows.first(WaveSQL.byID, id.raw) }

  /// Waves that are open or closed, newest first.
  func page(isClosed: Bool, before: Int64?, limit: Int) throws(SQLError) -> [Wave] {
    try rows.all(WaveSQL.page, isClosed, before ?? .max, limit)
  }

  /// In the order of their totes.
  func postings(of id: WaveID) throws(SQLError) -> [WavePosting] {
    try rows.all(WaveSQL.postings, id.raw)
  }

  func lines(of id: WaveID) throws(SQLError) -> [WaveLine] {
    try rows.all(WaveSQL.lines, id.raw)
  }

  /// The wave that fetches this posting now; nil where none does.
  func wave(fetching posting: PostingID) throws(SQLError) -> WaveID? {
    try rows.first(WaveSQL.openWave, posting.raw).map(WaveID.init(raw:))
  }
}

extension Wave {
  fileprivate init(
    id: Int64, number: Int64, warehouse: Int64, isClosed: Bool, isSingle: Bool, created: Int64,
    postings: Int64, pieces: Int64, picked: Int64, packed: Int64
  ) {
    self.init(
      id: WaveID(raw: id), number: number, warehouse: WarehouseID(raw: warehouse),
      isClosed: isClosed, isSingle: isSingle, created: Instant(milliseconds: created),
      postings: postings, pieces: pieces, picked: picked, packed: packed)
  }
}

extension WavePosting {
  fileprivate init(
    id: Int64, number: String, slot: Int64, state: WavePostingState, told: Int64?, due: Int64,
    placed: Int64
  ) {
    self.init(
      id: PostingID(raw: id), number: number, slot: slot, state: state, isTold: told != nil,
      due: Instant(milliseconds: due), placed: Instant(milliseconds: placed))
  }
}

extension WaveLine {
  fileprivate init(
    posting: Int64, line: Int64, slot: Int64, state: WavePostingState, product: Int64,
    quantity: Int64, picked: Int64, packed: Int64, bin: String, spare: String, zone: String,
    path: String, handling: HandlingClass, offer: String, title: String, barcode: String,
    picture: String, weight: Int64
  ) {
    self.init(
      posting: PostingID(raw: posting), line: line, slot: slot, state: state,
      product: ProductID(raw: product), quantity: quantity, picked: picked, packed: packed,
      bin: Bin(bin, spare: spare, zone: zone), path: path, handling: handling, offer: offer,
      title: title, barcode: barcode, picture: picture, weightGrams: weight)
  }
}
