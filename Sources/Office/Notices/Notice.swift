import Commerce

/// Something that a shop's people are told of, such as a new order. What it says stands in the
/// strings: `notices.kind.<name>` names it in settings, `notices.title.<name>` is its line and the
/// subject of its mail, `notices.text.<name>` the sentence under it.
public struct NoticeKind: Sendable, Hashable {
  /// `orders.placed`. Programs that listen to webhooks know it by this name.
  public let name: String
  /// Who may be told: whoever may look at the thing.
  public let permission: SellerPermission
  /// Who gets a mail without having chosen anything.
  public let mailed: RoleSet
  /// Whether somebody must act at once: then it waits for no end of quiet hours, and its mail can't
  /// be unsubscribed from.
  public let isCritical: Bool

  public init(
    _ name: String, for permission: SellerPermission, mailed: RoleSet, isCritical: Bool = false
  ) {
    self.name = name
    self.permission = permission
    self.mailed = mailed
    self.isCritical = isCritical
  }

  var titleKey: String { "notices.title.\(name)" }
  var textKey: String { "notices.text.\(name)" }
  var nameKey: String { "notices.kind.\(name)" }

  /// Where a person is told of it when they have chosen nothing.
  func channels(of role: Role) -> NoticeChannels {
    mailed.contains(role) ? [.centre, .mail] : [.centre]
  }
}

/// Where a person is told.
struct NoticeChannels: OptionSet, Sendable, Hashable {
  let rawValue: Int64

  /// The list in the product.
  static let centre = NoticeChannels(rawValue: 1)
  static let mail = NoticeChannels(rawValue: 2)
}

/// One thing that happened, before it is known who is told. No personal data of buyers goes in.
public struct Notice: Sendable {
  /// A value of a notice's sentences.
  public enum Value: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case money(Money)
  }

  public let kind: NoticeKind
  /// What it is about, such as `posting`, and which: notices of one thing are shown together.
  public let object: String
  public let objectID: Int64
  /// The page of the thing.
  public let path: String
  /// Values by the names of the strings' placeholders; `count` chooses the plural form.
  public let values: [(name: String, value: Value)]
  public let at: Instant

  public init(
    _ kind: NoticeKind, object: String, id: Int64, path: String,
    _ values: [(name: String, value: Value)] = [], at: Instant
  ) {
    self.kind = kind
    self.object = object
    objectID = id
    self.path = path
    self.values = values
    self.at = at
  }

  var details: NoticeDetails { NoticeDetails(values) }
}

/// The values of a notice as they are stored.
struct NoticeDetails: Sendable {
  let values: [(name: String, value: Notice.Value)]

  init(_ values: [(name: String, value: Notice.Value)]) { self.values = values }

  /// Reads what `json` wrote; leaves out what it did not.
  init(json text: String) {
    guard case .object(let members)? = try? JSON(parsing: text) else {
      values = []
      return
    }
    values = members.compactMap { name, value in
      switch value {
      case .string(let text): (name, .text(text))
      case .integer(let number): (name, .number(number))
      default: Self.money(value).map { (name, .money($0)) }
      }
    }
  }

  private static func money(_ json: JSON) -> Money? {
    guard let amount = json["amount"]?.string,
      let currency = json["currency"]?.string.flatMap({ Currency(code: $0) })
    else { return nil }
    return try? Money(parsing: amount, currency: currency)
  }

  var json: JSON {
    .object(
      values.map { name, value in
        switch value {
        case .text(let text): (name, .string(text))
        case .number(let number): (name, .integer(number))
        case .money(let money):
          (
            name,
            ["amount": .string(money.plain), "currency": .string(money.currency.code)]
          )
        }
      })
  }

  /// A sentence with these values, in the reader's language.
  func message(_ key: String, _ locale: Locale) -> Message {
    var texts: [String: String] = [:]
    var count: Int64?
    for (name, value) in values {
      switch value {
      case .text(let text): texts[name] = text
      case .money(let money): texts[name] = locale.moneyWithCode(money)
      case .number(let number):
        texts[name] = locale.number(number)
        if name == "count" { count = number }
      }
    }
    return Message(key, texts, count: count)
  }
}
