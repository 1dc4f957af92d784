import Commerce

/// Who did something.
public enum AuditActor: Sendable, Hashable, CustomStringConvertible {
  case member(Int64)
  /// A program with this API key.
  case key(Int64)
  case visitor
  /// A job, a timer or a command on the server.
  case system(String)

  /// As it is stored: `member:17`, `key:3`, `visitor`, `system:import`.
  public var description: String {
    switch self {
    case .member(let id): "member:\(id)"
    case .key(let id): "key:\(id)"
    case .visitor: "visitor"
    case .system(let name): "system:\(name)"
    }
  }
}

/// One act in the audit.
public struct AuditEntry: Sendable {
  public let at: Instant
  public let actor: AuditActor
  /// The network, not the whole address; empty for the server itself.
  public let address: String
  /// The key of the sentence: `products.price.changed`.
  public let act: String
  /// The kind of thing and its number.
  public let object: String
  public let objectID: Int64
  /// The seller concerned; nil for the platform.
  public let shop: Int64?
  /// Small, and without personal data.
  public let detail: String?
  /// What changed, as small objects with the fields that differ.
  public let before: JSON?
  public let after: JSON?
  /// What the person gave as the reason.
  public let reason: String?

  public init(
    at: Instant, actor: AuditActor, address: String, act: String, object: String, objectID: Int64,
    shop: Int64?, detail: String? = nil, before: JSON? = nil, after: JSON? = nil,
    reason: String? = nil
  ) {
    self.at = at
    self.actor = actor
    self.address = address
    self.act = act
    self.object = object
    self.objectID = objectID
    self.shop = shop
    self.detail = detail
    self.before = before
    self.after = after
    self.reason = reason
  }
}

/// An entry as it lies in the table.
public struct AuditRecord: Sendable, Equatable {
  /// 1, 2, 3 ... without gaps.
  public let number: Int64
  public let at: Instant
  /// As `AuditActor.description`.
  public let actor: String
  public let address: String
  public let act: String
  public let object: String
  public let objectID: Int64
  public let shop: Int64?
  public let detail: String?
  /// JSON.
  public let before: String?
  public let after: String?
  public let reason: String?

  init(_ entry: AuditEntry, number: Int64) {
    self.number = number
    at = entry.at
    actor = entry.actor.description
    address = entry.address
    act = entry.act
    object = entry.object
    objectID = entry.objectID
    shop = entry.shop
    detail = entry.detail
    before = entry.before?.text
    after = entry.after?.text
    reason = entry.reason
  }

  init(
    number: Int64, at: Int64, actor: String, address: String, act: String, object: String,
    objectID: Int64, shop: Int64?, detail: String?, before: String?, after: String?,
    reason: String?
  ) {
    self.number = number
    self.at = Instant(milliseconds: at)
    self.actor = actor
    self.address = address
    self.act = act
    self.object = object
    self.objectID = objectID
    self.shop = shop
    self.detail = detail
    self.before = before
    self.after = after
    self.reason = reason
  }

  /// SHA-256 over the hash before and this row as a JSON array: no two rows are written alike.
  func hash(after previous: [UInt8]) -> [UInt8] {
    func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    let row: JSON = [
      .integer(number), .integer(at.milliseconds), .string(actor), .string(address), .string(act),
      .string(object), .integer(objectID), shop.map { .integer($0) } ?? .null, text(detail),
      text(before), text(after), text(reason),
    ]
    var bytes = previous
    row.append(to: &bytes)
    return SHA256.hash(bytes)
  }
}
