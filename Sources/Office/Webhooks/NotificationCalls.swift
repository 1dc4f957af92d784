import Commerce
import HTTP
import SQL
import Synchronization

/// The methods of the Seller API by which programs subscribe to pushes. A subscription is a webhook
/// of the shop: it stands on the same page, and is switched off and removed there too.
struct NotificationCalls: Sendable {
  /// A receiver must answer within so many seconds.
  private static let patience = Duration.seconds(5)
  private static let path = "/v1/notification"

  var routes: Routes {
    Routes {
      $0.post("\(Self.path)/push-type/list", .program(.writeNotifications), types)
      $0.post("\(Self.path)/list", .program(.writeNotifications), list)
      $0.post("\(Self.path)/check", .program(.writeNotifications), check)
      $0.post("\(Self.path)/set", .program(.writeNotifications), set)
      $0.post("\(Self.path)/update", .program(.writeNotifications), update)
      $0.post("\(Self.path)/enable", .program(.writeNotifications), enable)
      $0.post("\(Self.path)/delete", .program(.writeNotifications), delete)
    }
  }

  /// `POST /v1/notification/push-type/list`
  private func types(_ context: WorkContext<SellerClient>) throws -> Response {
    _ = try context.fields()
    let all = try subscriptions(context.reader)
    let rows = Push.allCases.map { push -> JSON in
      let first = all.first { $0.state == .on && $0.events.contains(push.rawValue) }
      return [
        "type": .string(push.rawValue), "description": .string(push.title),
        "seller_endpoint": [
          "id": .integer(first?.id.raw ?? 0), "url": .string(first?.url ?? ""),
        ],
      ]
    }
    return Self.answer(["types": .array(rows)])
  }

