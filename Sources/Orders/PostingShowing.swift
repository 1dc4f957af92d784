import Commerce
import HTTP
import Office
import SQL
import Template

/// Builds a posting's page.
struct PostingShowing<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let carriers: [Carrier]
  let acts: PostingActs
  /// The recipient is shown in this answer only, after a reason was given.
  var isRevealed = false
  var problems: [Problem] = []
  var typedNote = ""
  var typedTag = ""
  /// To the buyer who asks where the parcel is.
  var typedAnswer = ""
  /// When the shop's own courier was where.
  var typedAt = ""

  init(_ context: Context, _ carriers: [Carrier], _ acts: PostingActs) {
    self.context = context
    self.acts = acts
    self.carriers = carriers
  }

  func page(_ id: PostingID) throws -> PostingShowPage {
    let store = PostingStore(rows: context.reader)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    let lines = try store.lines(of: id)
    let recipient = try store.recipient(of: id)
    let checks = try CheckReader(stock: acts.stock, rows: context.reader)
      .checks(posting, lines, recipient)
    let parcels = try store.parcels(of: id)
    let marks = try context.markCard(of: id, typed: typedTag, problems: problems)
    let money = PaymentWords(state: posting.state, payment: posting.payment)
    let inquiry = try context.inquiryCard(
      of: posting, typed: typedAnswer, problems: problems)
    let events = try store.events(of: id)
    let timeline = timeline(Timeline(posting, events), posting)
    return PostingShowPage(
      errors: context.summary(problems, of: fields(marks, inquiry)),
      posting: posting,
      state: badge(posting), sub: sub(posting),
      acts: PostingActsView(posting, context, for: context.member),
      track: Track(context: context, zone: context.zone, isBuyer: false).steps(posting),
      deadline: try deadline(posting), joined: joined(posting, events), checks: checks.map(view),
      checksSummary: summary(checks),
      lines: lines.map(view), goodsSummary: summary(lines, posting),
      payment: context.text(money.payingLabel), totalLabel: context.text(money.totalLabel),
      goods: context.locale.money(posting.goods), shipping: context.locale.money(posting.shipping),
      total: context.locale.money(posting.total), parcels: parcels.map { view($0, posting) },
      trackingHref: tracking(posting), delivery: delivery(posting, parcels), timeline: timeline,
      timelineSummary: context.text("orders.timeline.events", count: Int64(timeline.count)),
      buyer: buyer(posting, recipient), buyerNote: note(recipient), answer: try answer(id),
      isMasked: !isRevealed, rights: rights, reason: reason, noteField: noteField,
      prints: try context.printCard(of: posting, hasParcel: !parcels.isEmpty), marks: marks,
      inquiry: inquiry, claim: try context.claimCard(of: id, carriers: carriers))
  }

  /// What can be wrong on the page, in its order.
  private func fields(_ marks: MarkCard, _ inquiry: InquiryCard?) -> [FieldView] {
    [inquiry?.field].compactMap { $0 } + [reason, marks.tag, noteField, moment]
  }

  private func badge(_ posting: Posting) -> BadgeView {
    let isLate = posting.state.tab.isOpen && posting.due < context.now
    guard !isLate || posting.state == .awaitingPayment else {
      return BadgeView(context.text(posting.state.tab.lateLabel), .bad)
    }
    return BadgeView(context.text(posting.state.label), posting.state.tone)
  }

  private func sub(_ posting: Posting) -> String {
    let carrier = carriers.first { $0.id == posting.carrier }?.name
    let values = [
      "time": context.time(posting.milestones.placed), "city": posting.city,
      "carrier": carrier ?? "",
    ]
    return context.text(carrier == nil ? "orders.show.subPlain" : "orders.show.sub", values)
  }

  private func deadline(_ posting: Posting) throws -> DeadlineNote? {
    try TimerNote(context: context, deadlines: acts.deadlines).note(posting)
  }

  private func joined(_ posting: Posting, _ events: [PostingEvent]) -> WayBack? {
    guard posting.state == .merged, let event = events.last(where: { $0.kind == .joined }) else {
      return nil
    }
    return WayBack(
      text: context.text("postings.joined", ["number": event.detail]),
      href: URLText(path: "/search", query: [("q", event.detail)]))
  }

  private func view(_ check: Check) -> CheckView {
    let values = check.values.mapValues { value in
      switch value {
      case .text(let text): text
      case .money(let money): context.locale.moneyWithCode(money)
      case .count(let count): context.locale.number(count)
      }
    }
    let texts =
      [context.text(check.text, values)] + (check.remedy.map { [context.text($0, values)] } ?? [])
    return CheckView(
      verdict: check.verdict, label: context.text(check.label),
      detail: texts.joined(separator: " "))
  }

  private func summary(_ checks: [Check]) -> String {
    let open = checks.count { $0.verdict != .green }
    return open == 0
      ? context.text("orders.checks.all", count: Int64(checks.count))
      : context.text("orders.checks.some", count: Int64(open))
  }

  private func view(_ line: PostingLine) -> LineView {
    LineView(
      line: line, price: context.locale.money(line.price),
      sum: context.locale.money(line.sum), discount: discount(line))
  }

  private func discount(_ line: PostingLine) -> String {
    guard line.discount > 0 else { return "" }
    let amount = Money(minor: -line.discount, currency: line.price.currency)
    return context.text("postings.discount", ["discount": context.locale.money(amount)])
  }

  private func summary(_ lines: [PostingLine], _ posting: Posting) -> String {
    let grams = lines.reduce(Int64(0)) { $0 &+ $1.weightGrams &* $1.quantity }
    let texts = [
      context.text(
        "orders.lines", ["lineCount": context.locale.number(Int64(lines.count))],
        count: Int64(lines.count)),
      context.text(
        "orders.pieces", ["pieces": context.locale.number(posting.pieces)],
        count: posting.pieces),
      grams > 0 ? Weight.text(grams, context) : "",
    ]
    return texts.filter { !$0.isEmpty }.joined(separator: context.text("orders.comma"))
  }

  private func view(_ parcel: Parcel, _ posting: Posting) -> ParcelView {
    let status =
      posting.milestones.shipped == nil
      ? BadgeView(context.text("orders.parcels.here"), .warn)
      : BadgeView(context.text(posting.state.label), posting.state.tone)
    return ParcelView(
      carrier: carriers.first { $0.id == parcel.carrier }?.name ?? "",
      trackingNumber: parcel.trackingNumber, weight: Weight.text(parcel.weightGrams, context),
      status: status)
  }

  private func delivery(_ posting: Posting, _ parcels: [Parcel]) -> OwnDeliveryCard? {
    let steps = CourierStep.open(
      posting, carriers: parcels.map(\.carrier), for: context.member)
    if steps.isEmpty { return nil }
    return OwnDeliveryCard(
      posting: posting, at: moment,
      steps: steps.map { step in
        CourierStepView(
          value: step.rawValue, label: context.text("deliveries.\(step.rawValue)"),
          isFirst: step == steps.first && step != .left)
      })
  }

  private var moment: FieldView {
    var field = FieldView("at", label: context.text("deliveries.at"))
    field.hint = context.text("deliveries.at.hint")
    field.isOptional = true
    field.value = typedAt
    field.error = context.error(of: "at", in: problems)
    return field
  }

  private func tracking(_ posting: Posting) -> URLText? {
    guard posting.milestones.shipped != nil else { return nil }
    let token = context.kernel.token(
      of: TrackingLink(seller: context.scope.seller, posting: posting.id))
    return URLText(path: "/t/\(token)")
  }

  private func timeline(_ timeline: Timeline, _ posting: Posting) -> [TimelineView] {
    var views = timeline.entries.map { entry in
      TimelineView(
        label: context.text(entry.label), when: context.time(entry.at),
        datetime: entry.at.description, actor: entry.actor.map(context.text) ?? "")
    }
    guard posting.state.tab.isOpen, posting.state != .onHold else { return views }
    let isUnpaid = posting.state == .awaitingPayment
    views.append(
      TimelineView(
        label: context.text(
          isUnpaid ? posting.state.label : "orders.waiting.\(posting.state.tab.name)"),
        when: context.text("orders.track.until", ["time": context.time(posting.due)]),
        datetime: posting.due.description, actor: "", isNow: true))
    return views
  }

  private func buyer(_ posting: Posting, _ recipient: Recipient?) -> [PairView] {
    guard let recipient else {
      return [PairView(label: context.text("orders.buyer.name"), value: posting.buyer)]
    }
    let hidden = "•••••••"
    let pairs: [(String, String, String)] = [
      ("name", recipient.name, posting.buyer),
      ("phone", recipient.phone, Recipient.masked(phone: recipient.phone)),
      ("email", recipient.email, hidden),
      (
        "address", "\(recipient.postcode) \(recipient.city), \(recipient.street)",
        "\(posting.city), \(hidden)"
      ),
    ]
    return pairs.filter { !$0.1.isEmpty }.map { key, shown, masked in
      PairView(
        label: context.text("orders.buyer.\(key)"), value: isRevealed ? shown : masked)
    }
  }

  /// What a buyer writes may name them: it is shown to those who may see the recipient.
  private func note(_ recipient: Recipient?) -> String? {
    guard let note = recipient?.note, !note.isEmpty, rights.canReveal else { return nil }
    return note
  }

  /// What the buyer answered last; like the note.
  private func answer(_ id: PostingID) throws(SQLError) -> String? {
    rights.canReveal ? try HoldStore(rows: context.reader).answer(id) : nil
  }

  private var rights: PostingShowPage.Rights {
    PostingShowPage.Rights(
      canReveal: context.member?.may(.seeRecipients) ?? false,
      canNote: context.member?.may(.noteOrders) ?? false,
      canSetRules: context.member?.may(.setOrderRules) ?? false)
  }

  private var reason: FieldView {
    context.choice(
      "reason", label: context.text("orders.buyer.reason"),
      RevealReason.allCases.map { ($0.rawValue, context.text("orders.reveal.\($0.rawValue)")) },
      problems: problems)
  }

  private var noteField: FieldView {
    var field = FieldView("note", label: context.text("orders.notes.add"))
    field.value = typedNote
    field.error = context.error(of: "note", in: problems)
    field.rows = 3
    return field
  }
}

/// Why somebody looks at a buyer's data.
enum RevealReason: String, CaseIterable, Sendable {
  case address, carrier, buyer, complaint
}

/// Weights as people read them.
enum Weight {
  static func text(_ grams: Int64, _ context: some RequestContext) -> String {
    guard grams >= 1_000 else {
      return context.text("orders.grams", ["weight": context.locale.number(grams)])
    }
    // To 10 g, as scales show it.
    return context.text(
      "orders.kilograms", ["weight": context.locale.decimal((grams + 5) / 10, digits: 2)])
  }
}

/// The shop's name and address.
enum SenderStore {
  static let byID = Query(
    "select name, country, postcode, city, address from seller where id = ?", Sender.init)
}
