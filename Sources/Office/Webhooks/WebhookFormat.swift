import Commerce
import SQL

/// Something that happened, for programs. No personal data of buyers goes in.
public struct WebhookEvent: Sendable {
  /// `orders.placed`: what shops subscribe to.
  public let name: String
  public let object: String
  public let objectID: Int64
  /// The page of the thing.
  public let path: String
  public let details: JSON
  public let at: Instant

  public init(
    _ name: String, object: String, id: Int64, path: String, details: JSON, at: Instant
  ) {
    self.name = name
    self.object = object
    objectID = id
    self.path = path
    self.details = details
    self.at = at
  }
}

/// What is posted: the same bytes at every try, since they are signed.
public struct WebhookMessage: Sendable, Hashable {
  /// JSON; at most `WebhookMessage.limit` bytes.
  public let body: String
  /// Besides those that every delivery has.
  public let headers: [String]

  public static let limit = 64 << 10

  /// - Parameter headers: whole lines, `Name: value`, in ASCII without quotes.
  public init(body: String, headers: [String] = []) {
    self.body = body
    self.headers = headers
  }
}

/// What a receiver said.
public struct WebhookAnswer: Sendable, Hashable {
  /// 0 where there was no answer.
  public let status: Int
  public let contentType: String
  /// At most 64 KiB of it.
  public let body: [UInt8]
  /// Why there was no answer; empty where there was one.
  public let error: String

  public init(status: Int, contentType: String, body: [UInt8], error: String = "") {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.error = error
  }
}

/// How events become messages, and which answer says that one has arrived. The desk has its own
/// format; a module brings another for programs that expect it.
public protocol WebhookFormat: Sendable {
  /// As it is stored with the webhook; `webhooks.format.<name>` is its name for people.
  var name: String { get }
  /// The message of an event; nil where the format has none for it.
  func message(_ event: WebhookEvent, _ delivery: WebhookDelivery.ID, _ rows: SellerReader) throws
    -> WebhookMessage?
  /// The message that tries whether anybody is there.
  func ping(_ delivery: WebhookDelivery.ID, at now: Instant) -> WebhookMessage
  /// Why an answer of 200...299 is none after all, in the words of the log; nil where it is one.
  func objection(to answer: WebhookAnswer, of message: String) -> String?
}

/// The desk's own: `{"id", "type", "created_at", "shop_id", "object", "object_id", "url", "data"}`.
struct DeskFormat: WebhookFormat {
  static let name = "desk"

  let publicURL: String

  var name: String { Self.name }

  func message(
    _ event: WebhookEvent, _ delivery: WebhookDelivery.ID, _ rows: SellerReader
  ) -> WebhookMessage? {
    let body: JSON = [
      "id": .string("\(delivery)"), "type": .string(event.name),
      "created_at": .string(event.at.description), "shop_id": .string("\(rows.scope.seller)"),
      "object": .string(event.object), "object_id": .string("\(event.objectID)"),
      "url": .string(publicURL + event.path), "data": event.details,
    ]
    return WebhookMessage(body: body.text)
  }

  func ping(_ delivery: WebhookDelivery.ID, at now: Instant) -> WebhookMessage {
    let body: JSON = [
      "id": .string("\(delivery)"), "type": "ping", "created_at": .string(now.description),
    ]
    return WebhookMessage(body: body.text)
  }

  func objection(to answer: WebhookAnswer, of message: String) -> String? { nil }
}