  /// `POST /v1/notification/list`
  private func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let wanted = Set(
      try fields.texts("availability_statuses", max: 10).filter { !$0.isEmpty })
    var all = try subscriptions(context.reader).filter {
      wanted.isEmpty || wanted.contains($0.availability)
    }
    if try fields.text("sort_dir")?.uppercased() == "ASC" { all.reverse() }
    let offset = try fields.integer("offset", 0...1_000, else: 0)
    let rows = all.dropFirst(Int(offset)).prefix(Int(try fields.limit(100)))
    return Self.answer([
      "urls": .array(rows.map(Self.row)), "total_count": .integer(Int64(all.count)),
      "availability_status_thresholds": [],
    ])
  }

  /// `POST /v1/notification/check`
  private func check(_ context: WorkContext<SellerClient>) throws -> Response {
    let url = try self.url(context.fields(), context)
    let fault = try self.fault(of: url, context)
    let errors = [fault].compactMap { $0 }.map { fault -> JSON in
      ["type": .string(fault.rawValue), "description": .string(fault.rawValue)]
    }
    return Self.answer(["is_active": .bool(fault == nil), "errors": .array(errors)])
  }

  /// `POST /v1/notification/set`
  private func set(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let url = try self.url(fields, context)
    let events = try self.events(fields)
    try expectAnswer(of: url, context)
    let id: Webhook.ID = context.kernel.newID()
    let now = context.now
    try context.write(Act("webhooks.act.made", "webhook", id.raw)) { tx in
      let all = try tx.all(WebhookSQL.all)
      guard !all.contains(where: { $0.format == PushFormat.name && $0.url == url }) else {
        throw SellerError.precondition("URL_IS_ALREADY_SET")
      }
      guard all.count < Webhook.most else { throw SellerError.precondition("TOO_MANY_URLS") }
      try tx.run(
        WebhookSQL.insert, tx.scope.seller, id.raw, url, Webhook.newSecret(), PushFormat.name,
        Webhook.stored(events), now.milliseconds)
    }
    return Self.answer([:])
  }

  /// `POST /v1/notification/update`
  private func update(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let webhook = try webhook(fields, context.reader)
    let url = try self.url(fields, context)
    let events = try self.events(fields)
    try expectAnswer(of: url, context)
    try context.write(Act("webhooks.act.changed", "webhook", webhook.id.raw)) { tx in
      let all = try tx.all(WebhookSQL.all)
      guard
        !all.contains(where: {
          $0.id != webhook.id && $0.format == PushFormat.name && $0.url == url
        })
      else { throw SellerError.precondition("URL_IS_ALREADY_SET") }
      try tx.run(
        WebhookSQL.change, tx.scope.seller, webhook.id.raw, url, Webhook.stored(events))
    }
    return Self.answer([:])
  }

  /// `POST /v1/notification/enable`
  private func enable(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let webhook = try webhook(fields, context.reader)
    guard case .bool(let isOn)? = fields.value("enabled") else {
      throw SellerError.invalid("enabled", "must be true or false")
    }
    let state: Webhook.State = isOn ? .on : .off
    let (kernel, now) = (context.kernel, context.now)
    try context.write(Act("webhooks.act.\(state.rawValue)", "webhook", webhook.id.raw)) { tx in
      try WebhookStore.turn(webhook.id, to: state, kernel: kernel, at: now, in: tx)
    }
    return Self.answer([:])
  }

  /// `POST /v1/notification/delete`
  private func delete(_ context: WorkContext<SellerClient>) throws -> Response {
    let webhook = try webhook(context.fields(), context.reader)
    let (kernel, now) = (context.kernel, context.now)
    try context.write(Act("webhooks.act.removed", "webhook", webhook.id.raw)) { tx in
      try WebhookStore.turn(webhook.id, to: .removed, kernel: kernel, at: now, in: tx)
    }
    return Self.answer([:])
  }

  // MARK: parts

  private static func answer(_ body: JSON) -> Response { .json(body.bytes) }

  private func subscriptions(_ rows: SellerReader) throws(SQLError) -> [Webhook] {
    try rows.all(WebhookSQL.all).filter { $0.format == PushFormat.name }
  }

  private func webhook(_ fields: SellerFields, _ rows: SellerReader) throws -> Webhook {
    guard let id = try fields.integer("id"), id > 0 else {
      throw SellerError.invalid("id", "is required")
    }
    guard let webhook = try rows.first(WebhookSQL.one, id), webhook.format == PushFormat.name
    else { throw SellerError.notFound("URL_NOT_FOUND") }
    return webhook
  }

  private func events(_ fields: SellerFields) throws(SellerError) -> [String] {
    let types = Set(try fields.texts("types", max: 50))
    let known = Push.allCases.map(\.rawValue)
    guard !types.isEmpty, types.isSubset(of: known) else {
      throw .invalid("types", "must be of \(known.joined(separator: ", "))")
    }
    return known.filter(types.contains)
  }

  private func url(
    _ fields: SellerFields, _ context: WorkContext<SellerClient>
  ) throws(SellerError) -> String {
    let text = try fields.text("url", max: 2_000) ?? ""
    let allowsPrivate = context.kernel.configuration.allowsPrivateWebhooks
    guard WebhookURL.problem(of: text, allowsPrivate: allowsPrivate) == nil else {
      throw .invalid("url", "must be a public https address")
    }
    return text
  }

  private func expectAnswer(of url: String, _ context: WorkContext<SellerClient>) throws {
    guard let fault = try self.fault(of: url, context) else { return }
    throw SellerError.precondition("The URL does not answer as it must: \(fault.rawValue)")
  }

  /// Asks the receiver now, outside of any transaction; one at a time for each shop, so that slow
  /// receivers can't hold all threads.
  private func fault(
    of url: String, _ context: WorkContext<SellerClient>
  ) throws -> PushFormat.Fault? {
    let kernel = context.kernel
    let shop = context.scope.shop.raw
    guard kernel.pushChecks.enter(shop) else { throw Failure.tooMany(seconds: 5) }
    defer { kernel.pushChecks.leave(shop) }
    let post = WebhookPost(
      program: "curl", allowsPrivate: kernel.configuration.allowsPrivateWebhooks,
      patience: Self.patience)
    let answer = post.send(PushFormat.ping(at: context.now).body, to: url, [])
    return PushFormat.pingFault(answer)
  }

  private static func row(_ webhook: Webhook) -> JSON {
    let date = webhook.failingSince ?? webhook.lastAt ?? webhook.createdAt
    let types = webhook.events.compactMap(Push.init(rawValue:)).map { push -> JSON in
      ["type": .string(push.rawValue), "description": .string(push.title)]
    }
    return [
      "id": .integer(webhook.id.raw), "url": .string(webhook.url),
      "enable": .bool(webhook.state == .on), "types": .array(types),
      "created_at": .string("\(webhook.createdAt)"),
      "availability_status": .string(webhook.availability),
      "availability_status_date": .string("\(date)"),
      "disable_reason": .string(webhook.state == .failed ? "NO_ANSWERS" : ""),
      "problematic_type": "",
      "reason_details": .string(
        webhook.failingSince == nil ? "" : "HTTP \(webhook.lastStatus)"),
    ]
  }
}

extension Webhook {
  /// Whether its receiver takes messages, in the words of the Seller API.
  fileprivate var availability: String {
    switch state {
    case .on: failingSince == nil ? "AVAILABLE" : "PROBLEMATIC"
    case .failed: "UNAVAILABLE"
    case .off, .removed: "DISABLED"
    }
  }
}

/// Which shops' receivers are being asked right now.
final class PushChecks: Sendable {
  private let shops = Mutex<Set<Int64>>([])

  /// False where one of the shop's is asked already.
  func enter(_ shop: Int64) -> Bool { shops.withLock { $0.insert(shop).inserted } }
  func leave(_ shop: Int64) { shops.withLock { _ = $0.remove(shop) } }
}
