import Commerce
import Foundation
import HTTP
import Office
import OfficeTesting
import Orders
import SQL

/// The office with orders alone, two shops, their staff and a shop front's key: in the process,
/// in a folder of its own, at half past two on a Monday.
final class OrdersHouse: Sendable {
  static let monday = Instant(milliseconds: 1_795_433_400_000)
  static let key = "sd_test_key_of_the_shop_front"

  let office: Office
  let clock: Clock
  let folder: String
  let shop: SellerID
  let other: SellerID
  private let secret: [UInt8]
  private let readers: PerThread<Reader>

  init(_ name: String = #function, clock: Clock = Clock(fixed: OrdersHouse.monday)) throws {
    self.clock = clock
    folder = "\(OfficeClient.disk)/orders-\(UUID().uuidString)"
    var configuration = Configuration(data: folder, home: Self.home)
    // Receivers of tests are on this machine.
    configuration.allowsPrivateWebhooks = true
    let boot = OfficeBoot(modules: [StubStockModule.self, OrdersModule.self]) { kernel in
      [StubStockModule(), OrdersModule(kernel, stock: StubStock(), floor: StubStock())]
    }
    office = try Prepared.office(boot, configuration, clock: clock)
    let database = office.kernel.database
    readers = PerThread { try database.makeReader() }
    let accounts = Accounts(database: database)
    shop = try Self.add(.owner, "owner@one.example", "Polyana Home", accounts)
    other = try Self.add(.owner, "owner@two.example", "Second Shop", accounts)
    for role in [Role.warehouse, .viewer, .care, .catalogue, .accountant] {
      _ = try accounts.add(
        NewMember(
          email: "\(role.rawValue)@one.example", name: "\(role.rawValue)", role: role, shop: shop),
        hash: "-", at: clock.now())
    }
    _ = try accounts.addKey(
      name: "front", scope: .storefront, at: clock.now(), key: Self.key)
    let stored: String = try database.writer.write { transaction in
      _ = try transaction.open.run(Self.address, "300000", "Tula", "Skladskaya 3, gate 2")
      return try transaction.open.one(Self.secretText)
    }
    secret = Hex.decode(stored) ?? []
  }

  deinit {
    office.kernel.database.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static let secretText = Query<String>("select value from setting where name = 'secret'")
  private static let address = Command(
    "update seller set postcode = ?, city = ?, address = ?, country = 'RU'")

  /// The folder with `Templates` and `Public`: the package's root.
  static let home: String = {
    let own = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    return own.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }()

  private static func add(
    _ role: Role, _ email: String, _ name: String, _ accounts: Accounts
  ) throws -> SellerID {
    let shop = NewShop(name: name, currency: "RUB", timeZone: "Europe/Moscow")
    let made = try accounts.add(
      NewMember(email: email, name: "Vera", role: role, shop: nil, newShop: shop), hash: "-",
      at: monday)
    guard let id = made.shop else { throw AccountMissing() }
    return id
  }

  struct AccountMissing: Error {}

  /// Puts goods on the shelf.
  func stock(
    _ product: Int64, of shop: SellerID? = nil, warehouse: Int64 = 1, pieces: Int64,
    price: Int64 = 249_000, currency: String = "RUB", title: String = "Ceramic teapot Koivu"
  ) throws {
    let owner = shop ?? self.shop
    try office.kernel.database.writer.write { transaction in
      _ = try transaction.open.run(
        StubStock.add, product, warehouse, owner.raw, "\(title) \(product)", "OF-\(product)",
        price, currency, pieces)
    }
  }

  /// This thread's connection, to look at rows from outside.
  func reader() throws -> Reader { try readers.mine() }

  func pieces(of product: Int64) throws -> (onHand: Int64, reserved: Int64) {
    try reader().open.one(StubStock.pieces, product)
  }

  // MARK: requests

  private static let memberID = Query(
    "select m.id, s.shop from member m join membership s on s.member_id = m.id where m.email = ?"
  ) {
    (id: Int64, shop: Int64) in (id: id, shop: shop)
  }
  private static let openSession = Command(
    """
    insert into session (hash, member_id, shop, created_at, expires_at, address, agent)
    values (?, ?, ?, 0, ?, '', '')
    """)

  /// A browser of that member.
  func browser(_ email: String = "warehouse@one.example") throws -> Browser {
    let token = SessionToken()
    let hash = SHA256.hash(token.text)
    try office.kernel.database.writer.write { transaction in
      let member = try transaction.open.one(Self.memberID, email)
      _ = try transaction.open.run(
        Self.openSession, hash, member.id, member.shop, Int64.max)
    }
    let proof = HMAC.sha256(key: secret, message: hash)
    return Browser(
      house: self, local: try office.makeLocal(.worker), cookie: "session=\(token.text)",
      formToken: Base64URL.encode(Array(proof.prefix(18))))
  }

  /// The shop front.
  func front() throws -> ShopFront {
    ShopFront(house: self, local: try office.makeLocal(.worker))
  }
}

/// An answer as text.
struct Answer {
  let status: Int
  let text: String
  let location: String

