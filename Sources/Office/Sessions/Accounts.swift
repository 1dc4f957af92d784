import Commerce
import SQL

/// A shop to be made.
public struct NewShop: Sendable {
  public let name: String
  /// ISO 4217.
  public let currency: String
  /// An IANA name.
  public let timeZone: String

  public init(name: String, currency: String, timeZone: String) {
    self.name = name
    self.currency = currency
    self.timeZone = timeZone
  }
}

/// A member to be made, in an existing shop, a new one, or on the platform.
public struct NewMember: Sendable {
  public let email: String
  public let name: String
  public let role: Role
  public let shop: SellerID?
  public let newShop: NewShop?

  public init(email: String, name: String, role: Role, shop: SellerID?, newShop: NewShop? = nil) {
    self.email = email
    self.name = name
    self.role = role
    self.shop = shop
    self.newShop = newShop
  }
}

/// Why a member or a key can't be made, as one line for an operator.
public struct AccountRefusal: Error, Sendable, CustomStringConvertible {
  public let description: String
}

private enum AccountSQL {
  static let insertShop = Command(
    """
    insert into seller (id, name, state, currency, time_zone, created_at)
    values (?, ?, 'active', ?, ?, ?)
    """)
  static let shopExists = Query<Int64>("select id from seller where id = ?") { (id: Int64) in id }
  static let emailExists = Query<Int64>("select id from member where email = ?") { (id: Int64) in
    id
  }
  static let insertMember = Command(
    "insert into member (id, email, name, password, created_at) values (?, ?, ?, ?, ?)")
  static let insertMembership = Command(
    "insert into membership (member_id, shop, role) values (?, ?, ?)")
}

/// Makes shops, members and keys: for the command line, the demo and tests.
public struct Accounts: Sendable {
  let database: Database
  /// One for all: two of them would make the same ids within a millisecond.
  private static let ids = IDGenerator()

  public init(database: Database) { self.database = database }

  /// Adds a member and, where asked for, the shop.
  /// - Parameter password: checked against the password rules.
  public func add(
    _ draft: NewMember, password: String, at now: Instant
  ) throws -> (member: MemberID, shop: SellerID?) {
    let email = draft.email.lowercased()
    if let problem = PasswordRules.problem(with: password, email: email) {
      throw AccountRefusal(description: "The password: \(problem)")
    }
    guard let hash = PasswordHasher().hash(password) else {
      throw AccountRefusal(description: "The password can't be hashed on this system.")
    }
    return try add(draft, hash: hash, at: now)
  }

  /// Adds a member whose password is hashed already.
  public func add(
    _ draft: NewMember, hash: String, at now: Instant
  ) throws -> (member: MemberID, shop: SellerID?) {
    try Self.check(draft)
    let member: MemberID = Self.ids.next(at: now)
    let made: SellerID? = draft.newShop == nil ? nil : Self.ids.next(at: now)
    let shop = made ?? draft.shop
    let email = draft.email.lowercased()
    try database.writer.write { transaction in
      let tables = transaction.open
      if try tables.first(AccountSQL.emailExists, email) != nil {
        throw AccountRefusal(description: "A member with the e-mail \(email) exists already.")
      }
      if let made, let new = draft.newShop {
        _ = try tables.run(
          AccountSQL.insertShop, made.raw, new.name, new.currency, new.timeZone, now.milliseconds)
      } else if let shop, try tables.first(AccountSQL.shopExists, shop.raw) == nil {
        throw AccountRefusal(description: "There is no shop \(shop).")
      }
      _ = try tables.run(
        AccountSQL.insertMember, member.raw, email, draft.name, hash, now.milliseconds)
      _ = try tables.run(
        AccountSQL.insertMembership, member.raw, shop?.raw ?? 0, draft.role.rawValue)
    }
    return (member, shop)
  }

  /// Makes a key; its text is stored nowhere.
  public func addKey(
    name: String, scope: APIScope, at now: Instant, key: String? = nil
  ) throws -> String {
    let id: ID<Entity.Session> = Self.ids.next(at: now)
    return try database.writer.write { transaction in
      try APIKeyStore.add(
        id: id.raw, name: name, scope: scope, at: now, in: transaction, key: key)
    }
  }

  private static func check(_ draft: NewMember) throws(AccountRefusal) {
    let hasShop = draft.shop != nil || draft.newShop != nil
    guard draft.role.isPlatform != hasShop else {
      throw AccountRefusal(
        description: draft.role.isPlatform
          ? "The role \(draft.role.rawValue) belongs to no shop."
          : "The role \(draft.role.rawValue) needs a shop.")
    }
    guard draft.email.utf8.count <= 254, MailAddress(draft.email) != nil, !draft.name.isEmpty
    else { throw AccountRefusal(description: "An e-mail address and a name are needed.") }
    if let shop = draft.newShop, Currency(code: shop.currency) == nil {
      throw AccountRefusal(description: "\(shop.currency) is not a currency of ISO 4217.")
    }
  }
}
