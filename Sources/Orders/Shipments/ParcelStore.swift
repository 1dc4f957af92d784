import Commerce
import Office
import SQL

extension ParcelTrouble: SQLConvertible {}

enum ParcelSQL {
  static let cards = Query(
    """
    select posting_id, part, carrier_id, tracking_number, weight_g, length_mm, width_mm, height_mm,
      service_id, zone_id, price_minor, currency, promised_at, status, event_at, trouble,
      manifest_id
    from parcel where posting_id = ? order by part
    """, ParcelCard.init)
  static let lines = Query(
    """
    select line, title, offer_id, weight_g, quantity from posting_line where posting_id = ?
    order by line
    """, PackedLine.init(line:title:offer:weightGrams:quantity:))
  static let contents = Query(
    "select part, line, quantity from parcel_line where posting_id = ? order by part, line"
  ) { (part: Int64, line: Int64, quantity: Int64) in (part: part, line: line, quantity: quantity) }
  static let insert = Command(
    """
    insert into main.parcel
      (seller_id, posting_id, part, carrier_id, tracking_number, weight_g, length_mm, width_mm,
       height_mm, service_id, zone_id, price_minor, currency, promised_at, created_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let insertLine = Command(
    """
    insert into main.parcel_line (seller_id, posting_id, part, line, quantity)
    values (?, ?, ?, ?, ?)
    """)
  static let clear = Command("delete from main.parcel where seller_id = ? and posting_id = ?")
  static let renumber = Command(
    """
    update main.parcel set carrier_id = ?3, tracking_number = ?4
    where seller_id = current_seller() and posting_id = ?1 and part = ?2
    """)
  static let recarry = Command(
    """
    update main.posting set carrier_id = ?2, version = version + 1
    where seller_id = current_seller() and id = ?1
    """)
  static let owner = Query<String>(
    """
    select p.number from parcel b join posting p on p.id = b.posting_id
    where b.tracking_number = ? and b.carrier_id = ? and p.id <> ?
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("parcel.cards", cards), ("parcel.lines", lines), ("parcel.contents", contents),
    ("parcel.insert", insert), ("parcel.insertLine", insertLine), ("parcel.clear", clear),
    ("parcel.renumber", renumber), ("parcel.recarry", recarry), ("parcel.owner", owner),
  ]
}

extension ParcelCard {
  fileprivate init(
    _ posting: Int64, _ part: Int64, _ carrier: Int64, _ number: String, _ weight: Int64,
    _ length: Int64?, _ width: Int64?, _ height: Int64?, _ tariff: Int64?, _ zone: Int64?,
    _ price: Int64?, _ currency: String?, _ promised: Int64?, _ status: String?, _ heard: Int64?,
    _ trouble: ParcelTrouble, _ manifest: Int64?
  ) throws(SQLError) {
    let sides = [length, width, height].compactMap { $0 }
    var money: Money?
    if let price, let currency { money = try Money(minor: price, code: currency) }
    self.init(
      posting: PostingID(raw: posting), part: part, carrier: carrier, number: number,
      weight: weight, sides: sides.count == 3 ? sides : [],
      tariff: tariff.map(TariffID.init(raw:)), zone: zone.map(ZoneID.init(raw:)), price: money,
      promised: Instant(stored: promised), status: status.flatMap(TrackingStatus.init(rawValue:)),
      heard: Instant(stored: heard), trouble: trouble, manifest: manifest.map(ManifestID.init(raw:))
    )
  }
}

/// The parcels of a shop.
struct ParcelStore {
  let rows: SellerReader

  func cards(of posting: PostingID) throws(SQLError) -> [ParcelCard] {
    try rows.all(ParcelSQL.cards, posting.raw)
  }

  func lines(of posting: PostingID) throws(SQLError) -> [PackedLine] {
    try rows.all(ParcelSQL.lines, posting.raw)
  }

