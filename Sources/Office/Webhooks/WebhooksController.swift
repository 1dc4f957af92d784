import Commerce
import HTTP
import SQL

extension SellerPermission {
  /// Telling programs elsewhere what happens in the shop.
  public static let manageWebhooks = SellerPermission("office.webhooks", [.owner])
}

/// The webhooks of a shop.
struct WebhooksController: Sendable {
  static let path = "/settings/webhooks"

  var routes: Routes {
    Routes {
      $0.get("/settings/webhooks", .requires(.manageWebhooks), list)
      $0.post("/settings/webhooks", .requires(.manageWebhooks), bodyLimit: 32 << 10, create)
      $0.get("/settings/webhooks/:id", .requires(.manageWebhooks), show)
      $0.post("/settings/webhooks/:id/test", .requires(.manageWebhooks), test)
      $0.post("/settings/webhooks/:id/state", .requires(.manageWebhooks), setState)
      $0.post("/settings/webhooks/:id/secret", .requires(.manageWebhooks), renew)
      $0.post("/settings/webhooks/:id/removal", .requires(.manageWebhooks), remove)
      $0.post(
        "/settings/webhooks/:id/deliveries/:delivery/replay", .requires(.manageWebhooks), replay)
    }
  }

  private func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try WebhooksPage(context))
  }

  /// The secret is shown by this answer and never again.
  private func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let kernel = context.kernel
    var form = WebhookForm(try context.form())
    let secret = Webhook.newSecret()
    let id: Webhook.ID = kernel.newID()
    let now = context.now
    do {
      let draft = try form.draft(
        kernel.noticeOrder, allowsPrivate: kernel.configuration.allowsPrivateWebhooks)
      try context.write(Act("webhooks.act.made", "webhook", id.raw)) { tx in
        guard try tx.all(WebhookSQL.all).count < Webhook.most else {
          throw InvalidForm("url", Message("webhooks.tooMany", ["max": "\(Webhook.most)"]))
        }
        try tx.run(
          WebhookSQL.insert, tx.scope.seller, id.raw, draft.url, secret, DeskFormat.name,
          Webhook.stored(draft.events), now.milliseconds)
      }
    } catch let invalid as InvalidForm {
      let page = try WebhooksPage(context, form.reader, invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.render(try page(context, id, secret: secret))
  }

  private func show(_ context: PageContext<SellerScope>, _ id: Webhook.ID) throws -> Response {
    context.render(try page(context, id))
  }

  private func page<C: RequestContext>(
    _ context: C, _ id: Webhook.ID, secret: String = ""
  ) throws -> WebhookPage where C.Scope == SellerScope {
    let webhook = try webhook(id, context.reader)
    let before = context.request.query.first("after").flatMap { Int64($0) } ?? .max
    let found = try context.reader.all(
      WebhookDeliverySQL.ofWebhook, id.raw, before, WebhookPage.size + 1)
    return WebhookPage(webhook, found, isFirst: before == .max, secret: secret, context)
  }

  private func webhook(_ id: Webhook.ID, _ rows: SellerReader) throws -> Webhook {
    guard let webhook = try rows.first(WebhookSQL.one, id.raw) else { throw Failure.notFound }
    return webhook
  }

  /// Sends a message that tries the way.
  private func test(_ context: WorkContext<SellerScope>, _ id: Webhook.ID) throws -> Response {
    let (kernel, now) = (context.kernel, context.now)
    try context.write(Act("webhooks.act.tested", "webhook", id.raw)) { tx in
      let webhook = try webhook(id, tx.reader)
      guard webhook.state == .on, let format = kernel.webhookFormats[webhook.format] else {
        throw Failure.conflict(Message("webhooks.isOff"))
      }
      let delivery: WebhookDelivery.ID = kernel.newID()
      let planned = PlannedWebhook(
        id: delivery, webhook: id, event: "ping", message: format.ping(delivery, at: now), at: now)
      try WebhookStore.insert([planned], kernel: kernel, in: tx)
    }
    return context.redirect(to: "\(Self.path)/\(id)", flash: Flash("webhooks.flash.tested"))
  }

  /// Switches it on, with all that waited, or off.
  private func setState(_ context: WorkContext<SellerScope>, _ id: Webhook.ID) throws -> Response {
    let state: Webhook.State = try context.form().first("state") == "on" ? .on : .off
    let (kernel, now) = (context.kernel, context.now)
    try context.write(Act("webhooks.act.\(state.rawValue)", "webhook", id.raw)) { tx in
      _ = try webhook(id, tx.reader)
      try WebhookStore.turn(id, to: state, kernel: kernel, at: now, in: tx)
    }
    return context.redirect(
      to: "\(Self.path)/\(id)", flash: Flash("webhooks.flash.\(state.rawValue)"))
  }

  /// Signs with a new secret from now on; it is shown by this answer and never again.
  private func renew(_ context: WorkContext<SellerScope>, _ id: Webhook.ID) throws -> Response {
    let secret = Webhook.newSecret()
    try context.write(Act("webhooks.act.renewed", "webhook", id.raw)) { tx in
      _ = try webhook(id, tx.reader)
      try tx.run(WebhookSQL.setSecret, tx.scope.seller, id.raw, secret)
    }
    return context.render(try page(context, id, secret: secret))
  }

  private func remove(_ context: WorkContext<SellerScope>, _ id: Webhook.ID) throws -> Response {
    let (kernel, now) = (context.kernel, context.now)
    try context.write(Act("webhooks.act.removed", "webhook", id.raw)) { tx in
      _ = try webhook(id, tx.reader)
      try WebhookStore.turn(id, to: .removed, kernel: kernel, at: now, in: tx)
    }
    return context.redirect(to: Self.path, flash: Flash("webhooks.flash.removed"))
  }

  /// Sends the same bytes again.
  private func replay(
    _ context: WorkContext<SellerScope>, _ id: Webhook.ID, _ delivery: WebhookDelivery.ID
  ) throws -> Response {
    let (kernel, now) = (context.kernel, context.now)
    try context.write(Act("webhooks.act.replayed", "webhook", id.raw)) { tx in
      let webhook = try webhook(id, tx.reader)
      guard try tx.first(WebhookDeliverySQL.one, delivery.raw, id.raw) != nil else {
        throw Failure.notFound
      }
      guard webhook.state == .on else { throw Failure.conflict(Message("webhooks.isOff")) }
      try tx.run(
        WebhookDeliverySQL.replay, tx.scope.seller, id.raw, delivery.raw, now.milliseconds,
        (now + Webhook.patience).milliseconds)
      let alarm = kernel.webhookAlarm
      tx.transaction.afterCommit { alarm.ring() }
    }
    return context.redirect(to: "\(Self.path)/\(id)", flash: Flash("webhooks.flash.replayed"))
  }
}
