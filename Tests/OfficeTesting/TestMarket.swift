import Commerce
import Office
import SQL

import class Foundation.FileManager

/// A data folder for the real program: one shop with staff who have a password, a moderator, a
/// shop front's key.
public final class TestMarket {
  public static let password = "a sunny teapot of stone"
  public static let key = "sd_test_key_of_the_shop_front"

  public let configuration: Configuration
  private let boot: OfficeBoot

  /// - Parameter folder: nil makes one in memory, where the system has such, else on disk.
  public init(_ boot: OfficeBoot, in folder: String? = nil) throws {
    self.boot = boot
    let name = "\(OfficeClient.disk)/sellerdesk-test-\(Hex.encode(SecureRandom.bytes(8)))"
    configuration = Configuration(data: folder ?? name, home: OfficeClient.home)
    try Prepared.fill(boot, configuration)
    let database = try boot.open(configuration)
    defer { database.close() }
    try Self.people(Accounts(database: database))
    try database.writer.write { transaction in
      _ = try transaction.open.run(Self.setAddress, "RU", "300000", "Tula", "Skladskaya 3, gate 2")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: configuration.data) }

  private static let setAddress = Command(
    "update seller set country = ?, postcode = ?, city = ?, address = ?")

  private static func people(_ accounts: Accounts) throws {
    guard let hash = PasswordHasher().hash(password) else { throw BootError("no yescrypt") }
    let shop = NewShop(name: "Polyana Home", currency: "RUB", timeZone: "Europe/Moscow")
    let owner = NewMember(
      email: "owner@one.example", name: "Vera Orlova", role: .owner, shop: nil, newShop: shop)
    let made = try accounts.add(owner, hash: hash, at: .now()).shop
    for role in [Role.catalogue, .warehouse, .moderator, .admin] {
      let member = NewMember(
        email: "\(role.rawValue)@one.example", name: "Kira Belova", role: role,
        shop: role.isPlatform ? nil : made)
      _ = try accounts.add(member, hash: hash, at: .now())
    }
    _ = try accounts.addKey(name: "front", scope: .storefront, at: .now(), key: key)
  }

  /// Opens the office on the folder in this process, for the time of the closure.
  public func office<T>(_ clock: Clock = Clock(), _ body: (Office) throws -> T) throws -> T {
    let office = try Prepared.office(boot, configuration, clock: clock)
    defer { office.kernel.database.close() }
    return try body(office)
  }

  /// The shop front, at an opened office.
  public func front(_ office: Office) throws -> ShopFront {
    ShopFront(key: Self.key, surfer: try Surfer(office, language: .en))
  }

  /// Puts a product on sale.
  /// - Returns: its id.
  public func product(stock: String, _ clock: Clock = Clock()) throws -> String {
    try office(clock) { office in
      let owner = try Surfer(office, language: .en)
      _ = try owner.signIn("owner@one.example", Self.password)
      let moderator = try Surfer(office, language: .en)
      _ = try moderator.signIn("moderator@one.example", Self.password)
      return try owner.product(offer: "TEA-1", approvedBy: moderator, stock: stock)
    }
  }
}