  /// Pieces by part and line; empty for a posting in one parcel.
  func contents(of posting: PostingID) throws(SQLError) -> [Int64: [Int64: Int64]] {
    var parts: [Int64: [Int64: Int64]] = [:]
    for row in try rows.all(ParcelSQL.contents, posting.raw) {
      parts[row.part, default: [:]][row.line] = row.quantity
    }
    return parts
  }
}

/// Parcels and their numbers. A parcel gets a number of the platform's own carrier when it is
/// packed, so that its label can be printed at once; before it leaves, the warehouse may part the
/// posting into several, and give them to another carrier under that carrier's numbers.
extension PostingActs {
  static let insertParcel = Command(
    """
    insert into main.parcel
      (seller_id, posting_id, part, carrier_id, tracking_number, weight_g, created_at)
    values (?, ?, 1, ?, ?, ?, ?)
    """)

  static let deleteParcels = Command(
    "delete from main.parcel where seller_id = current_seller() and posting_id = ?1")

  func makeParcel(
    _ posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    let weight = try ParcelStore(rows: tx.reader).lines(of: posting.id).reduce(0) {
      $0 + $1.weightGrams * $1.quantity
    }
    try insert(
      ParcelDraft(number: try nextNumber(in: tx), measure: ParcelMeasure(weight: weight)), 1,
      Carrier.platform, nil, price: nil, of: posting.id, at: now, in: tx)
    if posting.carrier != Carrier.platform {
      try tx.run(ParcelSQL.recarry, posting.id.raw, Carrier.platform)
    }
  }

  private func nextNumber(in tx: SellerTransaction) throws(SQLError) -> String {
    let open = tx.transaction.open
    let serial = try open.one(Carriers.nextSerial, Carrier.platform)
    let carriers = try open.all(Carriers.all)
    let format = carriers.first { $0.id == Carrier.platform }?.format
    guard let number = format?.number(serial: serial) else {
      throw .mismatch("the platform's carrier has no number for \(serial)")
    }
    return number
  }

  /// Makes the posting's parcels what the shipment says, and looks after them from now on.
  /// - Throws: `DuplicateTracking`, `Failure.conflict` for a parcel that is on a hand-over list.
  func assign(
    _ shipment: Shipment, to posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    try setParcels(shipment, of: posting, at: now, in: tx)
    let book = CarrierBook(carriers: try tx.transaction.open.all(Carriers.all))
    try TrackingActs.watch(posting.id, book, at: now, in: tx)
  }

  private func setParcels(
    _ shipment: Shipment, of posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    try pushingPromise(of: posting.id, at: now, in: tx) {
      try writeParcels(shipment, of: posting, at: now, in: tx)
    }
  }

  private func writeParcels(
    _ shipment: Shipment, of posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    let known = try ParcelStore(rows: tx.reader).cards(of: posting.id)
    if let choice = shipment.choice { try ShippingActs(tx: tx).note(choice, of: posting.id) }
    if shipment.isAsPacked(known) { return }
    if known.contains(where: { $0.manifest != nil }) {
      throw Failure.conflict(Message("shipments.conflict.listed"))
    }
    let drafts = try numbered(shipment, known, posting, in: tx)
    try tx.run(ParcelSQL.clear, tx.scope.seller, posting.id.raw)
    let lines = try ParcelStore(rows: tx.reader).lines(of: posting.id)
    for (index, draft) in drafts.enumerated() {
      var draft = draft
      if draft.measure == nil {
        draft.measure = ParcelMeasure(
          weight: index < known.count && drafts.count == known.count
            ? known[index].weight : draft.weight(of: lines))
      }
      let price = shipment.quote.flatMap { index < $0.parts.count ? $0.parts[index] : nil }
      try insert(
        draft, Int64(index + 1), shipment.carrier.id, shipment, price: price, of: posting.id,
        at: now, in: tx)
    }
    try tx.run(ParcelSQL.recarry, posting.id.raw, shipment.carrier.id)
  }

