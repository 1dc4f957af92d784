import Commerce
import Office
import SQL

/// What a shop wants from a carrier that has lost a parcel: due by the carrier's terms, filed,
/// settled.
struct Claim: Sendable, Hashable {
  enum State: String, CaseIterable, Sendable {
    case due, filed, settled
  }

  let posting: PostingID
  let carrier: Int64?
  let lost: Instant
  /// Until when the carrier takes it.
  let due: Instant
  var filed: LocalDate?
  /// The carrier's number of it.
  var reference = ""
  var claimed: Money?
  var settled: LocalDate?
  /// Zero where the carrier refused.
  var received: Money?

  var state: State { settled != nil ? .settled : filed != nil ? .filed : .due }

  /// The kept counter of a shop's claims that are not filed yet.
  static let counter = "claims.due"
}

extension SellerPermission {
  /// Claim what carriers have lost, and note what they paid.
  public static let claimLosses = SellerPermission(
    "orders.claim", [.owner, .manager, .warehouse, .accountant])
}

/// Opens and moves claims, in the caller's transaction.
struct ClaimActs: Sendable {
  /// A parcel was lost: by the terms of its carrier somebody must claim it.
  static func open(
    _ posting: PostingID, carrier: Int64?, currency: Currency, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    let days = try tx.transaction.open.all(Carriers.all).first { $0.id == carrier }?.claimDays
    let due = now + .days(days ?? 30)
    return try tx.run(
      ClaimSQL.insert, tx.scope.seller, posting.raw, carrier, currency.code, now.milliseconds,
      due.milliseconds) == 1
  }

  /// - Throws: `Failure.conflict` where it is filed already, or is none.
  static func file(
    _ posting: PostingID, on day: LocalDate, _ reference: String, _ amount: Money,
    in tx: SellerTransaction
  ) throws {
    let changed = try tx.run(
      ClaimSQL.file, posting.raw, day.daysSince1970, reference, amount.minor)
    guard changed == 1 else { throw Failure.conflict(Message("claims.conflict")) }
    try Counters.add(-1, to: Claim.counter, in: tx)
  }

  /// - Throws: `Failure.conflict` where it is not filed, or settled already.
  static func settle(
    _ posting: PostingID, on day: LocalDate, _ amount: Money, in tx: SellerTransaction
  ) throws {
    let changed = try tx.run(ClaimSQL.settle, posting.raw, day.daysSince1970, amount.minor)
    guard changed == 1 else { throw Failure.conflict(Message("claims.conflict")) }
  }
}
