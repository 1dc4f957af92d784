import Commerce
import SQL

enum WebhookSQL {
  static let all = Query(
    """
    select id, url, format, events, state, failing_since, last_at, last_status, created_at
    from webhook where id > 0 and state <> 'removed' order by id desc limit 50
    """, webhook)
  static let one = Query(
    """
    select id, url, format, events, state, failing_since, last_at, last_status, created_at
    from webhook where id = ? and state <> 'removed'
    """, webhook)
  /// Who listens to an event.
  static let listening = Query(
    """
    select id, format from webhook
    where id > 0 and state = 'on' and instr(events, ?) > 0 order by id
    """
  ) { (id: Int64, format: String) in (id: Webhook.ID(raw: id), format: format) }
  /// What is listened to in a format.
  static let heard = Query<String>(
    "select events from webhook where id > 0 and state = 'on' and format = ?")
  /// A range of the index of those who listen to stock.
  static let stockListeners = PlatformQuery(
    """
    select seller_id, min(created_at) from main.webhook
    where seller_id > 0 and format = 'push' and state = 'on'
      and instr(events, ' TYPE_STOCKS_CHANGED ') > 0
    group by seller_id
    """
  ) { (seller: Int64, since: Int64) in
    (shop: SellerID(raw: seller), since: Instant(milliseconds: since))
  }
  static let change = Command(
    """
    update main.webhook set url = ?3, events = ?4, failing_since = null
    where seller_id = ?1 and id = ?2 and state <> 'removed'
    """)
  static let insert = Command(
    """
    insert into main.webhook (seller_id, id, url, secret, format, events, state, created_at)
    values (?, ?, ?, ?, ?, ?, 'on', ?)
    """)
  static let setState = Command(
    """
    update main.webhook set state = ?3, failing_since = null
    where seller_id = ?1 and id = ?2 and state <> 'removed'
    """)
  static let setSecret = Command(
    "update main.webhook set secret = ?3 where seller_id = ?1 and id = ?2")
  static let pause = Command(
    """
    update main.webhook_delivery set state = 'paused'
    where seller_id = ?1 and likelihood(webhook_id = ?2, 0.001) and state = 'waiting'
    """)
  static let resume = Command(
    """
    update main.webhook_delivery set state = 'waiting', due_at = ?3, until_at = ?4
    where seller_id = ?1 and likelihood(webhook_id = ?2, 0.001) and state = 'paused'
    """)
  static let succeed = Command(
    """
    update main.webhook set failing_since = null, last_at = ?3, last_status = ?4
    where seller_id = ?1 and id = ?2
    """)
  static let fail = Command(
    """
    update main.webhook set failing_since = coalesce(failing_since, ?3), last_at = ?3,
      last_status = ?4
    where seller_id = ?1 and id = ?2
    """)

  private static let webhook:
    @Sendable (Int64, String, String, String, String, Int64?, Int64?, Int, Int64) -> Webhook = {
      id, url, format, events, state, failing, last, status, created in
      let instant = { (value: Int64?) in value.map(Instant.init(milliseconds:)) }
      return Webhook(
        id: Webhook.ID(raw: id), url: url, format: format,
        events: events.split(separator: " ").map(String.init),
        state: Webhook.State(rawValue: state) ?? .off, failingSince: instant(failing),
        lastAt: instant(last), lastStatus: status, createdAt: Instant(milliseconds: created))
    }

  static let statements: [StatementCheck] = [
    StatementCheck("webhooks.all", all), StatementCheck("webhooks.one", one),
    StatementCheck("webhooks.listening", listening), StatementCheck("webhooks.heard", heard),
    StatementCheck("webhooks.stockListeners", stockListeners),
    StatementCheck("webhooks.change", change), StatementCheck("webhooks.insert", insert),
    StatementCheck("webhooks.setState", setState), StatementCheck("webhooks.setSecret", setSecret),
    StatementCheck("webhooks.pause", pause), StatementCheck("webhooks.resume", resume),
    StatementCheck("webhooks.succeed", succeed), StatementCheck("webhooks.fail", fail),
  ]
}

