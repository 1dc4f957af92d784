import Commerce
import Office
import SQL
import Template

/// Finds parcels of which nothing is heard and parcels that are late. When to look at each is in
/// its row, so nothing is missed over a restart or days of downtime.
struct TrackingWatch: Sendable {
  static let job = "parcels.watch"
  private static let part = 100

  let tracking: TrackingActs

  func register(on runner: JobRunner) {
    runner.every(.minutes(10), Self.job) { _, context in try look(context) }
  }

  private func look(_ context: JobContext) throws {
    guard let platform = context.platform else { throw JobFailure.hopeless("not the platform's") }
    let now = context.now
    while true {
      let due = try context.reader.platform(platform).all(
        ParcelNewsSQL.due, now.milliseconds, Self.part)
      if due.isEmpty { return }
      try context.database.writer.write { transaction in
        let all = transaction.platform(platform)
        for parcel in due {
          try tracking.look(
            at: parcel.posting, parcel.part, now: now, in: all.seller(parcel.seller))
        }
      }
      if due.count < Self.part { return }
    }
  }
}

/// To the buyer: the parcel takes longer than was said.
struct LateMail: MailView {
  static let template = "parcels/late"

  let orderNumber: String
  let shopName: String
  let isStuck: Bool
  let trackingURL: String

  static let fields: [Field<LateMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .flag("isStuck") { $0.isStuck },
    .text("trackingURL") { $0.trackingURL },
  ]
}

extension PostingMails {
  /// Tells a buyer that the parcel takes longer, before they ask; nothing where it has arrived.
  static func late(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "parcels.late", kernel: kernel) { reading in
      guard reading.posting.state.isTravelling else { return nil }
      let cards = try ParcelStore(rows: reading.rows).cards(of: reading.posting.id)
      return try reading.letter(
        LateMail(
          orderNumber: reading.posting.orderNumber, shopName: reading.shopName(),
          isStuck: !cards.contains { $0.trouble == .late },
          trackingURL: kernel.link(to: reading.link)))
    }
  }
}
