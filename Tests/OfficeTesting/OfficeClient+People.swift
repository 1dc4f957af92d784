import Commerce
import HTTP
import Office
@_spi(Minting) import SQL

private enum PeopleSQL {
  static let seller = Command(
    """
    insert into seller (id, name, state, currency, time_zone, created_at)
    values (?, ?, 'active', ?, 'UTC', ?)
    """)
  static let member = Command(
    "insert into member (id, email, name, locale, created_at) values (?, ?, ?, ?, ?)")
  static let membership = Command(
    "insert into membership (member_id, shop, role) values (?, ?, ?)")
  static let session = Command(
    """
    insert into session (hash, member_id, shop, created_at, expires_at, address, agent)
    values (?, ?, ?, ?, ?, '', '')
    """)
}

extension OfficeClient {
  public func addSeller(_ name: String, currency: String = "RUB") throws -> SellerID {
    let id: SellerID = kernel.newID()
    let now = clock.now()
    try kernel.database.writer.write { transaction in
      _ = try transaction.open.run(PeopleSQL.seller, id.raw, name, currency, now.milliseconds)
    }
    return id
  }

  /// Somebody of a shop, or of the platform where there is none, with a session of 30 days.
  public func signIn(
    _ role: Role, of shop: SellerID? = nil, name: String = "Vera", locale: Locale = .en
  ) throws -> Person {
    let id: MemberID = kernel.newID()
    let token = Base64URL.encode(SecureRandom.bytes(32))
    let now = clock.now()
    let seat = shop?.raw ?? 0
    try kernel.database.writer.write { transaction in
      let open = transaction.open
      _ = try open.run(
        PeopleSQL.member, id.raw, "\(id)@test.example", name, locale.rawValue, now.milliseconds)
      _ = try open.run(PeopleSQL.membership, id.raw, seat, role.rawValue)
      _ = try open.run(
        PeopleSQL.session, SHA256.hash(Array(token.utf8)), id.raw, seat, now.milliseconds,
        (now + .days(30)).milliseconds)
    }
    let cookie = "session=\(token)"
    return Person(
      member: id, shop: shop, role: role, cookie: cookie, formToken: try formToken(cookie))
  }

  /// The shop's rows, to look at them from outside.
  public func rows<T>(of shop: SellerID, _ body: (SellerReader) throws -> T) throws -> T {
    let scope = SellerScope(seller: shop.raw)
    return try body(reader().seller(scope))
  }

  /// A transaction in the shop, for what a test needs to be there.
  public func write<T>(in shop: SellerID, _ body: (SellerTransaction) throws -> T) throws -> T {
    let scope = SellerScope(seller: shop.raw)
    return try kernel.database.writer.write { try body($0.seller(scope)) }
  }

  /// The rows of all shops, to look at them from outside.
  public func platform<T>(_ body: (PlatformReader) throws -> T) throws -> T {
    try body(reader().platform(PlatformScope()))
  }

  /// A transaction of the platform.
  public func platformWrite<T>(_ body: (PlatformTransaction) throws -> T) throws -> T {
    try kernel.database.writer.write { try body($0.platform(PlatformScope())) }
  }

  /// Makes a key of the Storefront API.
  public func addKey() throws -> String {
    let id: ID<Never> = kernel.newID()
    let now = clock.now()
    return try kernel.database.writer.write { transaction in
      try APIKeyStore.add(
        id: id.raw, name: "test", scope: .storefront, at: now, in: transaction)
    }
  }

  /// Makes a key of a carrier's program.
  public func addCarrierKey(_ carrier: Int64) throws -> String {
    let id: ID<Never> = kernel.newID()
    let now = clock.now()
    return try kernel.database.writer.write { transaction in
      try APIKeyStore.add(
        id: id.raw, name: "carrier", scope: .carrier, subject: carrier, at: now, in: transaction)
    }
  }

  /// What a page of the session carries in its forms; the page need not exist.
  private func formToken(_ cookie: String) throws -> String {
    let page = try send(.get, "/-", [("Cookie", cookie)])
    return page.input("_token") ?? ""
  }
}