  /// Every parcel with a number that is free.
  private func numbered(
    _ shipment: Shipment, _ known: [ParcelCard], _ posting: Posting, in tx: SellerTransaction
  ) throws -> [ParcelDraft] {
    var seen: Set<String> = []
    return try shipment.parcels.enumerated().map { index, draft in
      var draft = draft
      if draft.number == nil {
        let own = index < known.count && known[index].carrier == shipment.carrier.id
        draft.number = try own ? known[index].number : nextNumber(in: tx)
      }
      let number = draft.number ?? ""
      if !seen.insert(number).inserted {
        throw DuplicateTracking(number: posting.number, part: index + 1)
      }
      if let owner = try tx.first(ParcelSQL.owner, number, shipment.carrier.id, posting.id.raw) {
        throw DuplicateTracking(number: owner, part: index + 1)
      }
      return draft
    }
  }

  private func insert(
    _ draft: ParcelDraft, _ part: Int64, _ carrier: Int64, _ shipment: Shipment?, price: Int64?,
    of posting: PostingID, at now: Instant, in tx: SellerTransaction
  ) throws {
    let measure = draft.measure ?? ParcelMeasure(weight: 0)
    let sides = (0..<3).map { $0 < measure.sides.count ? measure.sides[$0] : nil }
    let quote = shipment?.quote
    let promised = try quote.map { quote throws(SQLError) in
      try endOfDay(quote.promised, in: tx).milliseconds
    }
    do throws(SQLError) {
      try tx.run(
        ParcelSQL.insert, tx.scope.seller, posting.raw, part, carrier, draft.number ?? "",
        measure.weight, sides[0], sides[1], sides[2], shipment?.tariff?.id.raw,
        quote?.zone.id.raw, price, price == nil ? nil : quote?.price.currency.code, promised,
        now.milliseconds)
    } catch {
      guard error.isConstraint(.unique) else { throw error }
      throw DuplicateTracking(number: nil, part: Int(part))
    }
    for (line, quantity) in draft.lines.sorted(by: { $0.key < $1.key }) {
      try tx.run(ParcelSQL.insertLine, tx.scope.seller, posting.raw, part, line, quantity)
    }
  }

  /// The first moment after a day, by the shop's clock.
  func endOfDay(_ day: LocalDate, in tx: SellerTransaction) throws(SQLError) -> Instant {
    let shop = try tx.transaction.open.first(TrackingController.shop, tx.scope.seller)
    return kernel.zones.rules(shop?.zone ?? "UTC").start(of: day.adding(days: 1))
  }

  /// Gives the parcels their carrier and numbers while the posting waits for its hand-over.
  /// - Throws: `Failure.notFound`, `IllegalCommand`, `DuplicateTracking`, `Failure.conflict`.
  func prepare(
    _ shipment: Shipment, of id: PostingID, version: Int64?, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    guard version ?? posting.version == posting.version,
      PostingMachine.transition(.ship, in: posting.state) != nil
    else { throw IllegalCommand(command: .ship, number: posting.number, state: posting.state) }
    try setParcels(shipment, of: posting, at: now, in: tx)
  }
}

extension ParcelDraft {
  /// What the goods in it weigh, g.
  func weight(of all: [PackedLine]) -> Int64 {
    all.reduce(0) { sum, line in
      sum + line.weightGrams * (lines.isEmpty ? line.quantity : lines[line.line] ?? 0)
    }
  }
}

extension Shipment {
  /// Whether the parcels are like that already.
  func isAsPacked(_ known: [ParcelCard]) -> Bool {
    guard known.count == parcels.count else { return false }
    return zip(known, parcels).allSatisfy { card, draft in
      card.carrier == carrier.id && draft.number ?? card.number == card.number
        && draft.lines.isEmpty && draft.measure.map(card.isMeasured) ?? true && hasTerms(card)
    }
  }

  /// What is on a hand-over list keeps its service and its promise.
  private func hasTerms(_ card: ParcelCard) -> Bool {
    card.manifest != nil
      || (quote == nil || card.promised != nil)
        && (tariff == nil || card.tariff == tariff?.id)
  }
}

extension ParcelCard {
  fileprivate func isMeasured(_ measure: ParcelMeasure) -> Bool {
    measure == ParcelMeasure(weight: weight, sides: sides)
  }
}
