import SQL

extension OrderArchive {
  /// The next tracking number of a carrier, in its own format: for parcels of a demo, whose
  /// numbers come from nowhere else. Nil where the carrier is unknown or its numbers are used up.
  public static func nextTrackingNumber(
    of carrier: Int64, in tx: PlatformTransaction
  ) throws(SQLError) -> String? {
    let open = tx.transaction.open
    guard let found = try open.all(Carriers.all).first(where: { $0.id == carrier }) else {
      return nil
    }
    return found.format.number(serial: try open.one(Carriers.nextSerial, carrier))
  }
}
