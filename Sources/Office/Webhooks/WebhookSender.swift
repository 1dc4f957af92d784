import Commerce
@_spi(Minting) import SQL
import Synchronization

/// Brings messages to webhooks, on its own threads: a receiver that is slow holds up no mail. One
/// message at a time goes to one webhook, so that one that hangs holds one thread at most. A thread
/// that goes to a receiver leaves another behind that looks for work: each has a connection to the
/// database of its own, and many installations send nothing.
///
/// A message is brought at least once: after a crash the try that was under way is made again, with
/// the same id.
public final class WebhookSender: Sendable {
  /// A try that was never finished is made again after this.
  private static let lease = Duration.seconds(60)

  private let kernel: Kernel
  private let post: WebhookPost
  private let state = Mutex(State())

  private struct State {
    var threads: [JobThread] = []
    var most = 0
    var isStopping = false
    /// Webhooks that a thread is at.
    var busy: Set<Int64> = []
  }

  init(kernel: Kernel) {
    self.kernel = kernel
    post = WebhookPost(
      program: "curl", allowsPrivate: kernel.configuration.allowsPrivateWebhooks)
  }

  /// - Parameter threads: how many there are at most.
  func start(threads: Int = 4) {
    state.withLock { $0.most = threads }
    hire()
  }

  /// One thread more, up to the limit.
  private func hire() {
    state.withLock { state in
      guard state.threads.count < state.most else { return }
      let name = "webhooks \(state.threads.count + 1)"
      guard let thread = JobThread(name, isBackground: true, { self.work() }) else { return }
      state.threads.append(thread)
    }
  }

  func stop() {
    let threads = state.withLock { state in
      state.isStopping = true
      state.most = 0
      defer { state.threads = [] }
      return state.threads
    }
    kernel.webhookAlarm.ring()
    for thread in threads { thread.join() }
    state.withLock { $0.isStopping = false }
  }

  private func work() {
    var reader: Reader?
    while true {
      // Before the look at the state: else a ring between them is heard by nobody.
      let heard = kernel.webhookAlarm.heard
      if state.withLock({ $0.isStopping }) { return }
      var pause: Duration?
      do {
        let open = try reader ?? kernel.database.makeReader()
        reader = open
        if try sendNext(open) { continue }
        let now = kernel.clock.now()
        pause = try open.platform(PlatformScope()).first(WebhookDeliverySQL.next, now.milliseconds)
          .map { Instant(milliseconds: $0) - now }
      } catch {
        kernel.log("webhooks: \(error)")
        pause = .seconds(5)
      }
      kernel.webhookAlarm.sleep(after: heard, for: pause)
    }
  }

  /// Sends on this thread all that is due now, and returns how many tries that took.
  @discardableResult
  public func sendDue() throws -> Int {
    let reader = try kernel.database.makeReader()
    var count = 0
    while try sendNext(reader) { count += 1 }
    return count
  }

  private func sendNext(_ reader: Reader) throws -> Bool {
    let now = kernel.clock.now()
    let due = try reader.platform(PlatformScope()).all(WebhookDeliverySQL.due, now.milliseconds)
    let (free, isNobodyLooking) = state.withLock { state in
      let free = due.first { !state.busy.contains($0.webhook) }
      if let free { state.busy.insert(free.webhook) }
      return (free, state.busy.count >= state.threads.count)
    }
    guard let free else { return false }
    if isNobodyLooking { hire() }
    defer {
      _ = state.withLock { $0.busy.remove(free.webhook) }
      // What waited for this webhook may be due.
      kernel.webhookAlarm.ring()
    }
    let scope = SellerScope(seller: free.seller)
    let claimed = try kernel.database.writer.write { transaction in
      try transaction.seller(scope).run(
        WebhookDeliverySQL.claim, free.seller, free.id, (now + Self.lease).milliseconds,
        now.milliseconds)
    }
    guard claimed > 0 else { return true }
    guard let work = try reader.seller(scope).first(WebhookDeliverySQL.work, free.id) else {
      return true
    }
    try send(work, WebhookDelivery.ID(raw: free.id), scope, at: now)
    return true
  }

