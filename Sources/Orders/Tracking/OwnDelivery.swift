import Commerce
import HTTP
import Office
import SQL
import Template

/// How far the shop's own courier is, as the warehouse marks it by hand.
enum CourierStep: String, CaseIterable, Sendable {
  case left, delivered, refused

  /// What it does in the state machine.
  var command: PostingCommand {
    switch self {
    case .left: .ship
    case .delivered: .deliver
    case .refused: .refuse
    }
  }
}

/// Marks of a delivery that the platform's own carrier has no part in (`deliveries/card`).
struct OwnDeliveryCard: View {
  let posting: Posting
  let at: FieldView
  let steps: [CourierStepView]

  static let fields: [Field<OwnDeliveryCard>] = [
    .url("action") { URLText(path: "/orders/\($0.posting.id.raw)/delivery") },
    .integer("seenVersion") { $0.posting.version },
    .view("at") { $0.at },
    .list("steps") { $0.steps },
  ]
}

struct CourierStepView: View {
  let value: String
  let label: String
  let isFirst: Bool

  static let fields: [Field<CourierStepView>] = [
    .text("value") { $0.value },
    .text("label") { $0.label },
    .flag("isFirst") { $0.isFirst },
  ]
}

extension CourierStep {
  /// What can be marked of a posting; nothing where the platform's own carrier has a parcel of it,
  /// which reports itself.
  static func open(_ posting: Posting, carriers: [Int64], for member: Member?) -> [CourierStep] {
    guard let member, !carriers.isEmpty, !carriers.contains(Carrier.platform) else { return [] }
    let commands = PostingMachine.actions(in: posting.state, for: member, isCourier: true)
    return allCases.filter { commands.contains($0.command) }
  }
}

/// Takes marks of the shop's own delivery: the same acts as programs of the shop do.
struct OwnDeliveryController: Sendable {
  let tracking: TrackingActs

  func mark(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    var form = FormReader(try context.form())
    let step = form.choice("step", CourierStep.self)
    let version = try Version.read(form.fields)
    let at = moment(&form, since: posting.since, context)
    guard let step, form.problems.isEmpty else {
      let orders = PostingController(acts: tracking.acts, carriers: tracking.carriers)
      return try orders.again(context, id) { showing in
        showing.problems = form.problems
        showing.typedAt = form.typed("at")
      }
    }
    let (actor, now) = (context.actor, context.now)
    return try context.answering(id) {
      try context.write(Act("posting.delivery", "posting", id.raw, detail: step.rawValue)) { tx in
        try tracking.mark(step, id, version: version, by: actor, at: at ?? now, now: now, in: tx)
      }
      return context.redirect(
        to: "/orders/\(id)", flash: Flash("deliveries.flash.\(step.rawValue)"))
    }
  }

  /// Not before the present state began, and not to come; nil for now.
  private func moment(
    _ form: inout FormReader, since: Instant, _ context: WorkContext<SellerScope>
  ) -> Instant? {
    let typed = form.text("at", 0...40)
    if typed.isEmpty { return nil }
    guard let at = NewsForm.moment(typed, context.zone) else {
      form.add("at", "parcels.error.moment")
      return nil
    }
    // A minute is as fine as people type.
    if at + .minutes(1) <= since { form.add("at", "deliveries.early") }
    if at > context.now + .minutes(10) { form.add("at", "parcels.error.future") }
    return min(max(at, since), context.now)
  }
}

extension TrackingActs {
  /// - Throws: `Failure`, `IllegalCommand`.
  func mark(
    _ step: CourierStep, _ id: PostingID, version: Int64?, by actor: Actor, at moment: Instant,
    now: Instant, in tx: SellerTransaction
  ) throws {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let act = PostingAct(command: step.command, actor: actor, version: version)
    _ = try acts.legal(act, posting)
    let cards = try ParcelStore(rows: tx.reader).cards(of: id)
    guard !cards.isEmpty, !cards.contains(where: { $0.carrier == Carrier.platform }) else {
      throw Failure.conflict(Message("parcels.error.platform"))
    }
    switch step {
    case .refused:
      try acts.perform(act, on: id, at: moment, in: tx)
      try tx.run(ManifestSQL.unlist, id.raw)
    case .left:
      try leave(posting, cards, by: actor, at: moment, in: tx)
      try hear(.inTransit, cards, at: moment, now: now, in: tx)
    case .delivered: try hear(.delivered, cards, at: moment, now: now, in: tx)
    }
  }

  private func hear(
    _ status: TrackingStatus, _ cards: [ParcelCard], at moment: Instant, now: Instant,
    in tx: SellerTransaction
  ) throws {
    let news = ParcelNews(
      key: nil, status: status, code: status.rawValue, at: moment, source: .hand)
    for card in cards { _ = try take(news, of: card.posting, card.part, at: now, in: tx) }
  }

  /// The parcels leave as they were packed.
  func leave(
    _ posting: Posting, _ cards: [ParcelCard], by actor: Actor, at moment: Instant,
    in tx: SellerTransaction
  ) throws {
    let book = try carriers.book(in: tx.transaction.open)
    guard let carrier = book.carrier(cards.first?.carrier) else {
      throw IllegalCommand(command: .ship, number: posting.number, state: posting.state)
    }
    let shipment = Shipment(
      carrier: carrier, tariff: nil, quote: nil,
      parcels: cards.map { ParcelDraft(number: $0.number) })
    let act = PostingAct(
      command: .ship, actor: actor, detail: "\(carrier.name) \(shipment.trackingNumber)",
      shipment: shipment)
    try acts.perform(act, on: posting.id, at: moment, in: tx)
  }
}
