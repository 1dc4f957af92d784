import Commerce
import Office
import SQL

/// What is printed of postings.
enum PaperKind: String, CaseIterable, Sendable, SQLConvertible {
  case label, packing, order, gift, invoice
}

/// Documents that somebody printed in one go, in the order in which the parcels are picked.
struct PrintRun: Sendable {
  typealias Number = ID<PrintRun>

  /// The most in one go.
  static let limit = 200

  let id: Number
  let kind: PaperKind
  let at: Instant
  let member: String
  let count: Int64
}

/// A document of a run: of which posting, and which print of it this is.
struct PrintItem: Sendable {
  let posting: PostingID
  let copy: Int64
}

/// Reads and records what was printed.
struct PrintStore {
  let rows: SellerReader

  static let byID = Query(
    "select id, kind, at, member, posting_count from print_run where id = ?", PrintRun.init)
  static let items = Query(
    "select posting_id, copy from print_item where run_id = ? order by place"
  ) { (posting: Int64, copy: Int64) in PrintItem(posting: PostingID(raw: posting), copy: copy) }
  static let last = Query<PrintRun>(
    """
    select r.id, r.kind, r.at, r.member, r.posting_count
    from print_item i join print_run r on r.id = i.run_id
    where i.posting_id = ? order by i.run_id desc limit 5
    """, PrintRun.init)
  static let newest = Query(
    "select id, at, member, fingerprint from print_run order by id desc limit 1"
  ) { (id: Int64, at: Int64, member: String, fingerprint: Int64) in
    (
      id: PrintRun.Number(raw: id), at: Instant(milliseconds: at), member: member,
      fingerprint: fingerprint
    )
  }
  static let insert = Command(
    """
    insert into main.print_run (seller_id, id, kind, at, member, posting_count, fingerprint)
    values (?, ?, ?, ?, ?, ?, ?)
    """)
  static let insertItem = Command(
    """
    insert into main.print_item (seller_id, run_id, place, posting_id, copy)
    values (?, ?, ?, ?, ?)
    """)
  static let count = Query<Int64>(
    """
    insert into main.print_count (seller_id, posting_id, kind, parcel, copies)
    values (?, ?, ?, ?, 1)
    on conflict (seller_id, posting_id, kind, parcel) do update set copies = copies + 1
    returning copies
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("PrintStore.byID", byID), ("PrintStore.items", items), ("PrintStore.last", last),
    ("PrintStore.newest", newest), ("PrintStore.insert", insert),
    ("PrintStore.insertItem", insertItem), ("PrintStore.count", count),
  ]

  func run(_ id: PrintRun.Number) throws(SQLError) -> PrintRun? {
    try rows.first(Self.byID, id.raw)
  }

  func items(of run: PrintRun.Number) throws(SQLError) -> [PrintItem] {
    try rows.all(Self.items, run.raw)
  }

  /// The last runs with a document of that posting, the newest first.
  func runs(of posting: PostingID) throws(SQLError) -> [PrintRun] {
    try rows.all(Self.last, posting.raw)
  }

  /// How often a second click on "print" comes after the first, at most.
  private static let doubleClick = Duration.seconds(5)

  /// Records a run; a form sent twice is one run.
  static func record(
    _ kind: PaperKind, _ contents: [LabelContent], id: PrintRun.Number, by member: String,
    at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> PrintRun.Number {
    let fingerprint = Self.fingerprint(kind, contents)
    if let newest = try tx.first(newest), newest.fingerprint == fingerprint,
      newest.member == member, now < newest.at + doubleClick
    {
      return newest.id
    }
    let seller = tx.scope.seller
    try tx.run(
      insert, seller, id.raw, kind, now.milliseconds, member, Int64(contents.count), fingerprint)
    for (place, content) in contents.enumerated() {
      // A new parcel number is a new label: what was printed before is void.
      let parcel = kind == .label ? content.parcels.first?.trackingNumber ?? "" : ""
      let copy = try tx.one(count, seller, content.posting.raw, kind, parcel)
      try tx.run(insertItem, seller, id.raw, Int64(place), content.posting.raw, copy)
    }
    return id
  }

  private static func fingerprint(_ kind: PaperKind, _ contents: [LabelContent]) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let text = kind.rawValue + contents.map { " \($0.posting.raw)" }.joined()
    for octet in text.utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
    return Int64(bitPattern: hash)
  }
}

extension PrintRun {
  init(_ id: Int64, _ kind: PaperKind, _ at: Int64, _ member: String, _ count: Int64) {
    self.id = Number(raw: id)
    self.kind = kind
    self.at = Instant(milliseconds: at)
    self.member = member
    self.count = count
  }
}
