import Commerce
import HTTP
import SQL
import Template

/// A person's addresses and the mails that went to them.
struct ContactsPage: Page {
  static let template = "contacts/show"

  let first: ContactView
  let second: ContactView?
  let field: FieldView
  let hasShop: Bool
  let seesAll: Bool
  let deliveries: [DeliveryView]
  let errors: ErrorSummary?

  static let fields: [Field<ContactsPage>] = [
    .view("first") { $0.first },
    .optional("second") { $0.second },
    .view("field") { $0.field },
    .flag("mayTest") { $0.hasShop },
    .flag("seesAll") { $0.seesAll },
    .list("deliveries") { $0.deliveries },
    .flag("hasDeliveries") { !$0.deliveries.isEmpty },
    .optional("errors") { $0.errors },
  ]

  /// - Parameter typed: what the form said that could not be taken.
  init<C: RequestContext>(
    _ context: C, _ typed: FormReader? = nil, _ problems: [Problem] = []
  ) throws where C.Scope == Account {
    let member = context.scope.member
    let known = try context.open.all(ContactStore.all, member.id.raw)
    let own = known.first { $0.slot == 1 && $0.address == member.email }
    let other = known.first { $0.slot == 2 }
    first = ContactView(member.email, own, slot: 1, context)
    second = other.map { ContactView($0.address, $0, slot: 2, context) }
    var field = FieldView("second", label: context.text("contacts.second.address"))
    field.value = typed?.typed("second") ?? other?.address ?? ""
    field.error = context.error(of: "second", in: problems)
    field.hint = context.text("contacts.second.hint")
    field.type = "email"
    field.inputMode = "email"
    field.isOptional = true
    self.field = field
    hasShop = context.scope.seller != nil
    seesAll = member.may(.seeDeliveries)
    deliveries =
      try context.sellerReader?.all(DeliveryLog.ofMember, member.id.raw)
      .map { DeliveryView($0, context) } ?? []
    errors = context.summary(problems, of: [field])
  }
}

/// An address and what is known of it.
struct ContactView: View {
  let address: String
  let slot: String
  let badge: BadgeView
  let text: String

  init(_ address: String, _ contact: Contact?, slot: Int, _ context: some RequestContext) {
    self.address = address
    self.slot = "\(slot)"
    let state = contact?.state(at: context.now) ?? .new
    let tone: Tone =
      switch state {
      case .new: .neutral
      case .fine: .ok
      case .stale: .warn
      case .bounced: .bad
      }
    badge = BadgeView(context.text("contacts.state.\(state)"), tone)
    text =
      switch state {
      case .new where contact?.askedAt == nil: context.text("contacts.text.new")
      case .new:
        context.text("contacts.text.asked", ["time": context.time(contact?.askedAt ?? context.now)])
      case .fine, .stale:
        context.text(
          "contacts.text.\(state)", ["time": context.time(contact?.verifiedAt ?? context.now)])
      case .bounced:
        context.text(
          "contacts.text.bounced",
          [
            "time": context.time(contact?.bouncedAt ?? context.now),
            "reason": contact?.reason ?? "",
          ])
      }
  }

  static let fields: [Field<ContactView>] = [
    .text("address") { $0.address },
    .text("slot") { $0.slot },
    .view("badge") { $0.badge },
    .text("text") { $0.text },
  ]
}

/// One mail of the log.
struct DeliveryView: View {
  let title: String
  let name: String
  let address: String
  let time: String
  let badge: BadgeView
  let reason: String

  init(_ delivery: Delivery, _ context: some RequestContext) {
    title = context.text(
      delivery.details.message("notices.title.\(delivery.kind)", context.locale))
    name = delivery.name
    address = delivery.address
    time = context.time(delivery.at)
    let tone: Tone =
      switch delivery.state {
      case .waiting: .info
      case .sent: .ok
      case .failed, .bounced: .bad
      }
    badge = BadgeView(context.text("contacts.delivery.\(delivery.state)"), tone)
    reason = delivery.reason
  }

  static let fields: [Field<DeliveryView>] = [
    .text("title") { $0.title },
    .text("person") { $0.name },
    .text("address") { $0.address },
    .text("time") { $0.time },
    .view("badge") { $0.badge },
    .flag("hasReason") { !$0.reason.isEmpty },
    .text("reason") { $0.reason },
  ]
}

/// The mails to all staff of the shop.
struct DeliveriesPage: Page {
  static let template = "contacts/deliveries"
  static let size = 50

  let deliveries: [DeliveryView]
  let pager: PagerView

  static let fields: [Field<DeliveriesPage>] = [
    .list("deliveries") { $0.deliveries },
    .flag("hasDeliveries") { !$0.deliveries.isEmpty },
    .view("pager") { $0.pager },
  ]

  init(_ context: PageContext<SellerScope>, _ request: ListRequest, _ found: [Delivery]) {
    let shown = found.prefix(Self.size)
    deliveries = shown.map { DeliveryView($0, context) }
    let next = found.count > shown.count ? shown.last.map { "\($0.id)" } : nil
    pager = PagerView(
      text: context.text("contacts.shown", count: Int64(shown.count)),
      newer: request.after == nil ? nil : request.url(after: nil),
      older: next.map { request.url(after: $0) })
  }
}

/// The page behind the link of a check mail.
struct ConfirmationPage: Page {
  static let template = "contacts/confirmation"

  let address: String
  let action: URLText
  let isDone: Bool

  static let fields: [Field<ConfirmationPage>] = [
    .text("address") { $0.address },
    .url("action") { $0.action },
    .flag("isDone") { $0.isDone },
  ]
}
