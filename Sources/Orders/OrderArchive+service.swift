import Commerce
import Office
import SQL

/// What went wrong with a posting of the past, as its shop is measured.
public struct PastFaults: Sendable {
  /// Handed over after the deadline.
  public var isLate = false
  /// Delivered after the promised day.
  public var isOverdue = false
  /// Not scanned by the carrier in time.
  public var isUnscanned = false
  /// Given up by the shop's fault.
  public var isGivenUp = false

  public init() {}

  /// Whether nothing counts against the shop.
  public var isClean: Bool { !isLate && !isOverdue && !isUnscanned && !isGivenUp }
}

extension OrderArchive {
  /// Counts a posting that is written in the service metrics of its shop, and in what the shop
  /// knows of its carrier, on the days when it happened.
  ///
  /// - Parameters:
  ///   - posting: with an id where something counts against the shop.
  public func judge(
    _ posting: ArchivedPosting, _ faults: PastFaults, _ kernel: Kernel, in tx: SellerTransaction
  ) throws {
    let (id, done) = (faults.isClean ? nil : posting.id, posting.milestones)
    if let shipped = done.shipped {
      try Self.note(.cancellation, nil, shipped, kernel, in: tx)
      try Self.note(.lateHandover, faults.isLate ? id : nil, shipped, kernel, in: tx)
      try Self.note(.tracking, faults.isUnscanned ? id : nil, shipped, kernel, in: tx)
    }
    if let delivered = done.delivered {
      try Self.note(.lateDelivery, faults.isOverdue ? id : nil, delivered, kernel, in: tx)
      try record(posting, delivered, isOnTime: !faults.isOverdue, kernel, in: tx)
    }
    if let cancelled = done.cancelled, faults.isGivenUp {
      try Self.note(.cancellation, id, cancelled, kernel, in: tx)
    }
  }

  private func record(
    _ posting: ArchivedPosting, _ delivered: Instant, isOnTime: Bool, _ kernel: Kernel,
    in tx: SellerTransaction
  ) throws {
    let book = try carriers.book(in: tx.transaction.open)
    guard let carrier = posting.carrier,
      let zone = book.zone(of: Destination(posting.recipient), for: carrier)
    else { return }
    let day = try ServiceStore(rows: tx.reader).day(of: delivered, kernel)
    try tx.run(
      PunctualitySQL.add, tx.scope.seller, day, carrier, zone.id.raw, isOnTime ? Int64(1) : 0)
  }

  /// - Parameter item: what counts against the shop.
  private static func note(
    _ metric: ServiceMetric, _ item: PostingID?, _ at: Instant, _ kernel: Kernel,
    in tx: SellerTransaction
  ) throws {
    let day = try ServiceStore(rows: tx.reader).day(of: at, kernel)
    try tx.run(ServiceStore.note, tx.scope.seller, day, metric, item == nil ? 0 : 1)
    guard let item else { return }
    try tx.run(ServiceStore.count, tx.scope.seller, metric, item.raw, day, at.milliseconds)
  }
}
