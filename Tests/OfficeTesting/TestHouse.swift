import Commerce
import Office
import SQL

/// A marketplace with two shops and a shop front, whole, with all its modules.
public final class TestHouse {
  public let client: OfficeClient
  /// The shop whose staff `surfer(.catalogue)` and the like are.
  public let first: SellerID
  public let second: SellerID
  private let key: String

  /// A copy of another house, whose things have the numbers that they have there, a second later:
  /// new numbers are greater. Nobody may be writing in that one meanwhile.
  public init(copyOf other: TestHouse, _ boot: OfficeBoot) throws {
    let later = Instant(milliseconds: OfficeClient.start.milliseconds + 1_000)
    client = try OfficeClient(
      modules: boot.modules, at: later, copyOf: other.client.folder, wire: boot.wire)
    first = other.first
    second = other.second
    key = other.key
  }

  public init(_ boot: OfficeBoot) throws {
    client = try OfficeClient(modules: boot.modules, wire: boot.wire)
    first = try client.addSeller("Polyana Home")
    second = try client.addSeller("Northern Books")
    key = try client.addKey()
    try client.kernel.database.writer.write { transaction in
      _ = try transaction.open.run(Self.setAddress, "RU", "300000", "Tula", "Skladskaya 3, gate 2")
    }
  }

  private static let setAddress = Command(
    "update seller set country = ?, postcode = ?, city = ?, address = ?")

  public var office: Office { client.office }

  /// Somebody who is not signed in.
  public func visitor(_ language: Locale = .en) throws -> Surfer {
    Surfer(client, language: language, cookies: [:])
  }

  /// Somebody of the first shop, or of the platform, signed in.
  public func surfer(_ role: Role, _ language: Locale = .en) throws -> Surfer {
    try surfer(role, of: first, language)
  }

  public func surfer(_ role: Role, of shop: SellerID, _ language: Locale = .en) throws -> Surfer {
    let person = try client.signIn(
      role, of: role.isPlatform ? nil : shop, name: "Vera Orlova", locale: language)
    let pair = person.cookie.split(separator: "=", maxSplits: 1)
    return Surfer(
      client, language: language, cookies: [String(pair[0]): String(pair[1])],
      token: person.formToken)
  }

  /// The shop front, with its key.
  public func front() throws -> ShopFront { ShopFront(key: key, surfer: try visitor()) }

  /// The platform's own carrier, with a key.
  public func carrier() throws -> ShopFront {
    ShopFront(key: try client.addCarrierKey(1), surfer: try visitor())
  }

  /// The bytes of the database as they are on disk: the same as before where nothing was
  /// committed in between.
  public func storedBytes() throws -> [[UInt8]] {
    let path = client.kernel.database.path
    return try ["", "-wal"].map { try Files.read(path + $0, limit: 256 << 20) }
  }
}
