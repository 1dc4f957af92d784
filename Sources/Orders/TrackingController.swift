import Commerce
import HTTP
import Office
import SQL
import Template

/// The buyer's page: where the order is. It holds no personal data, so a forwarded link gives
/// nothing away.
struct TrackingPage: Page {
  static let template = "tracking/show"

  let orderNumber: String
  let shop: String
  let state: BadgeView
  let summary: String
  let track: [TrackStep]
  let parcels: [ParcelView]
  let timeline: [TimelineView]

  static let fields: [Field<TrackingPage>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shop") { $0.shop },
    .view("state") { $0.state },
    .text("summary") { $0.summary },
    .list("track") { $0.track },
    .list("parcels") { $0.parcels },
    .list("timeline") { $0.timeline },
  ]
}

struct TrackingController: Sendable {
  let carriers: Carriers

  static let shop = Query("select name, time_zone from seller where id = ?") {
    (name: String, zone: String) in (name: name, zone: zone)
  }

  func show(_ context: PageContext<Visitor>, _ token: String) throws -> Response {
    guard let link = context.linked(token, purpose: TrackingLink.purpose) else {
      throw Failure.notFound
    }
    let store = PostingStore(rows: link.reader)
    let id = PostingID(raw: link.object)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    let shop = try context.open.first(Self.shop, link.reader.scope.seller)
    let zone = context.kernel.zones.rules(shop?.zone ?? "UTC")
    let isShipped = posting.milestones.shipped != nil
    return context.render(
      TrackingPage(
        orderNumber: posting.orderNumber, shop: shop?.name ?? "",
        state: BadgeView(context.text("tracking.state.\(posting.state.word)"), tone(posting)),
        summary: context.text("tracking.summary.\(posting.state.word)"),
        track: Track(context: context, zone: zone, isBuyer: true).steps(posting),
        parcels: isShipped ? try parcels(of: id, store, context) : [],
        timeline: timeline(posting, try store.events(of: id), context, zone)))
  }

  /// What waits for the seller is no warning to the buyer.
  private func tone(_ posting: Posting) -> Tone {
    posting.state.tone == .warn ? .info : posting.state.tone
  }

  private func parcels(
    of id: PostingID, _ store: PostingStore, _ context: PageContext<Visitor>
  ) throws -> [ParcelView] {
    let all = try carriers.all(in: context.open)
    return try store.parcels(of: id).map { parcel in
      ParcelView(
        carrier: all.first { $0.id == parcel.carrier }?.name ?? "",
        trackingNumber: parcel.trackingNumber, weight: "", status: BadgeView("", .neutral))
    }
  }

  private func timeline(
    _ posting: Posting, _ events: [PostingEvent], _ context: PageContext<Visitor>,
    _ zone: TimeZoneRules
  ) -> [TimelineView] {
    let told = Timeline(posting, events).entries.compactMap { entry in
      entry.told.map { (label: $0, at: entry.at) }
    }
    return told.enumerated().map { index, entry in
      TimelineView(
        label: context.text(entry.label), when: context.time(entry.at, in: zone),
        datetime: entry.at.description, actor: "", isNow: index == told.count - 1)
    }
  }
}
