import Commerce
import Office
import Products
import SQL

extension OlistImport {
  /// A shop each, with a warehouse and an owner.
  mutating func importSellers(_ tables: OlistTables, password: String) throws {
    // 24 ms a hash: one for all, since all have the same password.
    guard let hash = PasswordHasher().hash(password) else {
      throw ImportError("The password can't be hashed on this system.")
    }
    let products = ProductArchive(kernel: kernel)
    let sellers = tables.sellers.sorted { $0.key < $1.key }
    try sellers.inBatches(of: batch / 4) { part in
      let new = try kernel.database.writer.write { transaction in
        try part.count { key, place in
          try insert(key, place, hash, products, in: transaction)
        }
      }
      counts.sellers.new += new
      counts.sellers.known += part.count - new
      try pulse("sellers: \(counts.sellers.total) of \(sellers.count)")
    }
  }

  /// False where the shop is there already.
  private func insert(
    _ key: SourceKey, _ place: SourcePlace, _ hash: String, _ products: ProductArchive,
    in transaction: Transaction
  ) throws -> Bool {
    guard try transaction.open.first(ImportSQL.seller, key.source) == nil else { return false }
    let (id, now) = (key.sellerID, kernel.clock.now().milliseconds)
    try transaction.open.run(
      ImportSQL.insertSeller, id, "Shop \(key.short)", OlistFolder.currency, OlistFolder.timeZone,
      place.postcode, place.city, key.source, now)
    _ = try products.addWarehouse(named: "Warehouse", in: rows(id, transaction))
    let member = SourceKey.identity("owner", key)
    try transaction.open.run(
      ImportSQL.insertMember, member, key.ownerEmail, "Owner \(key.short)", hash, now)
    try transaction.open.run(ImportSQL.insertMembership, member, id)
    return true
  }
}

extension SourceKey {
  /// Of the shop that the key names.
  var sellerID: Int64 { Self.identity("seller", self) }

  /// What the owner of the shop signs in with.
  var ownerEmail: String { "owner@\(short).olist.example" }

  /// Of the listing of a product in a shop: two shops sell the same product as two listings.
  func listingID(of seller: SourceKey) -> ProductID {
    ProductID(raw: Self.identity("listing", seller, self))
  }

  /// The article number that the shop gives the listing.
  var offerID: String { String(text.prefix(16)) }
}

extension RandomAccessCollection {
  /// Calls `body` with runs of at most `size` elements.
  func inBatches(of size: Int, _ body: (SubSequence) throws -> Void) rethrows {
    var rest = self[...]
    while !rest.isEmpty {
      try body(rest.prefix(Swift.max(1, size)))
      rest = rest.dropFirst(Swift.max(1, size))
    }
  }
}