enum WebhookDeliverySQL {
  static let insert = Command(
    """
    insert into main.webhook_delivery
      (seller_id, id, webhook_id, event, body, headers, state, due_at, until_at, created_at)
    values (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)
    """)
  static let ofWebhook = Query(
    """
    select id, event, body, state, attempts, due_at, created_at, tried_at, took_ms, status,
      answer, error
    from webhook_delivery where webhook_id = ? and id < ? order by id desc limit ?
    """, delivery)
  static let one = Query(
    """
    select id, event, body, state, attempts, due_at, created_at, tried_at, took_ms, status,
      answer, error
    from webhook_delivery where id = ? and webhook_id = ?
    """, delivery)
  static let due = PlatformQuery(
    """
    select seller_id, id, webhook_id from main.webhook_delivery
    where state = 'waiting' and due_at <= ? order by due_at limit 200
    """
  ) { (seller: Int64, id: Int64, webhook: Int64) in
    (seller: seller, id: id, webhook: webhook)
  }
  static let next = PlatformQuery<Int64>(
    """
    select due_at from main.webhook_delivery where state = 'waiting' and due_at > ?
    order by due_at limit 1
    """)
  /// The try is counted before it is made: what takes the process with it is not tried for ever.
  static let claim = Command(
    """
    update main.webhook_delivery set attempts = attempts + 1, due_at = ?3, tried_at = ?4
    where seller_id = ?1 and id = ?2 and state = 'waiting' and due_at <= ?4
    """)
  static let work = Query(
    """
    select d.webhook_id, d.body, d.headers, d.attempts, d.until_at, w.url, w.secret, w.format,
      w.failing_since
    from webhook_delivery d join webhook w on w.id = d.webhook_id where d.id = ?
    """
  ) {
    (
      webhook: Int64, body: String, headers: String, attempts: Int, until: Int64, url: String,
      secret: String, format: String, failing: Int64?
    ) in
    WebhookWork(
      webhook: Webhook.ID(raw: webhook), body: body,
      headers: headers.split(separator: "\n").map(String.init), attempts: attempts,
      until: Instant(milliseconds: until), url: url, secret: secret, format: format,
      failingSince: failing.map(Instant.init(milliseconds:)))
  }
  static let end = Command(
    """
    update main.webhook_delivery set state = ?3, due_at = ?4, took_ms = ?5, status = ?6,
      answer = ?7, error = ?8
    where seller_id = ?1 and id = ?2
    """)
  static let replay = Command(
    """
    update main.webhook_delivery set state = 'waiting', attempts = 0, due_at = ?4, until_at = ?5
    where seller_id = ?1 and webhook_id = ?2 and id = ?3 and state in ('delivered', 'failed')
    """)
  static let old = PlatformQuery(
    """
    select seller_id, id from main.webhook_delivery where created_at < ? order by created_at
    limit 500
    """
  ) { (seller: Int64, id: Int64) in (seller: seller, id: id) }
  static let delete = Command(
    "delete from main.webhook_delivery where seller_id = ? and id = ?")

  private static let delivery:
    @Sendable (
      Int64, String, String, String, Int, Int64, Int64, Int64?, Int64, Int, String, String
    ) -> WebhookDelivery = {
      id, event, body, state, attempts, due, created, tried, took, status, answer, error in
      WebhookDelivery(
        id: WebhookDelivery.ID(raw: id), event: event, body: body,
        state: WebhookDelivery.State(rawValue: state) ?? .failed, attempts: attempts,
        dueAt: Instant(milliseconds: due), createdAt: Instant(milliseconds: created),
        triedAt: tried.map(Instant.init(milliseconds:)), milliseconds: took, status: status,
        answer: answer, error: error)
    }

  static let statements: [StatementCheck] = [
    StatementCheck("webhookDeliveries.insert", insert),
    StatementCheck("webhookDeliveries.ofWebhook", ofWebhook),
    StatementCheck("webhookDeliveries.one", one), StatementCheck("webhookDeliveries.due", due),
    StatementCheck("webhookDeliveries.next", next),
    StatementCheck("webhookDeliveries.claim", claim),
    StatementCheck("webhookDeliveries.work", work), StatementCheck("webhookDeliveries.end", end),
    StatementCheck("webhookDeliveries.replay", replay),
    StatementCheck("webhookDeliveries.old", old),
    StatementCheck("webhookDeliveries.delete", delete),
  ]
}

/// A delivery that is about to be tried, with what that takes.
struct WebhookWork: Sendable {
  let webhook: Webhook.ID
  let body: String
  let headers: [String]
  let attempts: Int
  let until: Instant
  let url: String
  let secret: String
  let format: String
  let failingSince: Instant?
}
