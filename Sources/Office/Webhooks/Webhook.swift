import Commerce

/// An address of a shop's program that is told what happens.
struct Webhook: Sendable {
  enum State: String, Sendable {
    case on, off, failed, removed
  }

  typealias ID = Commerce.ID<Webhook>

  let id: ID
  let url: String
  let format: String
  let events: [String]
  let state: State
  let failingSince: Instant?
  let lastAt: Instant?
  let lastStatus: Int
  let createdAt: Instant

  /// Webhooks of one shop, those removed not counted.
  static let most = 10

  /// So long a delivery is tried again; a webhook that took none for so long is switched off.
  static let patience = Duration.days(3)

  /// As they are stored: so that one statement finds the subscribers of an event.
  static func stored(_ events: [String]) -> String { " \(events.joined(separator: " ")) " }

  static func newSecret() -> String { "whsec_" + Base64URL.encode(SecureRandom.bytes(32)) }

  /// The pause before the next try; tries come at once, then after 10 s, 40 s, 3 min, 10 min,
  /// 40 min, and from then on every few hours.
  static func pause(after attempts: Int) -> Duration {
    let pauses: [Int64] = [10, 30, 120, 480, 1_800, 3_600, 7_200, 14_400, 21_600]
    return .seconds(attempts <= pauses.count ? pauses[max(0, attempts - 1)] : 28_800)
  }
}

/// One message to one webhook.
public struct WebhookDelivery: Sendable {
  public typealias ID = Commerce.ID<WebhookDelivery>

  enum State: String, Sendable {
    case waiting, paused, delivered, failed
  }

  let id: ID
  let event: String
  let body: String
  let state: State
  let attempts: Int
  let dueAt: Instant
  let createdAt: Instant
  let triedAt: Instant?
  let milliseconds: Int64
  let status: Int
  let answer: String
  let error: String
}

/// The signature of a delivery: the key never leaves the two sides, and the time keeps an old
/// message from being sent again by somebody else.
enum WebhookSignature {
  static let header = "SellerDesk-Signature"

  /// `t=1795442700,v1=<hex>`: HMAC-SHA256 of `t.body` with the webhook's secret.
  static func value(_ body: String, secret: String, at now: Instant) -> String {
    let mac = HMAC.sha256(
      key: Array(secret.utf8), message: Array("\(now.seconds).\(body)".utf8))
    return "t=\(now.seconds),v1=\(Hex.encode(mac))"
  }
}
