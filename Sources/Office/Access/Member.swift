import Commerce
@_spi(Minting) import SQL

/// The person who is signed in, as the request sees them.
public struct Member: Sendable, Hashable {
  public let id: MemberID
  public let name: String
  public let email: String
  public let role: Role
  /// The shop they work for in this session; nil for platform staff.
  public let shop: SellerID?
  public let shopName: String
  /// The shop's time zone (IANA name); the platform's own for platform staff.
  public let timeZone: String
  /// The language chosen in the profile; nil follows the browser.
  public let locale: Locale?
  /// `light`, `dark`, or empty to follow the system.
  public let theme: String
  /// Whether single keys act on pages; the profile can switch them off.
  public let usesKeys: Bool
  /// Whether mails to an address of theirs came back.
  public var hasBounced = false
  /// What stands for the shop and the member where there is no room for a name.
  let shopMark: String
  let initial: String

  public init(
    id: MemberID, name: String, email: String, role: Role, shop: SellerID?, shopName: String,
    timeZone: String, locale: Locale?, theme: String, usesKeys: Bool = true
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.role = role
    self.shop = shop
    self.shopName = shopName
    self.timeZone = timeZone
    self.locale = locale
    self.theme = theme
    self.usesKeys = usesKeys
    shopMark = Self.initials(shopName, 2)
    initial = Self.initials(name, 1)
  }

  private static func initials(_ name: String, _ count: Int) -> String {
    String(name.split(separator: " ").prefix(count).compactMap(\.first)).uppercased()
  }

  /// Whether the member's role holds the permission, in their own shop.
  public func may(_ permission: SellerPermission) -> Bool {
    shop != nil && permission.roles.contains(role)
  }

  /// Whether the member's role holds the platform permission.
  public func may(_ permission: PlatformPermission) -> Bool {
    shop == nil && role.isPlatform && permission.roles.contains(role)
  }

  var sellerScope: SellerScope? {
    shop.map { SellerScope(seller: $0.raw) }
  }

  var platformScope: PlatformScope? {
    shop == nil && role.isPlatform ? PlatformScope() : nil
  }
}
