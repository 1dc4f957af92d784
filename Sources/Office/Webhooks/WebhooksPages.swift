import Commerce
import HTTP
import SQL
import Template

/// The webhooks of a shop and the form of a new one.
struct WebhooksPage: Page {
  static let template = "webhooks/list"

  let webhooks: [WebhookRow]
  let url: FieldView
  let events: [FieldView]
  let eventsError: String
  let errors: ErrorSummary?

  static let fields: [Field<WebhooksPage>] = [
    .list("webhooks") { $0.webhooks },
    .flag("hasWebhooks") { !$0.webhooks.isEmpty },
    .view("url") { $0.url },
    .list("events") { $0.events },
    .flag("hasEventsError") { !$0.eventsError.isEmpty },
    .text("eventsError") { $0.eventsError },
    .optional("errors") { $0.errors },
  ]

  /// - Parameter typed: what the form said that could not be taken.
  init<C: RequestContext>(
    _ context: C, _ typed: FormReader? = nil, _ problems: [Problem] = []
  ) throws where C.Scope == SellerScope {
    webhooks = try context.reader.all(WebhookSQL.all).map { WebhookRow($0, context) }
    var url = FieldView("url", label: context.text("webhooks.url"))
    url.value = typed?.typed("url") ?? ""
    url.error = context.error(of: "url", in: problems)
    url.hint = context.text("webhooks.url.hint")
    url.type = "url"
    url.inputMode = "url"
    url.isMono = true
    url.isWide = true
    self.url = url
    events = context.kernel.noticeOrder.map { kind in
      let name = WebhookForm.field(kind)
      var field = FieldView(name, label: context.text(kind.nameKey))
      field.hint = kind.name
      field.value = "1"
      field.isChecked = typed.map { $0.typed(name) == "1" } ?? true
      return field
    }
    eventsError = context.error(of: "events", in: problems)
    errors = context.summary(problems, of: [url])
  }
}

struct WebhookRow: View {
  let href: URLText
  let url: String
  let badge: BadgeView
  let events: String
  let last: String

  init(_ webhook: Webhook, _ context: some RequestContext) {
    href = URLText(path: "\(WebhooksController.path)/\(webhook.id)")
    url = webhook.url
    badge = webhook.badge(context)
    let isDesk = webhook.format == DeskFormat.name
    events = webhook.events.map { isDesk ? context.text("notices.kind.\($0)") : $0 }
      .joined(separator: context.text("webhooks.comma"))
    last = webhook.lastAt.map(context.time) ?? context.text("webhooks.never")
  }

  static let fields: [Field<WebhookRow>] = [
    .url("href") { $0.href },
    .text("url") { $0.url },
    .view("badge") { $0.badge },
    .text("events") { $0.events },
    .text("last") { $0.last },
  ]
}

extension Webhook {
  func badge(_ context: some RequestContext) -> BadgeView {
    switch state {
    case .on where failingSince != nil: BadgeView(context.text("webhooks.state.failing"), .warn)
    case .on: BadgeView(context.text("webhooks.state.on"), .ok)
    case .failed: BadgeView(context.text("webhooks.state.failed"), .bad)
    case .off, .removed: BadgeView(context.text("webhooks.state.off"), .neutral)
    }
  }
}

/// One webhook with its log.
struct WebhookPage: Page {
  static let template = "webhooks/show"
  static let size = 50

  let webhook: WebhookRow
  let format: String
  let isOn: Bool
  /// Shown once.
  let secret: String
  let base: String
  let deliveries: [WebhookDeliveryView]
  let pager: PagerView?

  static let fields: [Field<WebhookPage>] = [
    .view("webhook") { $0.webhook },
    .text("format") { $0.format },
    .flag("isOn") { $0.isOn },
    .flag("hasSecret") { !$0.secret.isEmpty },
    .text("secret") { $0.secret },
    .url("testAction") { URLText(path: $0.base + "/test") },
    .url("stateAction") { URLText(path: $0.base + "/state") },
    .url("secretAction") { URLText(path: $0.base + "/secret") },
    .url("removalAction") { URLText(path: $0.base + "/removal") },
    .list("deliveries") { $0.deliveries },
    .flag("hasDeliveries") { !$0.deliveries.isEmpty },
    .optional("pager") { $0.pager },
  ]

  init(
    _ webhook: Webhook, _ found: [WebhookDelivery], isFirst: Bool, secret: String,
    _ context: some RequestContext
  ) {
    self.webhook = WebhookRow(webhook, context)
    format = context.text("webhooks.format.\(webhook.format)")
    isOn = webhook.state == .on
    self.secret = secret
    let base = "\(WebhooksController.path)/\(webhook.id)"
    self.base = base
    let shown = found.prefix(Self.size)
    deliveries = shown.map { WebhookDeliveryView($0, base, isOn: webhook.state == .on, context) }
    let next = found.count > shown.count ? shown.last?.id : nil
    pager =
      shown.isEmpty
      ? nil
      : PagerView(
        text: context.text("webhooks.shown", count: Int64(shown.count)),
        newer: isFirst ? nil : URLText(path: base),
        older: next.map { URLText(path: "\(base)?after=\($0)") })
  }
}

/// One message and how it went.
struct WebhookDeliveryView: View {
  let id: String
  let event: String
  let badge: BadgeView
  let created: String
  let tried: String
  let result: String
  let answer: String
  let body: String
  let replay: URLText
  let mayReplay: Bool

  init(
    _ delivery: WebhookDelivery, _ base: String, isOn: Bool, _ context: some RequestContext
  ) {
    id = "\(delivery.id)"
    event = delivery.event
    let tone: Tone =
      switch delivery.state {
      case .waiting: delivery.attempts == 0 ? .info : .warn
      case .paused: .neutral
      case .delivered: .ok
      case .failed: .bad
      }
    badge = BadgeView(context.text("webhooks.delivery.\(delivery.state)"), tone)
    created = context.time(delivery.createdAt)
    tried = context.text("webhooks.tries", count: Int64(delivery.attempts))
    var parts: [String] = []
    if delivery.status > 0 { parts.append("HTTP \(delivery.status)") }
    if delivery.triedAt != nil {
      parts.append(
        context.text("webhooks.took", ["ms": context.locale.number(delivery.milliseconds)]))
    }
    if delivery.state == .waiting, delivery.attempts > 0 {
      parts.append(context.text("webhooks.next", ["time": context.time(delivery.dueAt)]))
    }
    if !delivery.error.isEmpty { parts.append(delivery.error) }
    result = parts.joined(separator: " · ")
    answer = delivery.answer
    body = delivery.body
    replay = URLText(path: "\(base)/deliveries/\(delivery.id)/replay")
    mayReplay = isOn && (delivery.state == .delivered || delivery.state == .failed)
  }

  static let fields: [Field<WebhookDeliveryView>] = [
    .text("id") { $0.id },
    .text("event") { $0.event },
    .view("badge") { $0.badge },
    .text("created") { $0.created },
    .text("tried") { $0.tried },
    .text("result") { $0.result },
    .flag("hasAnswer") { !$0.answer.isEmpty },
    .text("answer") { $0.answer },
    .text("body") { $0.body },
    .url("replay") { $0.replay },
    .flag("mayReplay") { $0.mayReplay },
  ]
}
