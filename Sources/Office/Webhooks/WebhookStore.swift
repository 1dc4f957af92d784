import Commerce
import SQL

/// A message to a webhook before it is written.
struct PlannedWebhook: Sendable {
  let id: WebhookDelivery.ID
  let webhook: Webhook.ID
  let event: String
  let message: WebhookMessage
  let at: Instant
}

/// Puts messages into the queue of deliveries.
enum WebhookStore {
  /// The messages of a notice to whoever listens to it.
  static func planned(
    _ notice: Notice, kernel: Kernel, rows: SellerReader
  ) throws -> [PlannedWebhook] {
    let event = WebhookEvent(
      notice.kind.name, object: notice.object, id: notice.objectID, path: notice.path,
      details: notice.details.json, at: notice.at)
    return try planned(event, kernel: kernel, rows: rows)
  }

  static func planned(
    _ event: WebhookEvent, kernel: Kernel, rows: SellerReader
  ) throws -> [PlannedWebhook] {
    try rows.all(WebhookSQL.listening, " \(event.name) ").compactMap { webhook in
      let id: WebhookDelivery.ID = kernel.newID()
      guard let format = kernel.webhookFormats[webhook.format],
        let message = try format.message(event, id, rows),
        message.body.utf8.count <= WebhookMessage.limit
      else { return nil }
      return PlannedWebhook(
        id: id, webhook: webhook.id, event: event.name, message: message, at: event.at)
    }
  }

  /// Switches a webhook on, with all that waited, or off, or removes it.
  static func turn(
    _ id: Webhook.ID, to state: Webhook.State, kernel: Kernel, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(WebhookSQL.setState, tx.scope.seller, id.raw, state.rawValue)
    guard state == .on else {
      try tx.run(WebhookSQL.pause, tx.scope.seller, id.raw)
      return
    }
    try tx.run(
      WebhookSQL.resume, tx.scope.seller, id.raw, now.milliseconds,
      (now + Webhook.patience).milliseconds)
    let alarm = kernel.webhookAlarm
    tx.transaction.afterCommit { alarm.ring() }
  }

  static func insert(
    _ planned: [PlannedWebhook], kernel: Kernel, in tx: SellerTransaction
  ) throws(SQLError) {
    guard !planned.isEmpty else { return }
    let now = kernel.clock.now()
    for one in planned {
      try tx.run(
        WebhookDeliverySQL.insert, tx.scope.seller, one.id.raw, one.webhook.raw, one.event,
        one.message.body, one.message.headers.joined(separator: "\n"), now.milliseconds,
        (now + Webhook.patience).milliseconds, one.at.milliseconds)
    }
    let alarm = kernel.webhookAlarm
    tx.transaction.afterCommit { alarm.ring() }
  }
}

/// Tells the programs of a shop what no person is told of: a step of a posting, a stock that moved.
/// What people are told of goes to programs as well, by `Notices`.
public struct Webhooks: Sendable {
  static let job = "webhooks.spread"

  let kernel: Kernel

  /// Leaves one row in the transaction, where somebody listens; else a look at the shop's
  /// webhooks is all it costs.
  public func publish(_ event: WebhookEvent, in tx: SellerTransaction) throws(SQLError) {
    guard try tx.first(WebhookSQL.listening, " \(event.name) ") != nil else { return }
    let payload: JSON = [
      "event": .string(event.name), "object": .string(event.object),
      "id": .integer(event.objectID), "path": .string(event.path), "details": event.details,
      "at": .integer(event.at.milliseconds),
    ]
    try kernel.jobs.enqueue(Self.job, payload, shop: tx.scope.seller, in: tx.transaction)
  }

  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in
      guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
        let event = WebhookEvent(json: json)
      else { throw JobFailure.hopeless("the job holds no event") }
      let planned = try WebhookStore.planned(
        event, kernel: kernel, rows: context.reader.seller(scope))
      try context.finish {
        try WebhookStore.insert(planned, kernel: kernel, in: $0.seller(scope))
      }
    }
    runner.every(.hours(24), "webhooks.sweep") { _, context in
      guard let platform = context.platform else { return }
      let since = context.now.milliseconds - Self.days * 86_400_000
      while true {
        let old = try context.reader.platform(platform).all(WebhookDeliverySQL.old, since)
        if old.isEmpty { return }
        try context.database.writer.write { transaction in
          for row in old {
            let tx = transaction.seller(platform.entering(seller: row.seller))
            try tx.run(WebhookDeliverySQL.delete, row.seller, row.id)
          }
        }
      }
    }
  }

  /// How long the log of deliveries is kept.
  static let days: Int64 = 30
}

extension Kernel {
  public var webhooks: Webhooks { Webhooks(kernel: self) }
}

extension WebhookEvent {
  fileprivate init?(json: JSON) {
    guard let name = json["event"]?.string, let object = json["object"]?.string,
      let id = json["id"]?.integer, let path = json["path"]?.string,
      let details = json["details"], let at = json["at"]?.integer
    else { return nil }
    self.init(
      name, object: object, id: id, path: path, details: details,
      at: Instant(milliseconds: at))
  }
}
