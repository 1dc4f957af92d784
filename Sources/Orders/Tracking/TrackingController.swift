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
  /// That it takes longer than was said; empty where it does not.
  let late: String
  let parcels: [TrackedParcelView]
  let timeline: [TimelineView]
  var inquiry: BuyerInquiryView?
  var errors: ErrorSummary?

  static let fields: [Field<TrackingPage>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shop") { $0.shop },
    .view("state") { $0.state },
    .text("summary") { $0.summary },
    .list("track") { $0.track },
    .text("late") { $0.late },
    .list("parcels") { $0.parcels },
    .list("timeline") { $0.timeline },
    .optional("inquiry") { $0.inquiry },
    .optional("errors") { $0.errors },
  ]
}

/// A parcel as the buyer follows it.
struct TrackedParcelView: View {
  let heading: String
  let carrier: String
  let trackingNumber: String
  let status: String
  /// By when it should be there; empty where nobody said.
  let expected: String

  static let fields: [Field<TrackedParcelView>] = [
    .text("heading") { $0.heading },
    .text("carrier") { $0.carrier },
    .text("trackingNumber") { $0.trackingNumber },
    .text("status") { $0.status },
    .text("expected") { $0.expected },
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
    return context.render(
      try page(context, link.reader, PostingID(raw: link.object), token: token))
  }

  /// - Parameter form: what the buyer typed, where something is wrong with it.
  func page<C: RequestContext>(
    _ context: C, _ rows: SellerReader, _ id: PostingID, token: String, _ form: FormReader? = nil
  ) throws -> TrackingPage {
    let store = PostingStore(rows: rows)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    let shop = try context.open.first(Self.shop, rows.scope.seller)
    let zone = context.kernel.zones.rules(shop?.zone ?? "UTC")
    let isShipped = posting.milestones.shipped != nil
    let cards = isShipped ? try ParcelStore(rows: rows).cards(of: id) : []
    let inquiries = InquiryStore(rows: rows)
    let inquiry = BuyerInquiryView.make(
      context, try inquiries.inquiry(of: id), try inquiries.door(to: posting, at: context.now),
      zone, token: token, form)
    return TrackingPage(
      orderNumber: posting.orderNumber, shop: shop?.name ?? "",
      state: BadgeView(context.text("tracking.state.\(posting.state.word)"), tone(posting)),
      summary: context.text("tracking.summary.\(posting.state.word)"),
      track: Track(context: context, zone: zone, isBuyer: true).steps(posting),
      late: posting.state.isTravelling ? late(cards, context) : "",
      parcels: try parcels(cards, context, zone),
      timeline: timeline(posting, try store.events(of: id), context, zone), inquiry: inquiry,
      errors: context.summary(form?.problems ?? [], of: [inquiry?.field].compactMap { $0 }))
  }

  /// What waits for the seller is no warning to the buyer.
  private func tone(_ posting: Posting) -> Tone {
    posting.state.tone == .warn ? .info : posting.state.tone
  }

  private func late<C: RequestContext>(_ cards: [ParcelCard], _ context: C) -> String {
    let troubles = cards.map(\.trouble)
    if troubles.contains(.late) { return context.text("tracking.late") }
    return troubles.contains(.stuck) ? context.text("tracking.stuck") : ""
  }

  private func parcels<C: RequestContext>(
    _ cards: [ParcelCard], _ context: C, _ zone: TimeZoneRules
  ) throws -> [TrackedParcelView] {
    let all = try carriers.all(in: context.open)
    return cards.map { card in
      let day = card.promised.map { zone.local($0 + .minutes(-1)).date }
      // Once it goes back, nobody waits for it here.
      let isEnd = card.status.map { $0.isEnd || $0 == .returning } ?? false
      return TrackedParcelView(
        heading: cards.count > 1
          ? context.text(
            "tracking.parcel", ["part": "\(card.part)", "count": "\(cards.count)"]) : "",
        carrier: all.first { $0.id == card.carrier }?.name ?? "", trackingNumber: card.number,
        status: card.status.map { context.text($0.label) } ?? "",
        expected: isEnd ? "" : day.map { context.locale.longDate($0) } ?? "")
    }
  }

  private func timeline<C: RequestContext>(
    _ posting: Posting, _ events: [PostingEvent], _ context: C,
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
