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
  /// Counts a posting in the service metrics of its shop, on the days when it happened.
  ///
  /// - Parameters:
  ///   - id: of a posting that is written; nil where nothing counts against the shop.
  ///   - faults: clean where `id` is nil.
  public static func judge(
    _ id: PostingID?, _ done: Milestones, _ faults: PastFaults, _ kernel: Kernel,
    in tx: SellerTransaction
  ) throws {
    if let shipped = done.shipped {
      try note(.cancellation, nil, shipped, kernel, in: tx)
      try note(.lateHandover, faults.isLate ? id : nil, shipped, kernel, in: tx)
      try note(.tracking, faults.isUnscanned ? id : nil, shipped, kernel, in: tx)
    }
    if let delivered = done.delivered {
      try note(.lateDelivery, faults.isOverdue ? id : nil, delivered, kernel, in: tx)
    }
    if let cancelled = done.cancelled, faults.isGivenUp {
      try note(.cancellation, id, cancelled, kernel, in: tx)
    }
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
