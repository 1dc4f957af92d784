import Commerce
import HTTP
import SQL

/// What the handler of a page and of an act have in common.
public protocol RequestContext {
  associatedtype Scope: AccessScope
  var exchange: ExchangeHandle { get }
  /// What the access granted.
  var scope: Scope { get }
}

/// The request behind a context; opaque to features.
public struct ExchangeHandle {
  let exchange: Exchange
}

/// The context of a page: it reads and renders. It has no way to write, so a GET can't.
public struct PageContext<Scope: AccessScope>: RequestContext {
  public let exchange: ExchangeHandle
  public let scope: Scope

  init(exchange: Exchange, scope: Scope) {
    self.exchange = ExchangeHandle(exchange: exchange)
    self.scope = scope
  }
}

extension RequestContext {
  public var request: Request { exchange.exchange.request }
  public var kernel: Kernel { exchange.exchange.kernel }
  /// Read once per request.
  public var now: Instant { exchange.exchange.now }
  public var locale: Locale { exchange.exchange.locale }
  /// The member's time zone.
  public var zone: TimeZoneRules { exchange.exchange.zone }
  /// Who is signed in, where the access asks for it.
  public var member: Member? { exchange.exchange.member }
  /// Tables that belong to no seller.
  public var open: OpenReader { exchange.exchange.local.reader.open }

  /// A sentence in the reader's language.
  public func text(_ message: Message) -> String {
    exchange.exchange.wording.strings.text(message, locale)
  }

  /// Words that a module declares among its vocabularies, in the reader's language.
  public func words<V: Vocabulary>() -> V { exchange.exchange.wording.words(locale) }

  /// A sentence in the reader's language.
  public func text(_ key: String, _ values: [String: String] = [:], count: Int64? = nil) -> String {
    text(Message(key, values, count: count))
  }

  /// A date and time in the reader's language and time zone.
  public func time(_ instant: Instant) -> String {
    locale.shortDateTime(zone.local(instant), today: exchange.exchange.today)
  }

  /// The page, in its layout.
  public func render<P: Page>(_ page: P, status: Status = .ok) -> Response {
    exchange.exchange.render(page, status: status)
  }

  /// To a page of ours, with 303 so that a reload repeats nothing.
  public func redirect(to path: String, flash: Flash? = nil) -> Response {
    if let flash { exchange.exchange.setCookie(Flash.name, flash.text, seconds: 60) }
    return .redirect(to: path)
  }
}

extension RequestContext where Scope == SellerScope {
  /// The seller's own rows; there is no way to another seller's.
  public var reader: SellerReader { exchange.exchange.local.reader.seller(scope) }
  /// The kept counters of the shop, read once for the page and its menu.
  public func counters() throws(SQLError) -> [String: Int64] {
    try exchange.exchange.counters(of: scope)
  }
}

extension RequestContext where Scope == PlatformScope {
  public var reader: PlatformReader { exchange.exchange.local.reader.platform(scope) }
}

extension RequestContext where Scope == APIClient {
  public var reader: PlatformReader { exchange.exchange.local.reader.platform(scope.platform) }
}

extension RequestContext where Scope == Account {
  /// The rows of the member's shop; nil for platform staff.
  public var sellerReader: SellerReader? {
    scope.seller.map { exchange.exchange.local.reader.seller($0) }
  }
  /// All rows; nil for the staff of a shop.
  public var platformReader: PlatformReader? {
    scope.platform.map { exchange.exchange.local.reader.platform($0) }
  }
}
