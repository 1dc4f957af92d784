import Commerce
import HTTP
@_spi(Minting) import SQL

/// What a seller's key may be used for. A method of the Seller API asks for one of them.
public enum KeyRight: String, CaseIterable, Sendable {
  case readProducts = "products.read"
  case writeProducts = "products.write"
  case writePrices = "prices.write"
  case writeStock = "stock.write"
  case readOrders = "orders.read"
  case writeOrders = "orders.write"
  case writeNotifications = "notifications.write"

  var bit: Int64 {
    switch self {
    case .readProducts: 1
    case .writeProducts: 2
    case .writePrices: 4
    case .writeStock: 8
    case .readOrders: 16
    case .writeOrders: 32
    case .writeNotifications: 64
    }
  }
}

/// A seller's program that sent a valid key. It reaches the rows of its own shop and no others.
public struct SellerClient: Sendable, Hashable {
  /// The key's number, for the log and the audit.
  public let key: Int64
  /// The shop, as `Client-Id` names it.
  public let shop: SellerID
  let rights: Int64

  /// Whether the key was made for that.
  public func may(_ right: KeyRight) -> Bool { rights & right.bit != 0 }

  /// The shop's rows.
  public var seller: SellerScope { SellerScope(seller: shop.raw) }
}

extension SellerClient: AccessScope {
  public static func mint(for identity: Identity) -> SellerClient? {
    if case .program(let client) = identity { client } else { nil }
  }
}

extension Access where Scope == SellerClient {
  /// A method of the Seller API, for keys with that right.
  public static func program(_ right: KeyRight) -> Access { Access(rule: .program(right)) }
}

extension RequestContext where Scope == SellerClient {
  /// The rows of the program's shop.
  public var reader: SellerReader { exchange.exchange.local.reader.seller(scope.seller) }
}

extension WorkContext where Scope == SellerClient {
  /// Runs the change and its audit row in one transaction, as the program's shop.
  public func write<T: Sendable>(
    _ act: Act, _ body: (SellerTransaction) throws -> T
  ) throws -> T {
    let entry = auditEntry(act, shop: scope.shop.raw)
    let seller = scope.seller
    return try kernel.database.writer.write { transaction in
      let result = try body(transaction.seller(seller))
      try Audit.append(entry, in: transaction)
      return result
    }
  }
}