  init(_ response: Response) {
    status = Int(response.status.code)
    location = response.headers["Location"] ?? ""
    switch response.body {
    case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
    case .file(let file, let range):
      let bytes = try? file.read(at: range.lowerBound, count: Int(range.upperBound))
      text = String(decoding: bytes ?? [], as: UTF8.self)
    default: text = ""
    }
  }

  var json: JSON { (try? JSON(parsing: Array(text.utf8))) ?? .null }
}

/// A signed-in member's browser.
struct Browser {
  let house: OrdersHouse
  let local: Local
  let cookie: String
  let formToken: String

  func get(_ target: String, language: String = "en") throws -> Answer {
    let request = try Request(
      .get, target, headers: [("Cookie", cookie), ("Accept-Language", language)])
    return Answer(house.office.respond(request, local))
  }

  func post(_ target: String, _ fields: [(String, String)] = []) throws -> Answer {
    let body = (fields + [("_token", formToken)]).map { name, value in
      "\(name)=\(Self.encoded(value))"
    }.joined(separator: "&")
    let request = try Request(
      .post, target,
      headers: [
        ("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "same-origin"), ("Content-Length", String(body.utf8.count)),
      ], body: .bytes(Array(body.utf8)))
    return Answer(house.office.respond(request, local))
  }
}

extension Browser {
  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

/// A program with a key.
struct ShopFront {
  let house: OrdersHouse
  let local: Local
  var key = OrdersHouse.key

  func post(
    _ target: String, _ body: String, token: String? = nil, type: String = "application/json"
  ) throws -> Answer {
    try post(target, body, key: key, token: token, type: type)
  }

  func post(
    _ target: String, _ body: String, key: String?, token: String? = nil,
    type: String = "application/json"
  ) throws -> Answer {
    var headers = [
      ("Content-Type", type), ("Content-Length", String(body.utf8.count)),
      ("Idempotency-Key", token ?? UUID().uuidString),
    ]
    if let key { headers.append(("Authorization", "Bearer \(key)")) }
    let request = try Request(.post, target, headers: headers, body: .bytes(Array(body.utf8)))
    return Answer(house.office.respond(request, local))
  }

  func get(_ target: String) throws -> Answer {
    let request = try Request(
      .get, target, headers: [("Authorization", "Bearer \(key)")])
    return Answer(house.office.respond(request, local))
  }

  /// Places an order for these products and pieces.
  func order(
    _ lines: [(Int64, Int64)], more: String = "", token: String? = nil
  ) throws -> Answer {
    try post("/storefront/v1/orders", Self.body(lines, more: more), token: token)
  }

  static func body(_ lines: [(Int64, Int64)], more: String = "") -> String {
    let items = lines.map { "{\"product_id\":\($0.0),\"quantity\":\($0.1)}" }
    return """
      {"buyer":{"name":"Anna Sergeeva","phone":"+7 900 123-45-41","email":"anna@example.org",\
      "address":{"country":"RU","postcode":"420000","city":"Kazan",\
      "street":"ul. Primernaya 12, flat 48"}},"paid":true,\(more)\
      "lines":[\(items.joined(separator: ","))]}
      """
  }
}