  private func send(
    _ work: WebhookWork, _ id: WebhookDelivery.ID, _ scope: SellerScope, at now: Instant
  ) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let signature = WebhookSignature.value(work.body, secret: work.secret, at: now)
    let answer = post.send(
      work.body, to: work.url,
      ["\(WebhookSignature.header): \(signature)", "SellerDesk-Delivery: \(id)"] + work.headers)
    let taken = (clock.now - start).components
    let milliseconds = taken.seconds * 1_000 + taken.attoseconds / 1_000_000_000_000_000
    let outcome = WebhookOutcome(
      work: work, id: id, answer: answer, objection: objection(to: answer, work),
      milliseconds: milliseconds)
    let end = kernel.clock.now()
    try kernel.database.writer.write { transaction in
      try outcome.write(kernel, at: end, in: transaction.seller(scope))
    }
  }

  private func objection(to answer: WebhookAnswer, _ work: WebhookWork) -> String? {
    if !answer.error.isEmpty { return answer.error }
    guard (200..<300).contains(answer.status) else { return "status \(answer.status)" }
    return kernel.webhookFormats[work.format]?.objection(to: answer, of: work.body)
  }
}

/// What came of one try.
struct WebhookOutcome: Sendable {
  let work: WebhookWork
  let id: WebhookDelivery.ID
  let answer: WebhookAnswer
  let objection: String?
  let milliseconds: Int64

  /// What of an answer is kept for the log.
  private static let kept = 500

  func write(_ kernel: Kernel, at now: Instant, in tx: SellerTransaction) throws {
    let seller = tx.scope.seller
    guard let objection else {
      try end(.delivered, now, "", in: tx)
      try tx.run(
        WebhookSQL.succeed, seller, work.webhook.raw, now.milliseconds, answer.status)
      return
    }
    let next = now + Webhook.pause(after: work.attempts)
    let isOver = next > work.until
    try end(isOver ? .failed : .waiting, isOver ? now : next, objection, in: tx)
    try tx.run(WebhookSQL.fail, seller, work.webhook.raw, now.milliseconds, answer.status)
    let since = work.failingSince ?? now
    // 410 is the receiver's own word that nobody is there any more (RFC 9110 15.5.11).
    if answer.status == 410 || isOver && since + Webhook.patience <= now + .hours(8) {
      try switchOff(kernel, at: now, in: tx)
    }
  }

  private func end(
    _ state: WebhookDelivery.State, _ due: Instant, _ error: String, in tx: SellerTransaction
  ) throws(SQLError) {
    let text = String(decoding: answer.body.prefix(Self.kept), as: UTF8.self)
      .unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
    try tx.run(
      WebhookDeliverySQL.end, tx.scope.seller, id.raw, state.rawValue, due.milliseconds,
      milliseconds, answer.status, text, String(error.prefix(300)))
  }

  /// Nothing has got through for three days: what waits stays, and the owner is told.
  private func switchOff(_ kernel: Kernel, at now: Instant, in tx: SellerTransaction) throws {
    try tx.run(
      WebhookSQL.setState, tx.scope.seller, work.webhook.raw, Webhook.State.failed.rawValue)
    try tx.run(WebhookSQL.pause, tx.scope.seller, work.webhook.raw)
    let host = (try? WebhookURL(work.url, allowsPlain: true))?.host ?? ""
    try kernel.notices.publish(
      Notice(
        .webhookFailed, object: "webhook", id: work.webhook.raw,
        path: "/settings/webhooks/\(work.webhook)", [("host", .text(host))], at: now), in: tx)
  }
}

extension NoticeKind {
  static let webhookFailed = NoticeKind(
    "webhooks.failed", for: .manageWebhooks, mailed: [.owner], isCritical: true)
}
