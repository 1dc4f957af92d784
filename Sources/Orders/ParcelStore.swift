import Commerce
import Office
import SQL

/// Parcels and their numbers. A parcel gets a number of the platform's own carrier when it is
/// packed, so that its label can be printed at once; at the hand-over the warehouse may give it
/// to another carrier under that carrier's number.
extension PostingActs {
  static let insertParcel = Command(
    """
    insert into main.parcel
      (seller_id, posting_id, part, carrier_id, tracking_number, weight_g, created_at)
    values (?, ?, 1, ?, ?, ?, ?)
    """)
  static let deleteParcels = Command(
    "delete from main.parcel where seller_id = current_seller() and posting_id = ?1")
  static let renumber = Command(
    """
    update main.parcel set carrier_id = ?2, tracking_number = ?3
    where seller_id = current_seller() and posting_id = ?1 and part = 1
    """)
  static let recarry = Command(
    """
    update main.posting set carrier_id = ?2 where seller_id = current_seller() and id = ?1
    """)
  static let owner = Query<String>(
    """
    select p.number from parcel b join posting p on p.id = b.posting_id
    where b.tracking_number = ? and b.carrier_id = ? and p.id <> ?
    """)

  func makeParcel(
    _ posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    let weight = try PostingStore(rows: tx.reader).lines(of: posting.id).reduce(0) {
      $0 + $1.weightGrams * $1.quantity
    }
    let number = try nextNumber(in: tx)
    try tx.run(
      Self.insertParcel, tx.scope.seller, posting.id.raw, Carrier.platform, number, weight,
      now.milliseconds)
    if posting.carrier != Carrier.platform {
      try tx.run(Self.recarry, posting.id.raw, Carrier.platform)
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

  /// Gives the parcel the number under which it travels.
  func assign(
    _ shipment: Shipment, to posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    let (carrier, number) = (shipment.carrier.id, shipment.trackingNumber)
    if let owner = try tx.first(Self.owner, number, carrier, posting.id.raw) {
      throw DuplicateTracking(number: owner)
    }
    let parcels = try PostingStore(rows: tx.reader).parcels(of: posting.id)
    if parcels.contains(where: { $0.carrier == carrier && $0.trackingNumber == number }) { return }
    do throws(SQLError) {
      try tx.run(Self.renumber, posting.id.raw, carrier, number)
    } catch {
      throw error.isConstraint(.unique) ? DuplicateTracking(number: nil) : error
    }
    try tx.run(Self.recarry, posting.id.raw, carrier)
  }
}
